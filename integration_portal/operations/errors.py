"""Why a backup or a restoration is refused. The sentences are for an operator."""

from ..core.errors import PortalError


class BackupError(PortalError):
    """No backup was made, or the one given cannot be trusted."""


class NotEmptyError(BackupError):
    def __init__(self) -> None:
        super().__init__(
            "Cette base contient déjà des comptes ou des établissements : une restauration ne se "
            "fait que dans une base neuve. Rien n’a été touché."
        )


class DamagedBackupError(BackupError):
    def __init__(self, what: str) -> None:
        super().__init__(f"Cette sauvegarde est abîmée ou a été modifiée : {what}.")


class OtherSchemaError(BackupError):
    def __init__(self, backup: str, database: str, version: str) -> None:
        super().__init__(
            f"La sauvegarde est au schéma {backup} (portail {version}), la base au schéma "
            f"{database}. Repartez d’une base neuve, sans lancer « init » : la restauration la "
            "prépare elle-même."
        )


class NewerSchemaError(BackupError):
    def __init__(self, backup: str, version: str) -> None:
        super().__init__(
            f"La sauvegarde est au schéma {backup}, que cette version du portail ne connaît pas. "
            f"Installez la version {version} ou une plus récente."
        )

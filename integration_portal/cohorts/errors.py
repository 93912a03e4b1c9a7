"""Business refusals of cohorts."""

from ..core.errors import RuleError


class DuplicateCohortError(RuleError):
    def __init__(self, name: str) -> None:
        super().__init__(f"La promotion « {name} » existe déjà dans cet établissement.")


class RosterFileError(RuleError):
    """The file itself cannot be read; the message says what to do."""


class OtherNameError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Un compte existe à cette adresse sous un autre nom. Vérifiez l’adresse et le nom."
        )


class NameNeededError(RuleError):
    def __init__(self) -> None:
        super().__init__("Aucun compte à cette adresse : indiquez le prénom et le nom.")


class InactiveAccountError(RuleError):
    def __init__(self) -> None:
        super().__init__("Ce compte est fermé : demandez à l’administration de le rouvrir.")

"""Business refusals about people and places."""

from ..core.errors import ConflictError, ForbiddenError, RuleError


class OwnAccountError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__(
            "Personne ne change ses propres rôles ni son propre compte : "
            "demandez à une autre personne de l’administration."
        )


class AdminOnlyError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__(
            "Seule l’administration de l’établissement touche aux rôles « administration » et "
            "« ressources humaines », et aux comptes qui les portent."
        )


class WholePlaceRoleError(RuleError):
    def __init__(self) -> None:
        super().__init__("L’administration se donne pour tout l’établissement, pas pour une unité.")


class LastAdminError(ConflictError):
    def __init__(self, establishment: str) -> None:
        super().__init__(
            f"C’est la dernière personne qui administre {establishment} : "
            "donnez d’abord ce rôle à quelqu’un d’autre."
        )


class LastRoleError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "C’est le dernier rôle de cette personne. Pour fermer son accès, désactivez le compte."
        )


class WorksElsewhereError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette personne travaille aussi ailleurs que dans votre périmètre : son compte y sert "
            "encore. Retirez ses rôles chez vous ; le compte lui-même reste ouvert."
        )

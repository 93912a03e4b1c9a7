"""Business refusals of accounts."""

from ..core.errors import PortalError, RuleError


class TooManyAttemptsError(PortalError):
    status = 429

    def __init__(self) -> None:
        super().__init__(
            "Trop d’essais pour ce compte ou depuis ce poste. Réessayez dans 15 minutes, "
            "ou demandez un nouveau mot de passe."
        )


class LinkExpiredError(PortalError):
    status = 410

    def __init__(self) -> None:
        super().__init__(
            "Ce lien a déjà servi ou a expiré. Demandez-en un nouveau depuis la page de connexion."
        )


class EmailTakenError(RuleError):
    def __init__(self, email: str) -> None:
        super().__init__(f"Un compte existe déjà pour {email}.")

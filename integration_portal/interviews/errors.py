"""Business refusals of interviews."""

import datetime as dt

from ..core.dates import day_words
from ..core.errors import ConflictError, ForbiddenError, RuleError


class NotYoursError(ForbiddenError):
    def __init__(self, who: str) -> None:
        super().__init__(f"Ce geste revient à {who}.")


class NobodyLeadsError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Personne n’est désigné pour mener cet entretien : nommez d’abord l’équipe."
        )


class AlreadyPlannedError(ConflictError):
    def __init__(self, day: dt.date) -> None:
        super().__init__(f"Cet entretien est déjà prévu le {day_words(day)} : rien n’a été ajouté.")


class SettledError(ConflictError):
    """Signed, cancelled, or already said ready: what was asked no longer has an object."""

    def __init__(self, message: str = "Cet entretien est clos : rien n’a changé.") -> None:
        super().__init__(message)


class NotHeldError(RuleError):
    def __init__(self) -> None:
        super().__init__("Le compte rendu ne dit pas encore quand l’entretien a eu lieu.")


class EmptyMinutesError(RuleError):
    def __init__(self) -> None:
        super().__init__("Le compte rendu est vide : écrivez ce qui a été dit avant de signer.")


class EmptyReportError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Votre rapport est vide : écrivez au moins une réponse avant de le partager."
        )

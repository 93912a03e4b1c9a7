"""Business refusals of the daily review."""

from ..core.errors import ConflictError, RuleError


class CardGoneError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette carte n’existe plus : son texte a changé. Reprenez la révision, rien n’est perdu."
        )


class UnknownRatingError(RuleError):
    def __init__(self) -> None:
        super().__init__("Choisissez une note de 1 à 4 : À revoir, Difficile, Bien ou Facile.")

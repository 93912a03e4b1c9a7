"""Business refusals of the drill."""

from ..core.errors import ConflictError, RuleError


class NotShownYetError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette phrase n’a pas encore été affichée : revenez à la phrase en cours.")


class NoPhraseError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Aucune phrase d’épreuve n’est installée sur ce portail. L’administratrice les installe."
        )

"""Business refusals of learning."""

from ..core.errors import ConflictError, RuleError


class NoQuizError(RuleError):
    def __init__(self) -> None:
        super().__init__("Ce module n’a pas encore de quiz.")


class NoSimulationError(RuleError):
    def __init__(self) -> None:
        super().__init__("Ce module n’a pas encore de mise en situation.")


class IncompleteAnswerError(RuleError):
    """Nothing was recorded: she answers the whole question."""

    def __init__(self) -> None:
        super().__init__(
            "Répondez à toute la question : il manque quelque chose, ou deux fois le même rang."
        )


class NotThereYetError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette question n’est pas encore la vôtre : revenez à la question en cours."
        )


class TimeOverError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Le temps de ce quiz est écoulé : vos réponses données avant comptent.")


class TooManyAttemptsError(RuleError):
    def __init__(self, limit: int) -> None:
        times = "une fois" if limit == 1 else f"{limit} fois"
        super().__init__(f"Ce quiz se passe {times} par jour au plus. Revenez demain.")


class NothingChangedError(RuleError):
    def __init__(self) -> None:
        super().__init__("Aucune question n’a changé depuis votre réussite.")


class AlreadyDecidedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette demande a déjà reçu une réponse.")


class NotOfferedError(ConflictError):
    """The choice is not open at that turn, or the turn was played meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "Ce choix n’est plus ouvert : la conversation a avancé. La voici où elle en est."
        )

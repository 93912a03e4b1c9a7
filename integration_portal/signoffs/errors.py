"""Business refusals of sign-offs."""

from ..core.errors import ConflictError, ForbiddenError, RuleError


class AlreadyDecidedError(ConflictError):
    def __init__(self, who: str) -> None:
        super().__init__(f"Déjà fait : {who} a répondu à cette demande. Rien n’a été ajouté.")


class TakenBackError(ConflictError):
    """The recruit cancelled her request: there is nothing to sign any more."""

    def __init__(self) -> None:
        super().__init__("Cette demande a été reprise par la recrue : elle n’attend plus rien.")


class NotADecisionError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette ligne n’attend pas de réponse : ce n’est pas une décision.")


class SelfSignatureError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Personne ne signe pour soi : demandez à la personne qui vous accompagne.")


class SafetyCriterionError(RuleError):
    """A safety criterion is below « acquis »: the step cannot be validated."""

    def __init__(self, criterion: str) -> None:
        super().__init__(
            f"Le critère de sécurité « {criterion} » n’est pas au niveau « acquis » : "
            "choisissez « à reprendre » et dites ce qui manque."
        )


class EvidenceMissingError(RuleError):
    """The rule of the subject asks for more observations before a validation."""

    def __init__(self, left: list[str]) -> None:
        super().__init__(f"Avant de valider, il manque encore : {', '.join(left)}.")


class MissingExplanationError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "« À reprendre » demande de dire ce qui manque, comment et quand le reprendre."
        )


class MissingReasonError(RuleError):
    """Nobody had named this person to sign: she says why she does."""

    def __init__(self) -> None:
        super().__init__(
            "Aucune désignation à votre nom avant cette signature : dites pourquoi c’est vous."
        )


class NothingToWithdrawError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette signature est déjà retirée, ou ce n’est pas une signature.")


class OwnDecisionError(ForbiddenError):
    """Two eyes: whoever decided does not countersign."""

    def __init__(self) -> None:
        super().__init__("Vous avez signé cette décision : un autre médecin la contresigne.")


class NotADoctorError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Un médecin de l’unité contresigne.")


class NotCorrectableError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette ligne ne se corrige pas : elle est retirée, ou elle en corrige une."
        )


class ChangedSinceReadError(ConflictError):
    """What would be signed is no longer what was shown."""

    def __init__(self) -> None:
        super().__init__("Cette demande a changé depuis que vous l’avez lue : ouvrez-la.")


class NotAnObserverError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Seule une personne qui signe dans cette unité observe et désigne.")


class ObservationFaultError(RuleError):
    """What is missing before an observation can be signed; ``field``: where the form says it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ObservationSignedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette observation est déjà signée : rien n’a été ajouté.")


class NothingToObserveError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette demande n’attend plus d’observation.")


class TalkSignedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cet entretien est déjà signé : rien n’a été ajouté.")

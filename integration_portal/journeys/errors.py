"""Business refusals of journeys."""

from ..core.errors import ConflictError, ForbiddenError, RuleError
from .rules import Lock


class StepLockedError(RuleError):
    def __init__(self, locks: list[Lock]) -> None:
        reasons = " ; ".join(lock.sentence[0].lower() + lock.sentence[1:] for lock in locks)
        super().__init__(f"Cette étape n’est pas encore ouverte : {reasons}.")


class NotYourStepError(ForbiddenError):
    def __init__(self, who: str) -> None:
        super().__init__(f"Cette étape est à faire par : {who}.")


class NeedsSignatureError(RuleError):
    def __init__(self) -> None:
        super().__init__("Cette étape se signe : demandez une observation.")


class SignedStepError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Une étape signée ne change plus. Seul un retrait de signature la rouvre.")


class AlreadyRunningError(RuleError):
    def __init__(self, name: str) -> None:
        super().__init__(f"{name} suit déjà un parcours. Terminez-le ou arrêtez-le d’abord.")


class StoppedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce parcours est arrêté : plus rien ne s’y coche ni ne s’y signe.")


class PausedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Le parcours est en pause : l’encadrement doit d’abord le reprendre.")


class ProofsMissingError(RuleError):
    def __init__(self, missing: list[str]) -> None:
        super().__init__(f"Cette étape n’est pas finie. Il reste : {', '.join(missing)}.")

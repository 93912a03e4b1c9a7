"""Refusals."""

from ..core.errors import ConflictError, NotFoundError, RuleError


class NothingToPrintError(RuleError):
    def __init__(self) -> None:
        super().__init__("Aucune fiche ne correspond à ce choix. Choisissez-en un autre.")


class TooManyJobsError(RuleError):
    def __init__(self, most: int) -> None:
        super().__init__(
            f"{most} classeurs sont déjà en préparation pour vous. Attendez que l’un soit prêt."
        )


class StillMakingError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce classeur est déjà prêt ou en préparation : rien n’est à refaire.")


class FileGoneError(NotFoundError):
    def __init__(self) -> None:
        super().__init__("Ce classeur n’est plus gardé ici. Demandez-le de nouveau : /classeur.")

"""Refusals of the competency file."""

from ..core.errors import ConflictError, ForbiddenError, NotFoundError, PortalError, RuleError


class BlockNotReadyError(RuleError):
    """Some competencies of the block are not at the expected level."""

    def __init__(self, left: list[str]) -> None:
        super().__init__(f"Ce bloc ne peut pas encore être visé. Il manque : {' ; '.join(left)}.")


class AlreadyVisaedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce bloc porte déjà un visa : rien n’a été ajouté.")


class NoVisaError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce bloc ne porte pas de visa.")


class NotYourVisaError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Seul l’encadrement de ce service vise un bloc ou retire un visa.")


class NotYourAttestationError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("L’encadrement ou les ressources humaines délivrent les attestations.")


class AlreadyAttestedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("L’attestation de ce bloc existe déjà : la personne la tient.")


class UnknownCodeError(NotFoundError):
    def __init__(self) -> None:
        super().__init__(
            "Aucune attestation ne porte ce code. Vérifiez chaque signe, ou demandez le code à la "
            "personne qui vous a remis le document."
        )


class TooManyChecksError(PortalError):
    status = 429

    def __init__(self) -> None:
        super().__init__("Trop de vérifications depuis ce poste. Réessayez dans dix minutes.")

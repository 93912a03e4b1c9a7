"""Business refusals of passports."""

from collections.abc import Sequence

from ..core.errors import ConflictError, ForbiddenError, RuleError

NOT_ALONE = (
    "Pas d’appel sans double écoute dans un service non habilité, sauf procédure dégradée écrite"
)


class SelfPassportError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Personne ne remplit ni ne signe son propre passeport.")


class NotOfThisUnitError(ForbiddenError):
    def __init__(self) -> None:
        super().__init__("Seule une personne qui signe dans cette unité peut le faire.")


class AlreadyOpenError(ConflictError):
    def __init__(self, holder: str, unit: str) -> None:
        super().__init__(f"{holder} a déjà un passeport pour « {unit} » : rien n’a été ajouté.")


class UnknownHolderError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Aucune recrue ni personne du tutorat n’a cette adresse dans l’établissement : "
            "invitez-la d’abord."
        )


class AlreadyMetError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette condition est déjà notée : rien n’a changé.")


class NotMetError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette condition n’était pas notée : rien n’a changé.")


class NotOngoingError(ConflictError):
    """Its conditions move no more."""

    def __init__(self) -> None:
        super().__init__("Ce passeport est déjà signé ou retiré : ses conditions ne changent plus.")


class AlreadyGrantedError(ConflictError):
    def __init__(self, who: str) -> None:
        super().__init__(f"Déjà fait : {who} a signé ce passeport. Rien n’a été ajouté.")


class ConditionsMissingError(RuleError):
    def __init__(self, left: Sequence[str]) -> None:
        super().__init__(f"Avant de signer, il manque encore : {', '.join(left)}.")


class WordsChangedError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "La phrase à signer a changé depuis que vous l’avez lue. Rien n’a été signé : "
            "rouvrez la page et relisez-la."
        )


class NothingToRenewError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce passeport n’est pas signé, ou a été retiré : rien à renouveler.")


class LevelTooLowError(RuleError):
    def __init__(self, criterion: str) -> None:
        super().__init__(
            f"« {criterion} » n’est pas au niveau « acquis » : l’habilitation ne se renouvelle "
            "pas aujourd’hui. Reprenez ce point, puis observez de nouveau."
        )


class AlreadyEndedError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Ce passeport est déjà retiré : rien n’a changé.")


class AlreadyThereError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Vous avez déjà pris ce poste aujourd’hui : rien n’a changé.")


class NotAloneError(ForbiddenError):
    """No valid passport for the unit: she does not take calls alone there."""

    def __init__(self, whom: Sequence[str]) -> None:
        super().__init__(f"{NOT_ALONE}. {ask_whom(whom)}")


def ask_whom(names: Sequence[str]) -> str:
    """Whom to turn to, in a sentence."""
    if not names:
        return "Adressez-vous à l’encadrement des secrétariats."
    *others, last = names
    return (
        f"Adressez-vous à {', '.join(others)} ou {last}." if others else f"Adressez-vous à {last}."
    )

"""Business refusals of fiches."""

import datetime as dt

from ..core.dates import short_day
from ..core.errors import ConflictError, ForbiddenError, NotFoundError, RuleError


class NotYourTextError(ForbiddenError):
    """Her role opens the act, but elsewhere."""

    def __init__(self, place: str) -> None:
        super().__init__(f"Vous ne décidez pas des fiches de « {place} » : rien n’a changé.")


class TextMovedError(ConflictError):
    """Somebody changed the fiche between reading and signing."""

    def __init__(self) -> None:
        super().__init__(
            "Le texte de la fiche a changé pendant que vous le lisiez. Rien n’a été signé : "
            "relisez la page, elle montre le texte d’aujourd’hui."
        )


class WithdrawnError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette fiche est retirée : remettez-la en service avant de la relire.")


class AlreadyWithdrawnError(ConflictError):
    def __init__(self, who: str) -> None:
        super().__init__(f"Déjà fait : {who} a retiré cette fiche. Rien n’a été ajouté.")


class NotWithdrawnError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Cette fiche n’est pas retirée ici : il n’y a rien à remettre en service.")


class WithdrawnAboveError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette fiche est retirée pour tout l’établissement : elle se remet en service là aussi."
        )


class OwnReadingError(RuleError):
    """Two readings by one pair of eyes are one reading."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez fait la relecture de ce texte : sa validation revient à un autre médecin."
        )


class UncheckedSourcesError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Des signes d’alerte ne reposent sur aucune source relue : vérifiez-les, puis cochez "
            "la case, ou laissez la fiche en attente."
        )


class ReviewDateError(RuleError):
    def __init__(self, first: dt.date, last: dt.date) -> None:
        super().__init__(
            f"Choisissez une date de relecture entre le {short_day(first)} et le {short_day(last)}."
        )


class ChangedWhileReadingError(ConflictError):
    def __init__(self) -> None:
        super().__init__(
            "Cette fiche a changé pendant votre lecture. Votre lecture n’est pas enregistrée : "
            "relisez la fiche, elle montre le texte d’aujourd’hui."
        )


class NowhereToReadError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Une lecture s’enregistre pour un établissement, et votre compte n’en a aucun."
        )


class StaleLayerError(ConflictError):
    """Somebody saved the same « Chez nous » meanwhile. Nothing of either text is lost."""

    def __init__(self) -> None:
        super().__init__(
            "Une autre personne vient d’enregistrer ce « Chez nous ». Votre texte est encore là."
        )


class NotEditableError(NotFoundError):
    """The place is not hers to edit: as if it did not exist."""


class LostMovedError(RuleError):
    def __init__(self) -> None:
        super().__init__(
            "Cette correction n’attend plus de décision. Rouvrez la page pour voir où elle en est."
        )

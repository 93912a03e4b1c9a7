"""Who is told what about the life of a fiche."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ..core.permissions import Role
from ..establishments.queries import list_people
from ..fiches.events import FicheDecided, ReviewDue, ValidationLapsed
from ..fiches.models import Decision
from ..fiches.places import Place
from . import actions, messages

MAX_DOCTORS = 10
Told = FicheDecided | ValidationLapsed | ReviewDue


def on_fiche_decided(session: Session, event: FicheDecided) -> None:
    """The doctors: a colleague read it, and it waits for them; or somebody took it away."""
    say = {Decision.PEER: messages.fiche_read, Decision.WITHDRAWN: messages.fiche_withdrawn}
    words = say.get(event.decision)
    if words is None:
        return
    others = [one for one in _doctors(session, event) if one != event.signer_id]
    _tell(session, event, others, words(event.signer_name, event.title), again=True)


def on_validation_lapsed(session: Session, event: ValidationLapsed) -> None:
    told = dict.fromkeys([event.signer_id, *_doctors(session, event)])
    _tell(session, event, told, messages.validation_lapsed(event.title), again=True)


def on_review_due(session: Session, event: ReviewDue) -> None:
    words = messages.review_past if event.is_past else messages.review_near
    _tell(session, event, _doctors(session, event), words(event.title, event.on), again=False)


def _doctors(session: Session, event: Told) -> list[int]:
    """Those who may validate there, a few at most."""
    people = list_people(session, event.establishment_id, Role.DOCTOR, event.unit_id)
    return [person.id for person in people][:MAX_DOCTORS]


def _tell(session: Session, event: Told, people: Iterable[int], text: str, *, again: bool) -> None:
    place = Place(event.establishment_id, event.unit_id)
    path = f"/fiches/{event.slug}/validation?lieu={place.code}"
    told = actions.still_to_tell(session, people, text=text, path=path, again=again)
    if told:
        actions.notify_all(session, told, text=text, path=path)


FICHE_SUBSCRIBERS = (
    (FicheDecided, on_fiche_decided),
    (ValidationLapsed, on_validation_lapsed),
    (ReviewDue, on_review_due),
)

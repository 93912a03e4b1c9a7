"""Who is told that a validation waits for a doctor, was countersigned, or was corrected."""

from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core.permissions import Role
from ..establishments.queries import list_people
from ..signoffs.events import SignOffRecorded
from ..signoffs.models import LedgerEntry, RequestState, SignOffRequest
from . import actions, messages

MAX_DOCTORS = 10


def tell_doctors(
    session: Session, event: SignOffRecorded, author: str, recruit: str, title: str
) -> None:
    """Those of the unit, when the validation waits for one of them."""
    request = session.get_one(SignOffRequest, event.request_id)
    if request.state is not RequestState.COUNTERSIGN:
        return
    people = list_people(session, request.establishment_id, Role.DOCTOR, request.unit_id)
    doctors = [one.id for one in people if one.id not in {event.recruit_id, event.author_id}]
    if doctors:
        actions.notify_all(
            session, doctors[:MAX_DOCTORS],
            text=messages.countersignature_asked(author, recruit, title),
            path=f"/a-valider/{request.id}/contresignature",
        )  # fmt: skip


def tell_of_countersignature(session: Session, event: SignOffRecorded, title: str) -> None:
    """The recruit, and whoever had validated."""
    entry = session.get_one(LedgerEntry, event.entry_id)
    decision = session.get_one(LedgerEntry, entry.about_id)
    doctor = session.get_one(User, event.author_id)
    text = messages.countersignature(event.kind, doctor.name, title, entry.short_hash)
    people = {event.recruit_id, decision.author_id}
    actions.notify_all(session, people, text=text, path=f"/signatures/{entry.id}")


def tell_of_correction(session: Session, event: SignOffRecorded, title: str) -> None:
    """The recruit, unless it is her own line."""
    if event.author_id == event.recruit_id:
        return
    author = session.get_one(User, event.author_id)
    text = messages.corrected(author.name, title)
    actions.notify(session, event.recruit_id, text=text, path=f"/signatures/{event.entry_id}")

"""Who is told that somebody relays a signer who is away."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core import clock
from ..core.permissions import Role
from ..establishments.queries import list_people
from ..signoffs.events import AbsenceDeclared, AbsenceEnded, RelayPassedOn
from ..signoffs.models import SignerAbsence, SignOffRequest
from ..signoffs.queries_standing import running
from . import actions, messages

MAX_MANAGERS = 10
PAGE = "/mon-absence"


def on_absence_declared(session: Session, event: AbsenceDeclared) -> None:
    """The relay, and the absent person when somebody else said it; nobody found: the managers."""
    absence = session.get_one(SignerAbsence, event.absence_id)
    away, by = session.get_one(User, event.user_id), session.get_one(User, event.by_id)
    days = absence.first_on, absence.last_on
    relay = session.get(User, event.relay_id) if event.relay_id else None
    _tell_of_relay(session, absence, away, relay)
    if by.id != away.id:
        text = messages.absence_noted(by.name, relay.name if relay else "", *days)
        actions.notify(session, away.id, text=text, path=PAGE)


def on_relay_passed_on(session: Session, event: RelayPassedOn) -> None:
    """The next one, and the person she acts for; nobody found: the managers."""
    absence = session.get_one(SignerAbsence, event.absence_id)
    away, former = session.get_one(User, absence.user_id), session.get_one(User, event.former_id)
    relay = session.get(User, absence.relay_id) if absence.relay_id else None
    _tell_of_relay(session, absence, away, relay)
    text = messages.relay_passed_on(
        former.name, relay.name if relay else "", absence.first_on, absence.last_on
    )
    actions.notify(session, away.id, text=text, path=PAGE)


def _tell_of_relay(
    session: Session, absence: SignerAbsence, away: User, relay: User | None
) -> None:
    days = absence.first_on, absence.last_on
    if relay is not None:
        text = messages.relay_begins(away.name, *days)
        actions.notify(session, relay.id, text=text, path="/a-valider")
        return
    text = messages.relay_missing(away.name, *days)
    for user_id in _managers(session, absence):
        actions.notify(session, user_id, text=text, path=PAGE)


def _managers(session: Session, absence: SignerAbsence) -> list[int]:
    """Of the units where the absent person signs."""
    units = session.scalars(
        select(RoleGrant.unit_id)
        .where(
            RoleGrant.user_id == absence.user_id,
            RoleGrant.establishment_id == absence.establishment_id,
            RoleGrant.role != Role.RECRUIT,
        )
        .distinct()
    ).all()
    found = [
        person.id
        for unit_id in units
        for person in list_people(session, absence.establishment_id, Role.MANAGER, unit_id)
    ]
    return [one for one in dict.fromkeys(found) if one != absence.user_id][:MAX_MANAGERS]


def on_absence_ended(session: Session, event: AbsenceEnded) -> None:
    if event.relay_id is not None:
        away = session.get_one(User, event.user_id)
        text = messages.relay_ends(away.name)
        actions.notify(session, event.relay_id, text=text, path="/a-valider")


def tell_relay(session: Session, request: SignOffRequest, recruit: str) -> None:
    """Whoever relays the signer now learns of what is asked meanwhile."""
    absence = session.scalars(
        select(SignerAbsence)
        .where(
            SignerAbsence.user_id == request.signer_id,
            SignerAbsence.establishment_id == request.establishment_id,
            running(clock.now()),
        )
        .limit(1)
    ).first()
    if absence is None or absence.relay_id in {None, request.recruit_id}:
        return
    away = session.get_one(User, absence.user_id)
    text = messages.signature_asked_of_relay(recruit, request.title, away.name)
    actions.notify(session, absence.relay_id, text=text, path=f"/a-valider/{request.id}")


RELAY_SUBSCRIBERS = (
    (AbsenceDeclared, on_absence_declared),
    (RelayPassedOn, on_relay_passed_on),
    (AbsenceEnded, on_absence_ended),
)

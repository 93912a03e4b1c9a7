"""A signer is away: somebody acts for her, named or found, until she is back."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError, RuleError
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ..events import AbsenceDeclared, AbsenceEnded, RelayWanted
from ..models import SignerAbsence
from ..queries_relays import Colleague, list_colleagues, overlapping

# The portal gives nobody a colleague's requests who already accompanies that many recruits.
MAX_LOAD = 5


@dataclass(frozen=True)
class Absence:
    """``relay_id`` None: the portal looks for somebody."""

    user_id: int
    establishment_id: int
    first_on: dt.date
    last_on: dt.date
    relay_id: int | None


def declare_absence(session: Session, actor: Actor, asked: Absence) -> SignerAbsence:
    """Note the absence and who relays. Raises RuleError, ConflictError, ForbiddenError."""
    place = session.get_one(Establishment, asked.establishment_id, with_for_update=True)
    people = {one.id: one for one in list_colleagues(session, place.id)}
    person = people.get(asked.user_id)
    if person is None or not _may_declare(actor, person, place.id):
        raise ForbiddenError("Vous notez votre absence, ou celle d’une personne de votre équipe.")
    _refuse_dates(session, place, asked)
    relay = _relay(session, asked, person, list(people.values()))
    zone = ZoneInfo(place.time_zone)
    absence = SignerAbsence(
        user_id=person.id, establishment_id=place.id,
        first_on=asked.first_on, last_on=asked.last_on,
        starts_at=_midnight(asked.first_on, zone),
        ends_at=_midnight(asked.last_on + dt.timedelta(days=1), zone),
        relay_id=relay, automatic=asked.relay_id is None,
        created_at=clock.now(), created_by_id=actor.id,
    )  # fmt: skip
    session.add(absence)
    session.flush()
    audit.record(
        session, actor, "absence.declare", f"users:{person.id}", establishment_id=place.id,
        first=asked.first_on.isoformat(), last=asked.last_on.isoformat(), relay=relay,
        automatic=absence.automatic,
    )  # fmt: skip
    publish(session, AbsenceDeclared(absence.id, person.id, relay, actor.id))
    return absence


def end_absence(session: Session, actor: Actor, absence: SignerAbsence) -> None:
    """She is back sooner, or it was a mistake. The caller knows that the actor may."""
    session.refresh(absence, with_for_update=True)
    if absence.ended_at is not None or absence.ends_at <= clock.now():
        raise ConflictError("Cette absence est déjà terminée.")
    absence.ended_at = clock.now()
    audit.record(
        session, actor, "absence.end", f"users:{absence.user_id}",
        establishment_id=absence.establishment_id, relay=absence.relay_id,
    )  # fmt: skip
    publish(session, AbsenceEnded(absence.id, absence.user_id, absence.relay_id, actor.id))


def _may_declare(actor: Actor, person: Colleague, establishment_id: int) -> bool:
    scope = actor.scope(Permission.JOURNEY_MANAGE)
    return actor.id == person.id or any(
        scope.covers(establishment_id, unit_id) for unit_id in person.units
    )


def _refuse_dates(session: Session, place: Establishment, asked: Absence) -> None:
    if asked.last_on < asked.first_on:
        raise RuleError("Le dernier jour vient avant le premier : corrigez les dates.")
    if asked.last_on < clock.today(place.time_zone):
        raise RuleError("Cette absence est déjà passée : rien à relayer.")
    if overlapping(session, place.id, [asked.user_id], asked.first_on, asked.last_on):
        raise ConflictError("Une absence est déjà notée sur ces jours : mettez-y fin d’abord.")


def _relay(
    session: Session, asked: Absence, person: Colleague, people: list[Colleague]
) -> int | None:
    """The named one if she may; else whoever signs there, is there and accompanies fewest."""
    there = {one.id: one for one in people if one.id != person.id and one.shares(person)}
    away = overlapping(session, asked.establishment_id, there, asked.first_on, asked.last_on)
    if asked.relay_id is not None:
        if asked.relay_id not in there:
            raise RuleError("Cette personne ne signe pas dans la même unité.")
        if asked.relay_id in away:
            raise RuleError("Cette personne est elle-même absente ces jours-là.")
        return asked.relay_id
    present = [one for one in there.values() if one.id not in away]
    wanted = RelayWanted(tuple(one.id for one in present), {})
    publish(session, wanted)
    return choose_relay(person, present, wanted.loads)


def choose_relay(person: Colleague, present: list[Colleague], loads: dict[int, int]) -> int | None:
    """Somebody of the same function first (a doctor for a doctor), then the lightest load, then
    the first by name. Pure."""
    free = [one for one in present if loads.get(one.id, 0) < MAX_LOAD]
    if not free:
        return None
    best = min(free, key=lambda one: (not one.roles & person.roles, loads.get(one.id, 0)))
    return best.id


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)

"""A signer is away: somebody acts for her, named or found, until she is back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError, RuleError
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ..events import AbsenceDeclared, AbsenceEnded, RelayPassedOn
from ..models import SignerAbsence
from ..queries_passed_on import list_ending_with, list_relayed_by
from ..queries_relays import Colleague, list_colleagues, overlapping
from .relaying import find_relay, who_may_relay


@dataclass(frozen=True)
class Absence:
    """``relay_id`` None: the portal looks for somebody."""

    user_id: int
    establishment_id: int
    first_on: dt.date
    last_on: dt.date
    relay_id: int | None

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return self.first_on, self.last_on


def declare_absence(session: Session, actor: Actor, asked: Absence) -> SignerAbsence:
    """Note the absence and who relays. Raises RuleError, ConflictError, ForbiddenError."""
    place = session.get_one(Establishment, asked.establishment_id, with_for_update=True)
    people = list_colleagues(session, place.id)
    person = next((one for one in people if one.id == asked.user_id), None)
    if person is None or not _may_declare(actor, person, place.id):
        raise ForbiddenError("Vous notez votre absence, ou celle d’une personne de votre équipe.")
    _refuse_dates(session, place, asked)
    relay = _relay(session, asked, person, people)
    absence = _note(session, actor, place, asked, relay, at=clock.now())
    publish(session, AbsenceDeclared(absence.id, person.id, absence.relay_id, actor.id))
    _pass_on(session, actor, place, absence, people)
    return absence


def end_absence(session: Session, actor: Actor, absence: SignerAbsence) -> None:
    """She is back sooner, or it was a mistake: what was passed on meanwhile ends too. The caller
    knows that the actor may."""
    session.refresh(absence, with_for_update=True)
    if absence.ended_at is not None or absence.ends_at <= clock.now():
        raise ConflictError("Cette absence est déjà terminée.")
    for one in (absence, *list_ending_with(session, absence)):
        one.ended_at = clock.now()
        audit.record(
            session, actor, "absence.end", f"users:{one.user_id}",
            establishment_id=one.establishment_id, relay=one.relay_id,
        )  # fmt: skip
        publish(session, AbsenceEnded(one.id, one.user_id, one.relay_id, actor.id))


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
    session: Session, asked: Absence, person: Colleague, people: Sequence[Colleague]
) -> int | None:
    """The named one if she may; else whoever the portal finds."""
    if asked.relay_id is None:
        return find_relay(session, asked.establishment_id, person, people, asked.days)
    if not any(one.id == asked.relay_id for one in who_may_relay(person, people)):
        raise RuleError("Cette personne ne signe pas dans la même unité.")
    if overlapping(session, asked.establishment_id, [asked.relay_id], *asked.days):
        raise RuleError("Cette personne est elle-même absente ces jours-là.")
    return asked.relay_id


def _pass_on(
    session: Session, actor: Actor, place: Establishment, gone: SignerAbsence,
    people: Sequence[Colleague],
) -> None:  # fmt: skip
    """She relayed others: on the days she is away too, her own relay acts for them, else whoever
    the portal finds. Nobody found: the line says so, and the managers are told."""
    known = {one.id: one for one in people}
    for held in list_relayed_by(session, gone):
        person = known.get(held.user_id)
        if person is None:
            continue
        days = max(held.first_on, gone.first_on), min(held.last_on, gone.last_on)
        there = {one.id for one in who_may_relay(person, people)}
        away = overlapping(session, place.id, there, *days)
        relay = gone.relay_id
        if relay not in there or relay in away:
            relay = find_relay(session, place.id, person, people, days)
        asked = Absence(person.id, place.id, *days, None)
        line = _note(session, actor, place, asked, relay, at=gone.created_at)
        publish(session, RelayPassedOn(line.id, gone.user_id))


def _note(
    session: Session, actor: Actor, place: Establishment, asked: Absence, relay: int | None, *,
    at: dt.datetime,
) -> SignerAbsence:  # fmt: skip
    """``at``: lines noted together are known by it, and end together."""
    zone = ZoneInfo(place.time_zone)
    absence = SignerAbsence(
        user_id=asked.user_id, establishment_id=place.id,
        first_on=asked.first_on, last_on=asked.last_on,
        starts_at=_midnight(asked.first_on, zone),
        ends_at=_midnight(asked.last_on + dt.timedelta(days=1), zone),
        relay_id=relay, automatic=asked.relay_id is None,
        created_at=at, created_by_id=actor.id,
    )  # fmt: skip
    session.add(absence)
    session.flush()
    audit.record(
        session, actor, "absence.declare", f"users:{asked.user_id}", establishment_id=place.id,
        first=asked.first_on.isoformat(), last=asked.last_on.isoformat(), relay=relay,
        automatic=absence.automatic,
    )  # fmt: skip
    return absence


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone)

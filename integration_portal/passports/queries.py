"""Reading passports, always inside what the actor may see."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, Select, exists, select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Role
from ..establishments.models import Establishment, Unit
from ..establishments.queries import list_people
from . import policy, rules
from .models import Passport

HOLDERS = (Role.RECRUIT, Role.TUTOR)


@dataclass(frozen=True)
class Line:
    """One passport as lists show it. ``ready``: nothing is missing but a signature."""

    id: int
    holder_id: int
    holder: str
    unit_id: int
    unit: str
    standing: rules.Standing
    ready: bool


def _lines(session: Session, *conditions: ColumnElement[bool]) -> list[Line]:
    """By holder, then unit, in one statement: columns only, there may be thousands."""
    rows = session.execute(
        select(
            Passport.id, Passport.holder_id, Passport.unit_id, Passport.conditions,
            Passport.granted_on, Passport.renewed_on, Passport.last_worked_on, Passport.ended_at,
            User.given_name, User.family_name, Unit.name.label("unit"), Establishment.time_zone,
        )
        .join(User, User.id == Passport.holder_id)
        .join(Unit, Unit.id == Passport.unit_id)
        .join(Establishment, Establishment.id == Passport.establishment_id)
        .where(*conditions)
        .order_by(User.family_name, User.given_name, User.id, Unit.name)
    ).all()  # fmt: skip
    days = {zone: clock.today(zone) for zone in {row.time_zone for row in rows}}
    return [_line(row, days[row.time_zone]) for row in rows]


def _line(row: Row[Any], today: dt.date) -> Line:
    standing = rules.standing(life(row, row.time_zone), today)
    ready = standing.state is rules.State.ONGOING and not standing.life.missing
    holder = f"{row.given_name} {row.family_name}"
    return Line(row.id, row.holder_id, holder, row.unit_id, row.unit, standing, ready)


def life(passport: Passport | Row[Any], zone: str) -> rules.Life:
    """Its dates, in the calendar of its establishment."""
    ended = passport.ended_at
    left = [] if passport.granted_on else rules.missing(passport.conditions)
    return rules.Life(
        passport.granted_on, passport.renewed_on, passport.last_worked_on,
        ended.astimezone(ZoneInfo(zone)).date() if ended else None,
        tuple(condition.short for condition in left),
    )  # fmt: skip


def zone_of(session: Session, passport: Passport) -> str:
    return session.get_one(Establishment, passport.establishment_id).time_zone


def standing_of(session: Session, passport: Passport) -> rules.Standing:
    """What it is worth today, there."""
    zone = zone_of(session, passport)
    return rules.standing(life(passport, zone), clock.today(zone))


def list_own(session: Session, actor: Actor) -> list[Line]:
    return _lines(session, Passport.holder_id == actor.id)


def list_followed(session: Session, actor: Actor) -> list[Line]:
    """Those of the units she follows, whoever holds them."""
    return _lines(session, policy.followed_by(actor)) if policy.follows(actor) else []


def get_passport(session: Session, actor: Actor, passport_id: int) -> Passport:
    """Raises NotFoundError when it is absent or out of reach."""
    found = session.scalar(
        select(Passport).where(Passport.id == passport_id, policy.visible_to(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def find_own_of_unit(session: Session, actor: Actor, unit_id: int) -> Passport | None:
    return session.scalar(
        select(Passport).where(Passport.holder_id == actor.id, Passport.unit_id == unit_id)
    )


def get_unit_here(session: Session, actor: Actor, unit_id: int) -> Unit:
    """A unit of an establishment where the actor works. Raises NotFoundError."""
    unit = session.get(Unit, unit_id)
    if unit is None or unit.establishment_id not in actor.establishment_ids:
        raise NotFoundError
    return unit


def list_signers(session: Session, unit: Unit) -> list[User]:
    """The people of the unit to turn to: its tutors, then its managers."""
    people = [
        person
        for role in (Role.TUTOR, Role.MANAGER)
        for person in list_people(session, unit.establishment_id, role, unit.id)
    ]
    return list({person.id: person for person in people}.values())


def names_of(session: Session, ids: Iterable[int]) -> dict[int, str]:
    people = session.scalars(select(User).where(User.id.in_(set(ids))))
    return {person.id: person.name for person in people}


def _holders(establishment_ids: Collection[int]) -> Select[User]:
    """Active recruits and tutors there: the secretaries."""
    return select(User).where(
        User.is_active,
        exists().where(
            RoleGrant.user_id == User.id,
            RoleGrant.establishment_id.in_(establishment_ids),
            RoleGrant.role.in_(HOLDERS),
        ),
    )


def find_holder(session: Session, establishment_id: int, email: str) -> User | None:
    """A secretary of the establishment, by her e-mail."""
    query = _holders([establishment_id])
    return session.scalar(query.where(User.email == email.strip().casefold()))


def list_holders(
    session: Session, establishment_ids: Collection[int], *, limit: int
) -> Sequence[User]:
    """Whom a form suggests."""
    query = _holders(establishment_ids).order_by(User.family_name, User.given_name)
    return session.scalars(query.limit(limit)).all()


def list_ending(session: Session) -> list[tuple[Passport, rules.Standing]]:
    """Granted passports in their last thirty days, or lapsed for less."""
    rows = session.execute(
        select(Passport, Establishment.time_zone)
        .join(Establishment, Establishment.id == Passport.establishment_id)
        .where(Passport.granted_on.is_not(None), Passport.ended_at.is_(None))
        .order_by(Passport.id)
    )
    found = []
    for passport, zone in rows:
        today = clock.today(zone)
        standing = rules.standing(life(passport, zone), today)
        if standing.until and abs((standing.until - today).days) < rules.NEAR_DAYS:
            found.append((passport, standing))
    return found

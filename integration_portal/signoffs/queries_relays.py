"""Absences of signers, and who may act for them."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from ..accounts.models import RoleGrant, User
from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import PERMISSIONS, Permission, Role
from ..establishments.models import Establishment
from .models import SignerAbsence

_SIGNING = [role for role in Role if Permission.SIGNOFF_DECIDE in PERMISSIONS[role]]


@dataclass(frozen=True)
class AbsenceLine:
    """One absence as its page shows it. ``runs``: today is inside."""

    id: int
    user_id: int
    name: str
    place: str
    first_on: dt.date
    last_on: dt.date
    relay: str
    automatic: bool
    runs: bool


@dataclass(frozen=True)
class Colleague:
    """Somebody who signs, and where: whole establishments (None) and units."""

    id: int
    name: str
    roles: frozenset[Role]
    units: frozenset[int | None]

    def shares(self, other: "Colleague") -> bool:
        """A unit where both sign."""
        return None in self.units or None in other.units or bool(self.units & other.units)


def list_colleagues(session: Session, establishment_id: int) -> list[Colleague]:
    """Everybody active who signs there, by name."""
    rows = session.execute(
        select(User.id, User.given_name, User.family_name, RoleGrant.role, RoleGrant.unit_id)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.is_active,
            RoleGrant.establishment_id == establishment_id,
            RoleGrant.role.in_(_SIGNING),
        )
        .order_by(User.family_name, User.given_name, User.id)
    ).all()
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row)
    return [
        Colleague(
            user_id,
            f"{held[0].given_name} {held[0].family_name}",
            frozenset(row.role for row in held),
            frozenset(row.unit_id for row in held),
        )
        for user_id, held in found.items()
    ]


@dataclass(frozen=True)
class Choices:
    """What the form offers: (id, name) of the places where the actor signs, of the people whose
    absence she may note besides hers, of those who may relay."""

    places: list[tuple[int, str]]
    team: list[tuple[int, str]]
    relays: list[tuple[int, str]]


def list_choices(session: Session, actor: Actor) -> Choices:
    ids = {
        grant.establishment_id
        for grant in actor.grants
        if Permission.SIGNOFF_DECIDE in PERMISSIONS[grant.role]
    }
    places = session.execute(
        select(Establishment.id, Establishment.name)
        .where(Establishment.id.in_(ids))
        .order_by(Establishment.name)
    ).all()
    manages, team, relays = actor.scope(Permission.JOURNEY_MANAGE), {}, {}
    for place in places:
        people = list_colleagues(session, place.id)
        me = next((one for one in people if one.id == actor.id), None)
        for one in people:
            managed = any(manages.covers(place.id, unit) for unit in one.units)
            if managed:
                team[one.id] = one.name
            if managed or (me is not None and one.shares(me)):
                relays[one.id] = one.name
    team.pop(actor.id, None)
    return Choices([(row.id, row.name) for row in places], list(team.items()), list(relays.items()))


def overlapping(
    session: Session, establishment_id: int, people: Collection[int], first: dt.date, last: dt.date
) -> set[int]:
    """Which of them are away some day of those."""
    return set(
        session.scalars(
            select(SignerAbsence.user_id).where(
                SignerAbsence.establishment_id == establishment_id,
                SignerAbsence.user_id.in_(people),
                SignerAbsence.first_on <= last,
                SignerAbsence.last_on >= first,
                SignerAbsence.ended_at.is_(None),
            )
        )
    )


def _manages(actor: Actor) -> ColumnElement[bool]:
    """Absences of somebody who signs where the actor manages journeys."""
    scope = actor.scope(Permission.JOURNEY_MANAGE)
    held = exists().where(
        RoleGrant.user_id == SignerAbsence.user_id,
        RoleGrant.establishment_id == SignerAbsence.establishment_id,
        RoleGrant.role.in_(_SIGNING),
        or_(
            RoleGrant.establishment_id.in_(scope.establishments), RoleGrant.unit_id.in_(scope.units)
        ),
    )
    return or_(SignerAbsence.user_id == actor.id, held)


def list_absences(session: Session, actor: Actor) -> list[AbsenceLine]:
    """Those to come and those that run: the actor's own, and her teams'."""
    relay = aliased(User)
    now = clock.now()
    rows = session.execute(
        select(SignerAbsence, User, relay, Establishment.name)
        .join(User, User.id == SignerAbsence.user_id)
        .join(Establishment, Establishment.id == SignerAbsence.establishment_id)
        .outerjoin(relay, relay.id == SignerAbsence.relay_id)
        .where(_manages(actor), SignerAbsence.ends_at > now, SignerAbsence.ended_at.is_(None))
        .order_by(SignerAbsence.first_on, SignerAbsence.id)
        .limit(100)
    ).all()
    return [
        AbsenceLine(
            row.id, row.user_id, person.name, place, row.first_on, row.last_on,
            acting.name if acting else "", row.automatic, row.starts_at <= now,
        )
        for row, person, acting, place in rows
    ]  # fmt: skip


def get_absence(session: Session, actor: Actor, absence_id: int) -> SignerAbsence:
    """One that she may end. Raises NotFoundError."""
    found = session.scalar(
        select(SignerAbsence).where(and_(SignerAbsence.id == absence_id, _manages(actor)))
    )
    if found is None:
        raise NotFoundError
    return found

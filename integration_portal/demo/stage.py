"""Where the stories of one establishment are lived: its places, its people, its calendar."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.permissions import Role
from ..establishments.models import Establishment, Unit
from ..journeys.models import Journey

_PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Stage:
    """``cast``: who acts, by the local part of the demo address, with the role that she holds."""

    session: Session
    today: dt.date
    establishment: Establishment
    units: Sequence[Unit]
    cast: Mapping[str, Actor]

    @property
    def yesterday(self) -> dt.date:
        return self.today - dt.timedelta(days=1)

    def ago(self, days: int, hour: int) -> dt.datetime:
        """So many days before today."""
        return at(self.today - dt.timedelta(days=days), hour)

    def actor(self, user_id: int) -> Actor:
        return next(one for one in self.cast.values() if one.id == user_id)

    def holder(self, role: Role, unit_id: int) -> int | None:
        """Who holds that role for the unit, or for the whole establishment."""
        for one in self.cast.values():
            if any(grant.role is role and grant.unit_id in {unit_id, None} for grant in one.grants):
                return one.id
        return None

    def journey(self, key: str) -> Journey:
        """Of a recruit who is enrolled by now."""
        mine = select(Journey).where(Journey.recruit_id == self.cast[key].id)
        return self.session.scalars(mine).one()


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 10), _PARIS)


def before(day: dt.date, weekdays: int) -> dt.date:
    """So many weekdays earlier."""
    while weekdays > 0:
        day -= dt.timedelta(days=1)
        weekdays -= day.weekday() < 5
    return day


def after(day: dt.date, weekdays: int) -> dt.date:
    """So many weekdays later."""
    while weekdays > 0:
        day += dt.timedelta(days=1)
        weekdays -= day.weekday() < 5
    return day

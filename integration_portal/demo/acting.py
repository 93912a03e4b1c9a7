"""Who acts in the demo, and when."""

import datetime as dt
from zoneinfo import ZoneInfo

from ..accounts.models import User
from ..core.actor import Actor, Grant
from ..core.permissions import Role
from ..journeys.models import Journey

PARIS = ZoneInfo("Europe/Paris")


def acting_as(user: User, role: Role, journey: Journey | None = None) -> Actor:
    """The person as she would act: with the role that the act needs."""
    establishment = journey.establishment_id if journey else 0
    return Actor(user.id, user.name, user.quality, (Grant(role, establishment),))


def at(day: dt.date, hour: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 10), PARIS)

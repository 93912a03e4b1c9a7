"""A day and an hour as they are typed, and back."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from ..rules_observing import local_moment


def on_the_wall(at: dt.datetime, zone: str) -> tuple[dt.date, dt.time]:
    local = at.astimezone(ZoneInfo(zone))
    return local.date(), local.time().replace(second=0, microsecond=0)


def typed(form: Any, zone: str) -> dt.datetime:
    """The instant of the fields ``day`` and ``time`` of a valid form."""
    return local_moment(form.day.data, form.time.data, zone)

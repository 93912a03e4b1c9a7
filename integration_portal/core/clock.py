"""The one source of time. Tests and the demo freeze it; nobody else does."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

_frozen: ContextVar[dt.datetime | None] = ContextVar("frozen_clock", default=None)


def now() -> dt.datetime:
    """The present instant, aware, in UTC."""
    return _frozen.get() or dt.datetime.now(dt.UTC)


def today(time_zone: str) -> dt.date:
    """The calendar day it is in ``time_zone`` (IANA name)."""
    return now().astimezone(ZoneInfo(time_zone)).date()


@contextmanager
def frozen(at: dt.datetime) -> Iterator[None]:
    """Hold the clock still at an aware instant."""
    if at.tzinfo is None:
        raise ValueError("freeze the clock at an aware datetime")
    token = _frozen.set(at.astimezone(dt.UTC))
    try:
        yield
    finally:
        _frozen.reset(token)

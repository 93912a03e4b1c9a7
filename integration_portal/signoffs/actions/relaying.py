"""Who may act for somebody away, and whom the portal chooses."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from ...core.bus import publish
from ..events import RelayWanted
from ..queries_relays import Colleague, overlapping

# The portal gives nobody a colleague's requests who already accompanies that many recruits.
MAX_LOAD = 5


def who_may_relay(person: Colleague, people: Iterable[Colleague]) -> list[Colleague]:
    """The others who sign in one of her units."""
    return [one for one in people if one.id != person.id and one.shares(person)]


def find_relay(
    session: Session,
    establishment_id: int,
    person: Colleague,
    people: Sequence[Colleague],
    days: tuple[dt.date, dt.date],
) -> int | None:
    """Whoever signs there, is there all these days and accompanies fewest; None: nobody."""
    there = who_may_relay(person, people)
    away = overlapping(session, establishment_id, [one.id for one in there], *days)
    present = [one for one in there if one.id not in away]
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

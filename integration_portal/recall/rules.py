"""The five minutes of a day: which card comes next, when it is over, what tomorrow holds. Pure."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from zoneinfo import ZoneInfo

from .memory import Memory, midnight

BUDGET_S = 300
NEW_A_DAY = 10
WEEK = 7
# A card failed now is worth another look before the five minutes are over.
AHEAD = dt.timedelta(minutes=2)
# Over a minute between two ratings, the telephone rang: the card counts for what cards usually do.
_PAUSE_S, USUAL_S = 60, 10


class Source(StrEnum):
    """Where a card comes from. ``ref`` then names it: ``sigles/sigle-avc``,
    ``asthme/3f2a…`` (fiche and sign), ``identitovigilance/q-04``."""

    WORD = "word"
    ALERT = "alert"
    QUESTION = "question"


Key = tuple[Source, str]


@dataclass(frozen=True)
class Held:
    """A card she has met. ``id`` is its row's."""

    id: int
    key: Key
    memory: Memory
    added_at: dt.datetime


@dataclass(frozen=True)
class Next:
    """What is shown now. ``held`` None: a card she never saw."""

    key: Key
    held: Held | None


@dataclass(frozen=True)
class Day:
    """Where the review of a day stands. ``left``: cards of today, the one shown included."""

    next: Next | None
    left: int
    done: int
    seconds: int

    @property
    def over(self) -> bool:
        """The five minutes are spent."""
        return self.seconds >= BUDGET_S


def day(
    held: Sequence[Held],
    fresh: Sequence[Key],
    spent: Sequence[int],
    now: dt.datetime,
    zone: ZoneInfo,
) -> Day:
    """``held``: her cards whose text exists; ``fresh``: those she could start, the first first;
    ``spent``: seconds of each rating of today."""
    live = [one for one in held if one.memory.suspended_at is None]
    due = sorted((one for one in live if one.memory.due_at <= now), key=_by_date)
    new = list(fresh)[: max(0, NEW_A_DAY - met_today(held, now, zone))]
    soon = sorted(
        (one for one in live if one.memory.in_steps and now < one.memory.due_at <= now + AHEAD),
        key=_by_date,
    )
    following = [
        *(Next(one.key, one) for one in due),
        *(Next(key, None) for key in new),
        *(Next(one.key, one) for one in soon),
    ]
    return Day(next(iter(following), None), len(following), len(spent), sum(spent))


def _by_date(one: Held) -> tuple[dt.datetime, int]:
    return one.memory.due_at, one.id


def met_today(held: Iterable[Held], now: dt.datetime, zone: ZoneInfo) -> int:
    """How many new cards were begun today; missed questions do not count."""
    since = midnight(now, zone)
    return sum(1 for one in held if one.added_at >= since and one.key[0] is not Source.QUESTION)


def new_order(
    words: Iterable[tuple[Key, str | None]],
    alerts: Iterable[Key],
    known: Collection[Key],
    specialties: Collection[str],
    met: int,
) -> list[Key]:
    """Cards she has never seen: an alert, a word, an alert… after the ``met`` ones of today. Words
    of her specialty come first; ``words`` come with theirs, in the order of their lists."""
    ordered = sorted(words, key=lambda word: word[1] not in specialties)
    turns = [
        [key for key in alerts if key not in known],
        [key for key, _ in ordered if key not in known],
    ]
    pairs = zip_longest(*(turns if met % 2 == 0 else reversed(turns)))
    return [key for pair in pairs for key in pair if key is not None]


def seconds_of(previous: dt.datetime | None, now: dt.datetime) -> int:
    """What a rating costs of the five minutes, by the portal's own clock."""
    gap = (now - previous).total_seconds() if previous else None
    return round(gap) if gap is not None and 0 <= gap <= _PAUSE_S else USUAL_S


def forecast(held: Iterable[Held], now: dt.datetime, zone: ZoneInfo) -> list[tuple[dt.date, int]]:
    """How many of her cards come back on each of the seven days from tomorrow; what is late
    already comes back tomorrow."""
    today = now.astimezone(zone).date()
    counts = [0] * WEEK
    for one in held:
        if one.memory.suspended_at is None:
            days = (one.memory.due_at.astimezone(zone).date() - today).days
            if days <= WEEK:
                counts[max(days, 1) - 1] += 1
    return [(today + dt.timedelta(days=n), count) for n, count in enumerate(counts, 1)]


def minutes(cards: int) -> int:
    """About how long, never over the budget."""
    return max(1, round(min(cards * USUAL_S, BUDGET_S) / 60))

"""What somebody remembers of one card, and when she sees it again: FSRS, day by day. Pure.

FSRS counts whole days between two reviews. Ours are the days of the calendar where she works: a
card of Monday afternoon is a day old on Tuesday at 8, and is due from midnight on.
"""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

import fsrs

STEP = dt.timedelta(minutes=1)
LEECH_AT = 6
# Fuzzing off: the same ratings on the same days give the same dates.
_SCHEDULER = fsrs.Scheduler(
    desired_retention=0.9,
    learning_steps=(STEP,),
    relearning_steps=(STEP,),
    maximum_interval=365,
    enable_fuzzing=False,
)
_REVIEW = int(fsrs.State.Review)
_NOON = dt.time(12)


class Rating(IntEnum):
    """How well it came back; the numbers are the keys."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Rating.AGAIN: "À revoir",
    Rating.HARD: "Difficile",
    Rating.GOOD: "Bien",
    Rating.EASY: "Facile",
}


@dataclass(frozen=True)
class Memory:
    """``state``: FSRS's (1 learning, 2 review, 3 learning again). ``reps``: ratings; ``lapses``:
    times it was known then lost. ``suspended_at``: put aside, it does not come back by itself."""

    due_at: dt.datetime
    state: int = int(fsrs.State.Learning)
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    last_review_at: dt.datetime | None = None
    reps: int = 0
    lapses: int = 0
    suspended_at: dt.datetime | None = None

    @property
    def in_steps(self) -> bool:
        """Still seen again within minutes."""
        return self.state != _REVIEW


def rate(memory: Memory, rating: Rating, now: dt.datetime, zone: ZoneInfo) -> Memory:
    """The card after a rating. The sixth time it is lost, it is put aside."""
    today = _noon(now, zone)
    after, _ = _SCHEDULER.review_card(_card(memory, today, zone), fsrs.Rating(rating), today)
    wait = after.due - today
    in_days = after.state is fsrs.State.Review
    lapses = memory.lapses + (rating is Rating.AGAIN and not memory.in_steps)
    return Memory(
        due_at=midnight(now, zone, wait.days) if in_days else now + wait,
        state=int(after.state),
        step=after.step,
        stability=after.stability,
        difficulty=after.difficulty,
        last_review_at=now,
        reps=memory.reps + 1,
        lapses=lapses,
        suspended_at=now if lapses >= LEECH_AT else None,
    )


def _card(memory: Memory, today: dt.datetime, zone: ZoneInfo) -> fsrs.Card:
    last = memory.last_review_at
    return fsrs.Card(
        card_id=0,
        state=fsrs.State(memory.state),
        step=memory.step,
        stability=memory.stability,
        difficulty=memory.difficulty,
        due=today,
        last_review=None if last is None else min(today, _noon(last, zone)),
    )


def _noon(instant: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """One instant for each day of her calendar."""
    return dt.datetime.combine(instant.astimezone(zone).date(), _NOON, dt.UTC)


def midnight(now: dt.datetime, zone: ZoneInfo, days: int = 0) -> dt.datetime:
    """When the day that is ``days`` after today's begins where she is."""
    day = now.astimezone(zone).date() + dt.timedelta(days=days)
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)


def start_again(memory: Memory, now: dt.datetime) -> Memory:
    """A card that had been put aside, as if it were new. Its ratings stay counted."""
    return replace(Memory(due_at=now), reps=memory.reps)


def outlook(memory: Memory, now: dt.datetime, zone: ZoneInfo) -> list[tuple[Rating, str]]:
    """What each rating leads to, in words: what the four buttons say."""
    found = []
    for rating in Rating:
        after = rate(memory, rating, now, zone)
        day = after.due_at.astimezone(zone).date()
        days = (day - now.astimezone(zone).date()).days
        words = "mise de côté" if after.suspended_at else _wait(0 if after.in_steps else days)
        found.append((rating, words))
    return found


def _wait(days: int) -> str:
    """``tout à l’heure``, ``demain``, ``dans 4 jours``, ``dans 2 mois``, ``dans 1 an``."""
    if days < 2:
        return "demain" if days else "tout à l’heure"
    if days < 60:
        return f"dans {days} jours"
    return f"dans {round(days / 30.4)} mois" if days < 360 else "dans 1 an"


def dump(memory: Memory) -> dict[str, Any]:
    """As JSON keeps it."""
    values = asdict(memory)
    return {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in values.items()
    }


def load(values: dict[str, Any]) -> Memory:
    """What ``dump`` gave."""
    read: dict[str, Any] = {
        name: dt.datetime.fromisoformat(value) if value and name.endswith("_at") else value
        for name, value in values.items()
    }
    return Memory(**read)

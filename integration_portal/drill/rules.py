"""Draw ten sentences, keep their times, say whether the drill is passed. Pure."""

import datetime as dt
import random
from collections.abc import Collection, Mapping, Sequence
from typing import Any

ROUND, RIGHT_NEEDED, TARGET_SECONDS = 10, 8, 10
VITAL_SHARE = 6
Item = Mapping[str, Any]


def draw(
    phrases: Sequence[Mapping[str, Any]], seen: Collection[str], rng: random.Random
) -> list[dict[str, Any]]:
    """Ten sentences in any order, six of them vital where there are as many. Those of ``seen`` come
    back only when the others run out."""
    vital = _fresh_first([one for one in phrases if one["vital"]], seen, rng)
    other = _fresh_first([one for one in phrases if not one["vital"]], seen, rng)
    few = max(VITAL_SHARE, ROUND - len(other))
    drawn = vital[:few] + other[: ROUND - min(few, len(vital))]
    rng.shuffle(drawn)
    return [_item(one) for one in drawn]


def _fresh_first(
    phrases: Sequence[Mapping[str, Any]], seen: Collection[str], rng: random.Random
) -> list[Mapping[str, Any]]:
    shuffled = rng.sample(phrases, len(phrases))
    return sorted(shuffled, key=lambda one: one["dit"] in seen)


def _item(phrase: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "said": phrase["dit"],
        "fiches": list(phrase["fiches"]),
        "sign": phrase["signe"],
        "vital": phrase["vital"],
        "shown_at": None,
        "chosen": None,
        "seconds": None,
    }


def current(items: Sequence[Item]) -> int | None:
    """Index of the first sentence without an answer. None: the drill is over."""
    return next((n for n, item in enumerate(items) if item["chosen"] is None), None)


def shown(items: Sequence[Item], index: int, at: dt.datetime) -> list[dict[str, Any]]:
    """The sentence appears at ``at``; once shown, its time does not move."""
    kept = items[index]["shown_at"] or at.isoformat()
    return _with(items, index, shown_at=kept)


def answered(items: Sequence[Item], index: int, slug: str, at: dt.datetime) -> list[dict[str, Any]]:
    """``slug`` "": she passes the call on without a fiche."""
    return _with(items, index, chosen=slug, seconds=round(elapsed(items[index], at), 1))


def _with(items: Sequence[Item], index: int, **values: Any) -> list[dict[str, Any]]:
    return [{**item, **(values if n == index else {})} for n, item in enumerate(items)]


def elapsed(item: Item, at: dt.datetime) -> float:
    """Seconds since the sentence was shown, by the clock of the portal."""
    return max(0.0, (at - dt.datetime.fromisoformat(item["shown_at"])).total_seconds())


def is_right(item: Item) -> bool:
    return item["chosen"] in item["fiches"]


def count_right(items: Sequence[Item]) -> int:
    return sum(map(is_right, items))


def passed(items: Sequence[Item]) -> bool:
    """At least eight right of ten, and every vital sentence right."""
    vital = all(is_right(item) for item in items if item["vital"])
    return vital and RIGHT_NEEDED * len(items) <= ROUND * count_right(items)

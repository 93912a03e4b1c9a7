"""How questions behave: success and discrimination of each, by the answers given. Pure.

Discrimination is the corrected item-total correlation of classical test theory: between the points
of a question and those of the rest of the same quiz (Pearson's r, -1 to 1; Crocker & Algina,
*Introduction to Classical and Modern Test Theory*, chapter 14).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

# Fewer answers say nothing: the figure is left out.
ENOUGH = 10


@dataclass(frozen=True)
class Answer:
    """One answer in one attempt; ``points`` from 0 to 1."""

    attempt_id: int
    question_id: str
    points: float


@dataclass(frozen=True)
class Item:
    """``success``: mean points, 0 to 1; ``discrimination`` None below ENOUGH answers, or when
    everybody answered alike."""

    question_id: str
    answers: int
    success: float
    discrimination: float | None


def items(answers: Iterable[Answer]) -> dict[str, Item]:
    """Question id → how it behaves, for those asked at least once."""
    by_attempt: dict[int, list[Answer]] = {}
    for one in answers:
        by_attempt.setdefault(one.attempt_id, []).append(one)
    pairs: dict[str, list[tuple[float, float]]] = {}
    for given in by_attempt.values():
        whole = sum(one.points for one in given)
        for one in given:
            rest = (whole - one.points) / (len(given) - 1) if len(given) > 1 else math.nan
            pairs.setdefault(one.question_id, []).append((one.points, rest))
    return {name: _item(name, rows) for name, rows in pairs.items()}


def _item(name: str, rows: Sequence[tuple[float, float]]) -> Item:
    success = sum(points for points, _ in rows) / len(rows)
    known = [row for row in rows if not math.isnan(row[1])]
    return Item(name, len(rows), success, _correlation(known) if len(known) >= ENOUGH else None)


def _correlation(rows: Sequence[tuple[float, float]]) -> float | None:
    count = len(rows)
    mean_x, mean_y = (sum(row[axis] for row in rows) / count for axis in (0, 1))
    together = sum((x - mean_x) * (y - mean_y) for x, y in rows)
    spread_x = sum((x - mean_x) ** 2 for x, _ in rows)
    spread_y = sum((y - mean_y) ** 2 for _, y in rows)
    if spread_x < 1e-12 or spread_y < 1e-12:
        return None
    return together / math.sqrt(spread_x * spread_y)


def most_missed(found: Mapping[str, Item], stars: Iterable[str]) -> list[Item]:
    """Safety questions by how often they are missed, the most missed first; those answered often
    enough."""
    known = [found[name] for name in stars if name in found and found[name].answers >= ENOUGH]
    return sorted(known, key=lambda item: (item.success, item.question_id))

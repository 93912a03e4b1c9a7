"""How well the search answers a fixed set of queries. Pure.

Targets: the right fiche first for 90 % of them, in the first three for 98 %, and in the first three
for all those that tell a sign for the 15.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FIRST, IN_THREE = 0.90, 0.98


@dataclass(frozen=True)
class Miss:
    """A query whose fiche is not first. ``rank`` from 1, None: not found."""

    query: str
    wanted: tuple[str, ...]
    found: tuple[str, ...]
    rank: int | None
    vital: bool


@dataclass(frozen=True)
class Score:
    """Counts over ``number`` queries, ``vital`` of which tell a sign for the 15."""

    number: int
    first: int
    in_three: int
    vital: int
    vital_in_three: int
    misses: tuple[Miss, ...]

    @property
    def passes(self) -> bool:
        return (
            self.first >= FIRST * self.number
            and self.in_three >= IN_THREE * self.number
            and self.vital_in_three == self.vital
        )


def evaluate(
    queries: Iterable[dict[str, Any]], ask: Callable[[str], Sequence[str]]
) -> Score:  # fmt: skip
    """``queries``: rows of ``content.kinds.search.Query``; ``ask``: a text → slugs of fiches, best
    first."""
    asked = list(queries)
    misses = []
    for row in asked:
        found = tuple(ask(row["q"]))
        rank = next((n for n, slug in enumerate(found, 1) if slug in row["fiches"]), None)
        if rank != 1:
            misses.append(Miss(row["q"], tuple(row["fiches"]), found[:3], rank, row["vital"]))
    beyond = [miss for miss in misses if miss.rank is None or miss.rank > 3]
    vital = sum(1 for row in asked if row["vital"])
    return Score(
        len(asked), len(asked) - len(misses), len(asked) - len(beyond), vital,
        vital - sum(1 for miss in beyond if miss.vital), tuple(misses),
    )  # fmt: skip

"""Which questions a quiz draws, when it is passed, when a module is done. Pure.

The pass mark and the rule of safety questions are the product's: 80 % of the points, and every ★
right in full.
"""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

PASS_SHARE = 0.8
POSITIONING_FACTOR = 1.5
Question = Mapping[str, Any]


def digest(value: object) -> str:
    """SHA-256 of a piece of content: what somebody read or answered, whatever the rest became."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


@dataclass(frozen=True)
class Past:
    """What somebody met of a bank before: safety questions missed and not right since, and how
    often each question was asked."""

    owed: frozenset[str] = frozenset()
    asked: Mapping[str, int] = field(default_factory=dict)


def draw(questions: Sequence[Question], count: int, past: Past, seed: int) -> list[str]:
    """``count`` ids in the order they are asked: the safety questions owed, a third of safety
    questions, each objective at least once, then what was asked least."""
    rng = random.Random(seed)  # noqa: S311 — an order, not a secret
    mixed = sorted(
        rng.sample(questions, len(questions)), key=lambda one: past.asked.get(one["id"], 0)
    )  # fmt: skip
    count = min(count, len(mixed))
    kept = [one for one in mixed if one["id"] in past.owed][:count]
    stars = [one for one in mixed if one["etoile"] and one not in kept]
    wanted = -(-count // 3) - sum(one["etoile"] for one in kept)
    kept += stars[: max(0, min(wanted, count - len(kept)))]
    kept += _uncovered(mixed, kept)[: count - len(kept)]
    kept += [one for one in mixed if one not in kept][: count - len(kept)]
    rng.shuffle(kept)
    return [one["id"] for one in kept]


def _uncovered(mixed: Sequence[Question], kept: Sequence[Question]) -> list[Question]:
    """The first question of each objective that has none yet."""
    covered = {one["objectif"] for one in kept}
    found: dict[int, Question] = {}
    for one in mixed:
        if one["objectif"] not in covered:
            found.setdefault(one["objectif"], one)
    return list(found.values())


def draw_positioning(questions: Sequence[Question], count: int, seed: int) -> list[str]:
    """Every safety question, and half as many again as a quiz asks."""
    rng = random.Random(seed)  # noqa: S311 — an order, not a secret
    stars = [one["id"] for one in questions if one["etoile"]]
    others = draw([one for one in questions if not one["etoile"]], len(questions), Past(), seed)
    wanted = max(len(stars), round(count * POSITIONING_FACTOR))
    drawn = stars + others[: max(0, wanted - len(stars))]
    return rng.sample(drawn, len(drawn))


def passes(points: float, asked: int, stars_missed: int) -> bool:
    """At least 80 % of the points, and no safety question missed."""
    return stars_missed == 0 and points >= PASS_SHARE * asked - 1e-9


@dataclass(frozen=True)
class Parts:
    """What a module asks for now, each part by the hash of its text."""

    lessons: Mapping[str, str]
    questions: Mapping[str, str]
    simulation: str | None


@dataclass(frozen=True)
class Done:
    """What somebody did: hash of each lesson read, questions of the bank she passed (None: no quiz
    passed), hash of the simulation she ended without a safety error, a credit."""

    lessons: Mapping[str, str]
    passed_bank: frozenset[str] | None
    simulation: str | None
    credited: bool = False


@dataclass(frozen=True)
class Progress:
    """``changed``: questions new or changed since she passed; ``reread``: lessons read in an older
    text."""

    read: int
    lessons: int
    reread: tuple[str, ...]
    passed: bool | None
    changed: tuple[str, ...]
    played: bool | None
    credited: bool

    @property
    def complete(self) -> bool:
        learnt = self.read == self.lessons and self.passed is not False and not self.changed
        return self.credited or (learnt and self.played is not False)

    @property
    def begun(self) -> bool:
        return bool(self.read or self.reread or self.passed or self.played or self.credited)


def progress(parts: Parts, done: Done) -> Progress:
    """``passed`` and ``played`` None: the module has no quiz, no simulation."""
    read = sum(1 for slug, text in parts.lessons.items() if done.lessons.get(slug) == text)
    older = (s for s, text in parts.lessons.items() if done.lessons.get(s, "") not in {"", text})
    bank = done.passed_bank
    return Progress(
        read=read,
        lessons=len(parts.lessons),
        reread=tuple(older),
        passed=bank is not None if parts.questions else None,
        changed=tuple(
            slug for slug, text in parts.questions.items() if bank is not None and text not in bank
        ),
        played=None if parts.simulation is None else done.simulation == parts.simulation,
        credited=done.credited,
    )

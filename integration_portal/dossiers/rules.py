"""The level of a competency now, from what was signed about it, and what it still lacks. Pure.

« Seuil d'autonomie : 3 partout, et ★ ≥ 3 observé deux fois » (``domaine.md`` F.4).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from ..signoffs.levels import Level

RULE = (
    "Le niveau est celui de la dernière décision signée, sur la compétence ou sur une étape qui la "
    "travaille.",
    "Une observation plus récente et plus basse le fait redescendre.",
    "Un quiz, une mise en situation, un module ou une observation sans décision ne donnent jamais "
    "plus que « en cours d’acquisition ».",
    "Une compétence critique (★) est acquise après deux observations réussies, deux jours "
    "différents.",
    "Une signature retirée reste visible et ne compte plus.",
)
_DAYS_IF_CRITICAL = 2


class Act(Enum):
    """``PENDING``: validated, and the doctor's countersignature is awaited."""

    OBSERVED = "observed"
    VALIDATED = "validated"
    PENDING = "pending"
    RETURNED = "returned"


@dataclass(frozen=True)
class Judgement:
    """Somebody's signed word, still standing. ``at`` orders them; ``on`` is the day there of the
    situation; ``good``: it shows a situation without a safety gap (a validation shows one by
    itself when it rests on no observation)."""

    act: Act
    at: dt.datetime
    on: dt.date
    level: Level
    good: bool


@dataclass(frozen=True)
class Standing:
    """``good_days``: different days of successful observations, kept for what is missing."""

    level: Level
    decided: Act | None
    good_days: int
    seen_since: bool


def standing(judgements: Iterable[Judgement], *, critical: bool, learnt: bool) -> Standing:
    """Where somebody stands. ``learnt``: a quiz, a simulation or a module was passed."""
    told = sorted(judgements, key=lambda one: one.at)
    decision = next((one for one in reversed(told) if one.act is not Act.OBSERVED), None)
    later = [one for one in told if decision is None or one.at > decision.at]
    days = len({one.on for one in told if one.good})
    ceiling = Level.IN_PROGRESS
    if decision and decision.act is Act.VALIDATED and not (critical and days < _DAYS_IF_CRITICAL):
        ceiling = Level.MASTERED
    if not told:
        level = Level.IN_PROGRESS if learnt else Level.NOT_SEEN
        return Standing(level, None, 0, seen_since=False)
    level = decision.level if decision else Level.MASTERED
    if later:
        level = min(level, later[-1].level)
    return Standing(
        min(level, ceiling), decision.act if decision else None, days, seen_since=bool(later)
    )


def missing(now: Standing, *, expected: Level, critical: bool) -> tuple[str, ...]:
    """What separates her from the expected level, in words; empty when it is reached."""
    if now.level >= expected:
        return ()
    if expected <= Level.IN_PROGRESS:
        return ("un premier quiz, une mise en situation ou une observation",)
    left = []
    if critical and now.good_days < _DAYS_IF_CRITICAL:
        left.append(
            "une observation réussie, un autre jour"
            if now.good_days
            else "deux observations réussies, deux jours différents"
        )
    elif not now.good_days:
        left.append("une observation réussie")
    left += _decision(now, expected)
    return tuple(left)


def _decision(now: Standing, expected: Level) -> list[str]:
    if now.decided is Act.PENDING:
        return ["la contresignature du médecin"]
    if now.decided is Act.RETURNED:
        return ["la reprise de ce qui a été renvoyé, puis une validation"]
    if now.decided is None:
        return ["une décision signée"]
    if now.level < Level.ACQUIRED and not now.seen_since:
        return [] if now.good_days else ["une décision signée au niveau attendu"]
    return [f"une décision signée au niveau « {expected.label} »"]


def weakest(levels: Sequence[int]) -> Level | None:
    """The level of a situation is that of its weakest criterion; None: no criterion was judged."""
    return Level(min(levels)) if levels else None

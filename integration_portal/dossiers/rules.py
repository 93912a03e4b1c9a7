"""The level of a competency now, from what was signed about it, and what it still lacks. Pure.

« Seuil d'autonomie : 3 partout, et ★ ≥ 3 observé deux fois » (``domaine.md`` F.4).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

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
DAYS_IF_CRITICAL = 2


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


class Standing(NamedTuple):
    """``judged``: what was last signed, before any ceiling; None: nothing was. ``good_days``: how
    many different days had a successful observation."""

    level: Level
    judged: Level | None
    decided: Act | None
    good_days: int


def standing(judgements: Iterable[Judgement], *, critical: bool, learnt: bool) -> Standing:
    """Where somebody stands. ``learnt``: a quiz, a simulation or a module was passed."""
    told = sorted(judgements, key=lambda one: one.at)
    if not told:
        return Standing(Level.IN_PROGRESS if learnt else Level.NOT_SEEN, None, None, 0)
    decision = next((one for one in reversed(told) if one.act is not Act.OBSERVED), None)
    days = len({one.on for one in told if one.good})
    judged = min(told[-1].level, decision.level) if decision else told[-1].level
    validated = decision is not None and decision.act is Act.VALIDATED
    free = validated and not (critical and days < DAYS_IF_CRITICAL)
    level = judged if free else min(judged, Level.IN_PROGRESS)
    return Standing(level, judged, decision.act if decision else None, days)


def missing(now: Standing, *, expected: Level, critical: bool) -> tuple[str, ...]:
    """What separates her from the expected level, in words; empty when it is reached."""
    if now.level >= expected:
        return ()
    if expected <= Level.IN_PROGRESS and now.judged is None:
        return ("un quiz, une mise en situation ou une observation",)
    left = [_observations(now, critical=critical)] if expected > Level.IN_PROGRESS else []
    left.append(_decision(now, expected))
    return tuple(words for words in left if words)


def _observations(now: Standing, *, critical: bool) -> str:
    if critical and now.good_days == 0:
        return "deux observations réussies, deux jours différents"
    if critical and now.good_days < DAYS_IF_CRITICAL:
        return "une observation réussie, un autre jour"
    return "" if now.good_days else "une observation réussie"


def _decision(now: Standing, expected: Level) -> str:
    if now.decided is Act.PENDING:
        return "la contresignature du médecin"
    if now.decided is Act.RETURNED:
        return "reprendre ce qui a été renvoyé, puis une validation signée"
    if now.decided is None:
        return "une validation signée"
    if now.judged is not None and now.judged < expected:
        return f"une validation signée au niveau « {expected.label} »"
    return ""


def weakest(levels: Sequence[int]) -> Level | None:
    """The level of a situation is that of its weakest criterion; None: no criterion was judged."""
    return Level(min(levels)) if levels else None

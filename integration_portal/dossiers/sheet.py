"""The competency sheet of one recruit, as pages and papers read it. Pure: no database, no clock."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ..journeys.gates import Gate
from ..signoffs.levels import Level


class EvidenceKind(StrEnum):
    """What a piece of evidence is; the ledger's own kinds keep their names."""

    QUIZ = "quiz"
    SIMULATION = "simulation"
    CREDIT = "credit"
    OBSERVED = "observed"
    TALKED = "talked"
    CONFIRMED = "confirmed"
    SIGNED = "signed"
    RETURNED = "returned"
    COUNTERSIGNED = "countersigned"
    DECLINED = "declined"
    VISAED = "visaed"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class Evidence(NamedTuple):
    """One line, written once in French. ``level`` None: it gives none; ``entry_id`` None: it is not
    signed. ``standing`` false: withdrawn since, shown struck. ``comment``: somebody's words."""

    at: dt.datetime
    kind: EvidenceKind
    words: str
    level: Level | None
    entry_id: int | None
    short_hash: str
    standing: bool
    comment: str = ""


class CriterionLine(NamedTuple):
    """``safety`` (★): must be acquired, whatever the rest. ``level`` None: never observed."""

    code: str
    text: str
    safety: bool
    level: Level | None


class NextAct(NamedTuple):
    """What to do now. ``path`` None: nothing to open; ``mine``: it is in the recruit's hands;
    ``asks``: it is to ask for an observation of the competency."""

    words: str
    path: str | None
    mine: bool
    asks: bool = False


class CompetencyLine(NamedTuple):
    """``meanings`` {level: what it looks like here}; ``waiting_id``: the request about it that is
    in somebody's queue."""

    code: str
    title: str
    summary: str
    critical: bool
    expected: Level
    now: Level
    criteria: tuple[CriterionLine, ...]
    meanings: tuple[tuple[Level, str], ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[str, ...]
    next_act: NextAct | None
    waiting_id: int | None

    @property
    def reached(self) -> bool:
        return self.now >= self.expected


@dataclass(frozen=True, eq=False)
class BlockSheet:
    """``visa``: the manager's, standing. ``ready``: every competency reached what is expected."""

    slug: str
    title: str
    lines: tuple[CompetencyLine, ...]
    visa: Evidence | None

    @property
    def ready(self) -> bool:
        return all(line.reached for line in self.lines)

    @cached_property
    def reached_count(self) -> int:
        return sum(line.reached for line in self.lines)


@dataclass(frozen=True)
class JourneyFacts:
    """Whose sheet it is. Names are plain words; ``team``: ids of the tutor, the manager and the
    doctor."""

    journey_id: int
    establishment_id: int
    unit_id: int
    recruit_id: int
    recruit: str
    quality: str
    unit: str
    establishment: str
    time_zone: str
    tutor: str
    manager: str
    doctor: str
    start_on: dt.date
    template: str
    template_version: int
    team: tuple[int, ...]


@dataclass(frozen=True)
class Sheet(JourneyFacts):
    """Facts of the journey, its four blocks, its gates."""

    blocks: tuple[BlockSheet, ...]
    gates: tuple[Gate, ...]

    @property
    def lines(self) -> Iterable[CompetencyLine]:
        return (line for block in self.blocks for line in block.lines)

    @cached_property
    def total(self) -> int:
        """How many competencies it shows."""
        return sum(len(block.lines) for block in self.blocks)

    @property
    def reached_count(self) -> int:
        return sum(block.reached_count for block in self.blocks)

    def block(self, slug: str) -> BlockSheet | None:
        return next((one for one in self.blocks if one.slug == slug), None)

    def line(self, code: str) -> CompetencyLine | None:
        return next((one for one in self.lines if one.code == code), None)

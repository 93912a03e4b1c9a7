"""What the queries read for a sheet, before anything is made of it. Plain rows."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..establishments.models import StepRole
from ..journeys.models import StepKind, StepState
from ..signoffs.levels import Level
from ..signoffs.models import EntryKind, RequestState
from .sheet import CriterionLine, JourneyFacts


class StepFacts(NamedTuple):
    """What ``journeys.rules.StepLike`` asks, so that its rules apply. ``opens``: the rights that it
    opens, with others."""

    id: int
    code: str
    title: str
    kind: StepKind
    role: StepRole
    state: StepState
    state_since: dt.datetime
    due_on: dt.date
    assignee: str | None
    requires: list[str]
    competencies: list[str]
    opens: list[str]


class Entry(NamedTuple):
    """A ledger line of the recruit, with the request it stands on. ``payload``: as it was signed."""

    id: int
    kind: EntryKind
    about_id: int | None
    request_id: int
    at: dt.datetime
    payload: str
    hash: str
    subject: str
    title: str
    state: RequestState


class SeenFacts(NamedTuple):
    """A signed observation; ``entry_id``: the line that signs it, ``criteria`` those of its
    request."""

    entry_id: int
    situation_at: dt.datetime
    levels: Mapping[str, int]
    criteria: Sequence[Mapping[str, Any]]
    standing: bool


class Asked(NamedTuple):
    """A request about a competency, still in somebody's queue."""

    id: int
    subject: str
    requested_at: dt.datetime
    signer: str | None


class Learnt(NamedTuple):
    """A quiz passed, a simulation that ended well, a module credited. ``percent`` of a quiz."""

    what: str
    module: str
    version: str
    at: dt.datetime
    percent: int | None


class ModuleFacts(NamedTuple):
    """A module of the catalogue and the competencies that it works."""

    slug: str
    code: str
    title: str
    competencies: Sequence[str]


@dataclass(frozen=True, eq=False)
class CompetencyFacts:
    """A competency as its content file says it, French typography applied. ``unseen``: the lines
    of its criteria as long as none was observed."""

    code: str
    title: str
    block: str
    summary: str
    critical: bool
    expected: Level
    meanings: tuple[tuple[Level, str], ...]
    criteria: tuple[Mapping[str, Any], ...]
    unseen: tuple[CriterionLine, ...]


class Facts(NamedTuple):
    """Everything read for one sheet."""

    journey: JourneyFacts
    steps: Sequence[StepFacts]
    entries: Sequence[Entry]
    seen: Sequence[SeenFacts]
    asked: Sequence[Asked]
    learnt: Sequence[Learnt]
    modules: Sequence[ModuleFacts]
    competencies: Sequence[CompetencyFacts]

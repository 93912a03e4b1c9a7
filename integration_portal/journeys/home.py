"""The recruit's home: what to do today, who is awaited, where she stands. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from ..core import dates
from ..core.dates import ago
from ..core.json_rows import read_instant, read_rows
from ..core.working_calendar import WorkingCalendar
from ..establishments.models import StepRole
from .gates import Gate, Key, gates
from .models import ASKED, StepKind, StepState
from .rules import (
    COUNTERSIGN,
    DOCTOR,
    DONE,
    RECRUIT,
    RETURNED,
    TODO,
    acts_next,
    badge_of,
    expected,
    locks,
)

TODAY_LIMIT = 4
BLOCKS = (("GI", "Information"), ("ES", "Éco-système"), ("CT", "Transversal"), ("SP", "Spécialité"))
_LABELS = dict(BLOCKS)
_MEETINGS = (StepKind.INTERVIEW, StepKind.MEETING)
_day_from = lru_cache(maxsize=1024)(dates.day_from)


# One row of the list, as the template unpacks it: id, title, key of the ``badge`` macro and what it
# says, when and in whose hands, what locks it. A plain tuple: sixty a page.
StepLine = tuple[int, str, str, str, str, str]


class PhaseBlock(NamedTuple):
    title: str
    done: int
    total: int
    is_open: bool
    lines: tuple[StepLine, ...]


class HomeStep(NamedTuple):
    """A step as ``queries.find_home`` reads it."""

    id: int
    code: str
    phase: str
    kind: StepKind
    title: str
    role: StepRole
    state: StepState
    state_since: dt.datetime
    due_on: dt.date
    minutes: int
    requires: list[str]
    competencies: list[str]
    assignee: str | None
    opens: list[str]


@dataclass(frozen=True)
class Waiting:
    step_id: int
    title: str
    who: str
    since: str


@dataclass(frozen=True)
class HomePage:
    """Everything the template shows; percents are whole numbers."""

    day: int
    done_percent: int
    expected_percent: int
    returned: list[HomeStep]
    doable: list[HomeStep]
    waiting: list[Waiting]
    meeting: HomeStep | None
    blocks: list[tuple[str, int, int]]
    phases: list[PhaseBlock]
    gates: tuple[Gate, ...]


def _step(row: list[Any], doctor: str | None) -> HomeStep:
    """Waiting for the doctor, it is in her hands."""
    (_, id_, code, phase, kind, title, role, state, since, due_on, minutes,
     requires, competencies, assignee, opens) = row  # fmt: skip
    step = HomeStep(
        id_, code, phase, StepKind(kind), title, StepRole(role), StepState(state),
        read_instant(since), dt.date.fromisoformat(due_on), minutes, orjson.loads(requires),
        orjson.loads(competencies), assignee, orjson.loads(opens) if opens else [],
    )  # fmt: skip
    return step._replace(role=DOCTOR, assignee=doctor) if step.state is COUNTERSIGN else step


def steps_of(journey: Any) -> list[HomeStep]:
    """In reading order: their position comes first."""
    return [_step(row, journey.doctor) for row in sorted(read_rows(journey.steps))]


# The page opened most, all day long, changes when a step moves or a day passes: what was read is
# compared, and a page already built is kept. Some 100 kB each.
@lru_cache(maxsize=128)
def build(journey: Any, today: dt.date) -> HomePage:
    """``journey``: what ``queries.find_home`` read, its steps among the rest."""
    steps = steps_of(journey)
    missing = locks(steps)
    left = [step for step in steps if step.state is not DONE]
    held = [(step, acts_next(step)) for step in left if step.code not in missing]
    mine = [step for step, holder in held if holder is RECRUIT]
    mine.sort(key=lambda step: step.due_on)
    total = len(steps) or 1
    meetings = [step for step in left if step.kind in _MEETINGS and step.due_on >= today]
    return HomePage(
        day=day_number(journey.start_on, today, journey.pattern, journey.zone),
        done_percent=round(100 * (len(steps) - len(left)) / total),
        expected_percent=round(100 * expected((s.due_on for s in steps), today) / total),
        returned=[step for step in mine if step.state is RETURNED],
        doable=[step for step in mine if step.state is TODO][:TODAY_LIMIT],
        waiting=_waiting([step for step, holder in held if holder is not RECRUIT], today),
        meeting=min(meetings, key=lambda step: step.due_on, default=None),
        blocks=_blocks(steps),
        phases=_phases(steps, orjson.loads(journey.phases), missing, today),
        gates=gates(map(_key, steps), recruit="", zone=journey.time_zone),
    )


def _key(step: HomeStep) -> Key:
    return Key(
        step.id, step.title, step.kind, step.role, step.state, step.state_since, step.assignee,
        step.opens,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def day_number(start: dt.date, today: dt.date, pattern: str, zone: str) -> int:
    """How many days of her pattern have begun since the start, public holidays out; 0 before."""
    if today < start:
        return 0
    calendar = WorkingCalendar(zone, tuple(day == "1" for day in pattern))
    return sum(1 for _ in calendar.worked_between(start, today))


def _waiting(theirs: list[Any], today: dt.date) -> list[Waiting]:
    """Open steps in somebody else's hands: asked for, or past their date."""
    found = []
    for step in theirs:
        if step.state in ASKED:
            said = "validé " if step.state is COUNTERSIGN else "demandé "
            since = said + ago(step.state_since.date(), today)
        elif step.due_on < today:
            since = "attendu " + ago(step.due_on, today)
        else:
            continue
        found.append(Waiting(step.id, step.title, step.assignee or step.role.label, since))
    return found


@lru_cache(maxsize=1024)
def _prefixes(competencies: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code[:2] for code in competencies)


def _blocks(steps: Sequence[Any]) -> list[tuple[str, int, int]]:
    """(label, done, total) of the steps that feed each competency block."""
    totals = dict.fromkeys(_LABELS, 0)
    finished = dict.fromkeys(_LABELS, 0)
    for step in steps:
        is_done = step.state is DONE
        for prefix in _prefixes(tuple(step.competencies)):
            totals[prefix] += 1
            finished[prefix] += is_done
    return [(label, finished[prefix], totals[prefix]) for prefix, label in BLOCKS if totals[prefix]]


def _phases(
    steps: Sequence[Any], phases: Sequence[dict[str, str]], missing: dict[str, Any], today: dt.date
) -> list[PhaseBlock]:
    lines: dict[str, list[StepLine]] = {phase["code"]: [] for phase in phases}
    done = dict.fromkeys(lines, 0)
    for step in steps:  # a phase gone from the template keeps its steps
        phase = step.phase
        if phase not in lines:
            lines[phase], done[phase] = [], 0
        locks_of = missing.get(step.code)
        state, words = badge_of(step, locked=locks_of is not None, today=today)
        done[phase] += step.state is DONE
        lock = locks_of[0].sentence if locks_of else ""
        note = _day_from(today, step.due_on)
        if step.role is not RECRUIT:
            note = f"{note} · {step.assignee or step.role.label}"
        lines[phase].append((step.id, step.title, state, words, note, lock))
    titles = {phase["code"]: phase["titre"] for phase in phases}
    current = next((code for code, inside in lines.items() if done[code] < len(inside)), None)
    return [
        PhaseBlock(titles.get(code, "Autres étapes"), done[code], len(inside), code == current,
                   tuple(inside))
        for code, inside in lines.items()
        if inside
    ]  # fmt: skip

"""The recruit's home: what to do today, who is awaited, where she stands. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from ..core import dates
from ..core.dates import ago
from ..core.working_calendar import WorkingCalendar
from ..establishments.models import StepRole
from .models import StepKind, StepState
from .rules import acts_next, expected, locks

TODAY_LIMIT = 4
BLOCKS = (("GI", "Information"), ("ES", "Éco-système"), ("CT", "Transversal"), ("SP", "Spécialité"))
# The page opened most reads these a thousand times over: a plain name is three times quicker.
DONE, TODO, RETURNED = StepState.DONE, StepState.TODO, StepState.RETURNED
SUBMITTED, RECRUIT = StepState.SUBMITTED, StepRole.RECRUIT
OBSERVATION = StepKind.OBSERVATION
_MEETINGS = (StepKind.INTERVIEW, StepKind.MEETING)
_day_words = lru_cache(maxsize=1024)(dates.day_words)


class StepLine(NamedTuple):
    """One row of the list, in the order in which the template unpacks it. ``state``: a key of the
    ``badge`` macro, ``words`` what it says; ``note``: when, and in whose hands."""

    id: int
    title: str
    state: str
    words: str
    note: str
    lock: str


class PhaseBlock(NamedTuple):
    title: str
    done: int
    total: int
    is_open: bool
    lines: tuple[StepLine, ...]


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
    returned: list[Any]
    doable: list[Any]
    waiting: list[Waiting]
    meeting: Any | None
    blocks: list[tuple[str, int, int]]
    phases: list[PhaseBlock]


def build(
    journey: Any, steps: Sequence[Any], phases: Sequence[dict[str, str]], today: dt.date
) -> HomePage:
    """``journey`` and ``steps`` are rows of ``queries.find_own_journey`` and ``list_home_steps``."""
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
        phases=_phases(steps, phases, missing, today),
    )


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
        if step.state is SUBMITTED:
            since = "demandé " + ago(step.asked_at.date(), today)
        elif step.due_on < today:
            since = "attendu " + ago(step.due_on, today)
        else:
            continue
        found.append(Waiting(step.id, step.title, step.assignee or step.role.label, since))
    return found


def _blocks(steps: Sequence[Any]) -> list[tuple[str, int, int]]:
    """(label, done, total) of the steps that feed each competency block."""
    totals = {prefix: [0, 0] for prefix, _ in BLOCKS}
    for step in steps:
        for prefix in {code[:2] for code in step.competencies}:
            totals[prefix][1] += 1
            totals[prefix][0] += step.state is DONE
    return [
        (label, totals[prefix][0], totals[prefix][1])
        for prefix, label in BLOCKS
        if totals[prefix][1]
    ]


def _phases(
    steps: Sequence[Any], phases: Sequence[dict[str, str]], missing: dict[str, Any], today: dt.date
) -> list[PhaseBlock]:
    by_phase: dict[str, list[Any]] = {phase["code"]: [] for phase in phases}
    for step in steps:
        by_phase.setdefault(step.phase, []).append(step)
    titles = {phase["code"]: phase["titre"] for phase in phases}
    blocks = []
    opened = False
    for code, inside in by_phase.items():  # a phase gone from the template keeps its steps
        if not inside:
            continue
        done = sum([step.state is DONE for step in inside])
        is_open = not opened and done < len(inside)
        opened = opened or is_open
        lines = tuple([_line(step, missing.get(step.code), today) for step in inside])
        title = titles.get(code, "Autres étapes")
        blocks.append(PhaseBlock(title, done, len(inside), is_open, lines))
    return blocks


def _line(step: Any, missing: Any, today: dt.date) -> StepLine:
    state, words = _state(step, missing, today)
    lock = missing[0].sentence if missing else ""
    note = _day_words(step.due_on)
    if step.role is not RECRUIT:
        note = f"{note} · {step.assignee or step.role.label}"
    return StepLine(step.id, step.title, state, words, note, lock)


def _state(step: Any, missing: Any, today: dt.date) -> tuple[str, str]:
    state = step.state
    if state is DONE:
        return "done", "Signé" if step.kind is OBSERVATION else "Fait"
    if state is SUBMITTED:
        return "waiting", "En attente de signature"
    if state is RETURNED:
        return "returned", "À reprendre"
    if missing:
        return "locked", "Pas encore ouvert"
    if step.due_on < today:
        return "late", "En retard"
    return "todo", "À faire"

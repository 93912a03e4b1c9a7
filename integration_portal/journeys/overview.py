"""One recruit's whole journey, as her manager and her tutor read it. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.working_calendar import WorkingCalendar
from ..establishments.models import StepRole
from .models import Journey, Step, StepState
from .rules import Lock, acts_next, badge_of, expected, is_late, locks
from .schedule import due

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True)
class StepRow:
    """``state``: a key of the ``badge`` macro; ``why``: how the date was computed."""

    step: Step
    state: str
    words: str
    why: str
    who: str
    locks: list[Lock]


@dataclass(frozen=True)
class PhaseRows:
    title: str
    done: int
    is_open: bool
    rows: list[StepRow]


@dataclass(frozen=True)
class Standing:
    """``expected``: how many steps the calendar wants done by now; ``late``: those missing."""

    done: int
    total: int
    expected: int
    late: int


def standing(steps: Sequence[Any], today: dt.date) -> Standing:
    """``steps``: anything with a state and a due date."""
    done = sum(1 for step in steps if step.state is StepState.DONE)
    late = sum(1 for step in steps if is_late(step, today))
    return Standing(done, len(steps), expected((step.due_on for step in steps), today), late)


def phases(
    journey: Journey,
    steps: Sequence[Step],
    calendar: WorkingCalendar,
    names: Mapping[int, str],
    today: dt.date,
) -> list[PhaseRows]:
    """Every step by phase, in order; a phase its template dropped since comes last."""
    missing = locks(steps)
    titles = {phase["code"]: phase["titre"] for phase in journey.phases}
    inside: dict[str, list[StepRow]] = {code: [] for code in titles}
    for step in steps:
        found = missing.get(step.code, [])
        state, words = badge_of(step, locked=bool(found), today=today)
        row = StepRow(step, state, words, why(journey, step, calendar),
                      who(journey, step, names), found)  # fmt: skip
        inside.setdefault(step.phase, []).append(row)
    return _fold(inside, titles)


def _fold(inside: Mapping[str, list[StepRow]], titles: Mapping[str, str]) -> list[PhaseRows]:
    """The first unfinished phase is open, the others are folded."""
    found, opened = [], False
    for code, rows in inside.items():
        if rows:
            done = sum(1 for row in rows if row.state == "done")
            is_open = not opened and done < len(rows)
            opened = opened or is_open
            found.append(PhaseRows(titles.get(code, code), done, is_open, rows))
    return found


def why(journey: Journey, step: Step, calendar: WorkingCalendar) -> str:
    """Where the date comes from. Nothing for a step done: its date no longer matters."""
    if step.state is StepState.DONE:
        return ""
    if step.fixed_on:
        return "date posée à la main"
    return due(step.due_rule, journey.start_on, calendar, offset=step.offset_days).why


def who(journey: Journey, step: Step, names: Mapping[int, str]) -> str:
    """Whoever holds the step: a name when somebody is named. Starts with a capital."""
    role = acts_next(step)
    if role is StepRole.RECRUIT:
        return "Recrue"
    waits = step.state is StepState.COUNTERSIGN
    named = names.get((journey.doctor_id if waits else step.assignee_id) or 0)
    return f"{named}, {role.label}" if named else f"{role.label} (à désigner)".capitalize()


def pattern_words(pattern: str) -> str:
    """``lundi, mardi et jeudi`` from seven 0/1 digits."""
    days = [name for name, digit in zip(DAYS, pattern, strict=True) if digit == "1"]
    if pattern == "1111100":
        return "du lundi au vendredi"
    return " et ".join([", ".join(days[:-1]), days[-1]]) if len(days) > 1 else days[0]

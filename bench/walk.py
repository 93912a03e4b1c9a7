"""One journey lived up to today: which steps are done, asked for, sent back, late. Pure."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from integration_portal.core.working_calendar import WorkingCalendar
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.models import StepKind, StepState
from integration_portal.journeys.rules import needs_signature
from integration_portal.journeys.schedule import due

DETAIL_FIELDS = ("slug", "pourquoi", "faire", "criteres", "ressources", "participants")


@dataclass(slots=True)
class Lived:
    """A step of one person. The first fields are those that ``journeys.rules`` reads."""

    code: str
    title: str
    kind: StepKind
    role: StepRole
    state: StepState
    due_on: dt.date
    requires: list[str]
    definition: Mapping[str, Any]
    position: int
    since: dt.date


def plan(definition: Mapping[str, Any], start: dt.date, pattern: str) -> list[dt.date]:
    """The due date of every step of the template, in its order."""
    calendar = WorkingCalendar(pattern=tuple(day == "1" for day in pattern))
    return [due(step["echeance"], start, calendar).on for step in definition["etapes"]]


def live(
    definition: Mapping[str, Any],
    dates: Sequence[dt.date],
    start: dt.date,
    today: dt.date,
    rng: random.Random,
) -> list[Lived]:
    """Every step in the state where a recruit of ordinary diligence, among busy people, has it."""
    steps = [
        Lived(
            step["code"],
            step["titre"],
            StepKind(step["type"]),
            StepRole(step["responsable"]),
            StepState.TODO,
            due_on,
            step["prerequis"],
            step,
            position,
            start - dt.timedelta(days=30),
        )
        for position, (step, due_on) in enumerate(zip(definition["etapes"], dates, strict=True))
    ]
    diligence = rng.choice((0.97, 0.995, 1.0, 1.0, 1.0))
    done: set[str] = set()
    for step in sorted(steps, key=lambda step: (step.due_on, step.position)):
        if done.issuperset(step.requires):
            _move(step, today, diligence, rng)
        if step.state is StepState.DONE:
            done.add(step.code)
    return steps


def _move(step: Lived, today: dt.date, diligence: float, rng: random.Random) -> None:
    """Past steps are nearly all done, those of these days mostly, the next ones not yet."""
    days_past = (today - step.due_on).days
    chance = diligence if days_past > 3 else diligence * 0.8 if days_past >= 0 else 0.0
    if days_past >= -4 and needs_signature(step.kind) and rng.random() < 0.5:
        chance /= 2
    if rng.random() < chance:
        step.state = StepState.DONE
    elif days_past >= -4 and needs_signature(step.kind):
        step.state = rng.choice((StepState.SUBMITTED, StepState.SUBMITTED, StepState.RETURNED))
    else:
        return
    step.since = min(step.due_on, today - dt.timedelta(days=1))

"""What a change of dates would do to one journey, shown before anyone confirms. Reads only."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.dates import day_words
from ..core.working_calendar import Absence, WorkingCalendar
from .actions.planning import (
    calendar_of,
    calendars_of,
    check_range,
    check_resume,
    check_worked,
    common_offset,
    open_pause,
    planned_moves,
    steps_of,
)
from .actions.versioning import JourneyPlan
from .models import Journey, Step, StepState, TemplateVersion
from .schedule import due
from .told import MovedDate
from .versions import Change, ChangeKind, by_code

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Preview:
    """``notes``: sentences about what the dates alone do not say."""

    moves: list[MovedDate]
    notes: list[str]


def after_shift(session: Session, journey: Journey, days: int) -> Preview:
    steps = steps_of(session, journey)
    moves = planned_moves(journey, steps, calendar_of(session, journey), extra=days)
    return Preview(_read(moves), [])


def after_absence(session: Session, journey: Journey, first: dt.date, last: dt.date) -> Preview:
    """Raises RuleError on a range the action would refuse."""
    check_range(first, last)
    return _without(session, journey, Absence(first, last, "conge"))


def after_pause(session: Session, journey: Journey, first: dt.date) -> Preview:
    note = "Aucune date ne bouge maintenant : elles bougeront à la reprise, du temps de la pause."
    return Preview([], [note])


def after_resume(session: Session, journey: Journey, back_on: dt.date) -> Preview:
    """Raises RuleError on a date before the pause."""
    pause = open_pause(session, journey)
    check_resume(pause, back_on)
    if back_on == pause.first_on:
        return Preview([], ["La pause est annulée : aucune date ne bouge."])
    return _without(session, journey, Absence(pause.first_on, back_on - ONE_DAY, "pause"))


def after_move(session: Session, journey: Journey, step: Step, to: dt.date) -> Preview:
    """Raises RuleError on a day that is not worked."""
    check_worked(to, journey, calendar_of(session, journey))
    if to == step.due_on:
        return Preview([], ["C’est déjà la date de cette étape."])
    return Preview([MovedDate(step.title, step.due_on, to)], [])


def after_rule(session: Session, journey: Journey, step: Step, rule: str) -> list[MovedDate]:
    """The date of one step under another due rule; empty when it stays."""
    after = due(rule, journey.start_on, calendar_of(session, journey), offset=step.offset_days).on
    return [MovedDate(step.title, step.due_on, after)] if after != step.due_on else []


def due_of_new(session: Session, journey: Journey, rule: str) -> dt.date:
    """The date a step added now would get."""
    offset = common_offset(steps_of(session, journey))
    return due(rule, journey.start_on, calendar_of(session, journey), offset=offset).on


def after_version(
    session: Session, plans: Sequence[JourneyPlan], target: TemplateVersion
) -> dict[int, list[MovedDate]]:
    """Dates that a version would move or bring, by journey id, in a constant number of queries."""
    calendars = calendars_of(session, [plan.journey for plan in plans])
    steps: dict[int, dict[str, Step]] = {journey_id: {} for journey_id in calendars}
    for step in session.scalars(select(Step).where(Step.journey_id.in_(steps))):
        steps[step.journey_id][step.code] = step
    rules = {code: step["echeance"] for code, step in by_code(target.definition).items()}
    return {
        plan.journey.id: [
            move
            for change in plan.effective
            if (move := _date_of(change, plan.journey, steps[plan.journey.id], rules, calendars))
        ]
        for plan in plans
    }


def _date_of(
    change: Change,
    journey: Journey,
    steps: Mapping[str, Step],
    rules: Mapping[str, str],
    calendars: Mapping[int, WorkingCalendar],
) -> MovedDate | None:
    """The date one change of a version gives; None when it keeps the date, or takes the step."""
    own = steps.get(change.code)
    if change.kind is ChangeKind.REMOVE:
        return None
    offset = own.offset_days if own else common_offset(list(steps.values()))
    calendar = calendars[journey.id]
    after = due(rules[change.code], journey.start_on, calendar, offset=offset).on
    if own is None:
        return MovedDate(change.title, None, after)
    if not any(one.name == "echeance" for one in change.fields) or after == own.due_on:
        return None
    return MovedDate(change.title, own.due_on, after)


def _without(session: Session, journey: Journey, absence: Absence) -> Preview:
    steps = steps_of(session, journey)
    calendar = calendar_of(session, journey)
    after = replace(calendar, absences=(*calendar.absences, absence))
    moves = planned_moves(journey, steps, after)
    return Preview(_read(moves), _stuck(steps, absence))


def _stuck(steps: Sequence[Step], absence: Absence) -> list[str]:
    """Dates set by hand stay where they are: say which fall on days away."""
    return [
        f"« {step.title} » reste au {day_words(step.fixed_on)}, une date posée à la main qui "
        "tombe pendant l’absence : déplacez-la."
        for step in steps
        if step.fixed_on
        and step.state is not StepState.DONE
        and absence.first <= step.fixed_on <= absence.last
    ]


def _read(moves: Sequence[tuple[Step, dt.date, dt.date]]) -> list[MovedDate]:
    return [MovedDate(step.title, before, after) for step, before, after in moves]

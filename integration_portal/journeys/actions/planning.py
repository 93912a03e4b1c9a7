"""Due dates and counters of one journey, and what moves them: absence, pause, shift.

Every move keeps the old dates, the new ones, who and why.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.dates import day_words
from ...core.errors import ConflictError, RuleError
from ...core.working_calendar import Absence, WorkingCalendar
from ...establishments.models import Establishment
from ..errors import PausedError
from ..models import Journey, JourneyAbsence, JourneyState, Step, StepState
from ..rules import counters
from ..schedule import due
from .history import note

Moves = list[tuple[Step, dt.date, dt.date]]


def calendar_of(session: Session, journey: Journey) -> WorkingCalendar:
    """The recruit's own calendar: her establishment's holidays, her pattern, her absences."""
    return calendars_of(session, [journey])[journey.id]


def calendars_of(session: Session, journeys: Sequence[Journey]) -> dict[int, WorkingCalendar]:
    """Calendar by journey id, in a constant number of statements."""
    places = {journey.establishment_id for journey in journeys}
    query = select(Establishment.id, Establishment.zone).where(Establishment.id.in_(places))
    zones = {row.id: row.zone for row in session.execute(query)}
    absences: dict[int, list[Absence]] = {journey.id: [] for journey in journeys}
    rows = session.scalars(select(JourneyAbsence).where(JourneyAbsence.journey_id.in_(absences)))
    for row in rows:
        if row.last_on is not None:
            absences[row.journey_id].append(Absence(row.first_on, row.last_on, row.kind))
    return {
        journey.id: WorkingCalendar(
            zones[journey.establishment_id],
            tuple(day == "1" for day in journey.pattern),
            tuple(absences[journey.id]),
        )
        for journey in journeys
    }


def steps_of(session: Session, journey: Journey) -> list[Step]:
    query = select(Step).where(Step.journey_id == journey.id).order_by(Step.position, Step.id)
    return list(session.scalars(query))


def refresh_counters(journey: Journey, steps: Sequence[Step]) -> None:
    """Recount what boards filter and sort on. A journey with nothing left is completed."""
    found = counters(steps)
    journey.steps_total, journey.steps_done = found.total, found.done
    journey.next_due_on, journey.next_role = found.next_due_on, found.next_role
    journey.next_title = found.next_title
    if journey.state in {JourneyState.ACTIVE, JourneyState.COMPLETED}:
        complete = found.total > 0 and found.done == found.total
        journey.state = JourneyState.COMPLETED if complete else JourneyState.ACTIVE


def planned_moves(
    journey: Journey, steps: Sequence[Step], calendar: WorkingCalendar, *, extra: int = 0
) -> Moves:
    """(step, before, after) for every step still to do whose date changes. Changes nothing.

    ``extra``: worked days by which everything would move.
    """
    moves: Moves = []
    for step in steps:
        if step.state is StepState.DONE:
            continue
        if step.fixed_on:
            after = calendar.shift(step.fixed_on, extra)
        else:
            offset = step.offset_days + extra
            after = due(step.due_rule, journey.start_on, calendar, offset=offset).on
        if after != step.due_on:
            moves.append((step, step.due_on, after))
    return moves


def apply_moves(journey: Journey, steps: Sequence[Step], moves: Moves) -> list[dict[str, str]]:
    """Set the new dates; returns the lines kept in the history."""
    lines = []
    for step, before, after in moves:
        step.due_on = after
        lines.append({"code": step.code, "before": before.isoformat(), "after": after.isoformat()})
    refresh_counters(journey, steps)
    return lines


def _recompute(session: Session, journey: Journey) -> list[dict[str, str]]:
    session.flush()
    steps = steps_of(session, journey)
    moves = planned_moves(journey, steps, calendar_of(session, journey))
    return apply_moves(journey, steps, moves)


def add_absence(
    session: Session,
    actor: Actor,
    journey: Journey,
    *,
    kind: str,
    first: dt.date,
    last: dt.date,
    reason: str,
) -> None:
    """Leave already known. Dates move by the worked days it takes."""
    check_range(first, last)
    session.add(
        JourneyAbsence(
            journey_id=journey.id, kind=kind, first_on=first, last_on=last, reason=reason
        )
    )
    moves = _recompute(session, journey)
    note(
        session, actor, journey, "absence", comment=reason, absence=kind,
        first=first.isoformat(), last=last.isoformat(), moves=moves,
    )  # fmt: skip


def pause(session: Session, actor: Actor, journey: Journey, *, first: dt.date, reason: str) -> None:
    """Stop the clock. The dates move when it starts again: until then nobody knows by how much."""
    if journey.state is not JourneyState.ACTIVE:
        raise PausedError
    journey.state = JourneyState.PAUSED
    session.add(
        JourneyAbsence(
            journey_id=journey.id, kind="pause", first_on=first, last_on=None, reason=reason
        )
    )
    session.flush()
    note(session, actor, journey, "pause", comment=reason, first=first.isoformat())


def resume(
    session: Session, actor: Actor, journey: Journey, *, back_on: dt.date, reason: str = ""
) -> None:
    """End the pause the day before ``back_on``; every date not reached yet moves on.

    A pause taken back on its first day never was: no date moves.
    """
    if journey.state is not JourneyState.PAUSED:
        raise ConflictError("Ce parcours n’est pas en pause.")
    row = open_pause(session, journey)
    check_resume(row, back_on)
    if back_on == row.first_on:
        session.delete(row)
    else:
        row.last_on = back_on - dt.timedelta(days=1)
    journey.state = JourneyState.ACTIVE
    moves = _recompute(session, journey)
    note(
        session, actor, journey, "resume", comment=reason, first=row.first_on.isoformat(),
        back_on=back_on.isoformat(), moves=moves,
    )  # fmt: skip


def stop(session: Session, actor: Actor, journey: Journey, *, reason: str) -> None:
    """End a journey before its time: she left, or starts again elsewhere. Nothing is erased."""
    if journey.state not in {JourneyState.ACTIVE, JourneyState.PAUSED}:
        raise ConflictError("Ce parcours est déjà terminé ou arrêté.")
    journey.state = JourneyState.STOPPED
    note(session, actor, journey, "stop", comment=reason)


def open_pause(session: Session, journey: Journey) -> JourneyAbsence:
    """The pause that runs. Only for a journey that is paused."""
    return session.scalars(
        select(JourneyAbsence).where(
            JourneyAbsence.journey_id == journey.id, JourneyAbsence.last_on.is_(None)
        )
    ).one()


def shift(session: Session, actor: Actor, journey: Journey, *, days: int, reason: str) -> None:
    """Move everything still to do by ``days`` worked days (negative: sooner)."""
    if journey.state is JourneyState.PAUSED:
        raise PausedError
    steps = steps_of(session, journey)
    calendar = calendar_of(session, journey)
    planned = planned_moves(journey, steps, calendar, extra=days)
    shift_steps(steps, days, calendar)
    moves = apply_moves(journey, steps, planned)
    note(session, actor, journey, "shift", comment=reason, days=days, moves=moves)


def common_offset(steps: Sequence[Step]) -> int:
    """By how many worked days the journey as a whole was moved: a step that arrives follows."""
    moved = Counter(
        step.offset_days for step in steps if step.state is not StepState.DONE and not step.fixed_on
    )
    return moved.most_common(1)[0][0] if moved else 0


def shift_steps(steps: Sequence[Step], days: int, calendar: WorkingCalendar) -> None:
    for step in steps:
        if step.state is StepState.DONE:
            continue
        if step.fixed_on:
            step.fixed_on = calendar.shift(step.fixed_on, days)
        else:
            step.offset_days += days


def move_step(
    session: Session, actor: Actor, journey: Journey, step: Step, *, to: dt.date, reason: str
) -> None:
    """Give one step a date by hand."""
    if step.state is StepState.DONE:
        raise ConflictError("Cette étape est déjà faite : sa date ne change plus.")
    check_worked(to, journey, calendar_of(session, journey))
    before = step.due_on
    step.fixed_on = step.due_on = to
    _mark_changed(step, "echeance")
    refresh_counters(journey, steps_of(session, journey))
    note(
        session, actor, journey, "move", code=step.code, comment=reason,
        moves=[{"code": step.code, "before": before.isoformat(), "after": to.isoformat()}],
    )  # fmt: skip


def check_resume(pause: JourneyAbsence, back_on: dt.date) -> None:
    """Raises RuleError."""
    if back_on < pause.first_on:
        raise RuleError("La date de reprise précède le début de la pause.")


def check_worked(day: dt.date, journey: Journey, calendar: WorkingCalendar) -> None:
    """Raises RuleError. Before the first day others prepare: their full-time calendar counts."""
    mine = WorkingCalendar(calendar.zone) if day < journey.start_on else calendar
    if not mine.is_worked(day):
        raise RuleError(f"Le {day_words(day)} n’est pas travaillé : choisissez un autre jour.")


def _mark_changed(step: Step, field: str) -> None:
    if field not in step.changed:
        step.changed = [*step.changed, field]


def check_range(first: dt.date, last: dt.date) -> None:
    """Raises RuleError."""
    if last < first:
        raise RuleError("La date de fin précède la date de début.")
    if (last - first).days > 730:
        raise RuleError("Une absence de plus de deux ans : vérifiez l’année.")

"""Adapt one person's journey: add, remove, change a step. The rest keeps following the template."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, RuleError
from ...establishments.models import StepRole, Unit
from ...signoffs.actions import hand_over
from ..events import StepRemoved, TeamChanged
from ..models import ASKED, Journey, RemovedStep, Step, StepKind, StepState
from .enrolment import assignees, new_step
from .history import note
from .planning import (
    apply_moves,
    calendar_of,
    common_offset,
    planned_moves,
    refresh_counters,
    steps_of,
)

_COLUMNS = {"titre": "title", "duree": "minutes", "phase": "phase", "echeance": "due_rule"}
_IN_DETAILS = {"pourquoi", "faire", "criteres", "ressources", "participants", "preuve", "ouvre"}


def set_fields(step: Step, values: Mapping[str, Any]) -> None:
    """Write definition fields (French names) onto a person's step."""
    for name, value in values.items():
        if name in _COLUMNS:
            setattr(step, _COLUMNS[name], value)
        elif name == "responsable":
            step.role = StepRole(value)
        elif name == "type":
            step.kind = StepKind(value)
        elif name == "prerequis":
            step.requires = list(value)
        elif name == "competences":
            step.competencies = list(value)
        elif name == "verrou":
            step.gate = value or ""
        elif name in _IN_DETAILS:
            step.details = {**step.details, name: value}
        else:
            raise ValueError(f"a step has no field {name!r}")


def reassign(session: Session, journey: Journey, steps: list[Step]) -> None:
    """Find again who does what, after a change of team or of responsible role."""
    people = assignees(session, journey, session.get_one(Unit, journey.unit_id))
    for step in steps:
        if step.state is not StepState.DONE:
            step.assignee_id = people.get(step.role)


def next_code(session: Session, journey: Journey) -> str:
    """Codes of added steps start at 900: a template never uses them."""
    codes = session.scalars(select(Step.code).where(Step.journey_id == journey.id))
    gone = session.scalars(select(RemovedStep.code).where(RemovedStep.journey_id == journey.id))
    taken = [int(code) for code in (*codes, *gone) if code.isdecimal() and int(code) >= 900]
    return str(max(taken, default=899) + 1)


def add_step(
    session: Session,
    actor: Actor,
    journey: Journey,
    *,
    definition: Mapping[str, Any],
    reason: str,
    on: dt.date | None = None,
) -> Step:
    """Add a step of her own, at the end of its phase. ``on``: a date set by hand, or the first day
    she works after it."""
    steps = steps_of(session, journey)
    code = next_code(session, journey)
    people = assignees(session, journey, session.get_one(Unit, journey.unit_id))
    phase = definition["phase"]
    position = max((step.position for step in steps if step.phase == phase), default=len(steps))
    full = {"participants": [], "competences": [], "ressources": [], "prerequis": [],
            "verrou": None, "preuve": None, **definition, "code": code, "slug": f"ajout-{code}"}  # fmt: skip
    calendar = calendar_of(session, journey)
    step = new_step(journey, full, position, people, calendar, offset=common_offset(steps))
    step.added = True
    if on is not None:
        step.fixed_on = step.due_on = calendar.on_or_after(on)
    session.add(step)
    session.flush()
    refresh_counters(journey, [*steps, step])
    note(session, actor, journey, "step_added", code=code, comment=reason, title=step.title)
    return step


def remove_step(
    session: Session, actor: Actor, journey: Journey, step: Step, *, reason: str
) -> None:
    """Take a step out of this journey. One that is done, or that a signature speaks of, stays
    (ConflictError)."""
    if step.state is not StepState.TODO:
        raise ConflictError("Cette étape est faite, ou une signature en parle : elle reste.")
    steps = [other for other in steps_of(session, journey) if other.id != step.id]
    for other in steps:
        if step.code in other.requires and other.state is not StepState.DONE:
            other.requires = [code for code in other.requires if code != step.code]
    session.add(RemovedStep(journey_id=journey.id, code=step.code, title=step.title))
    note(session, actor, journey, "step_removed", code=step.code, comment=reason, title=step.title)
    publish(session, StepRemoved(step.id))
    session.delete(step)
    session.flush()
    refresh_counters(journey, steps)


def change_step(
    session: Session,
    actor: Actor,
    journey: Journey,
    step: Step,
    *,
    values: Mapping[str, Any],
    reason: str,
) -> None:
    """Change fields (French names) for this person only; later versions leave them alone."""
    if step.state in {StepState.DONE, *ASKED}:
        raise ConflictError("Cette étape est faite ou attend une signature : elle ne change plus.")
    before = current_fields(step)
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        raise RuleError("Rien n’a été modifié.")
    set_fields(step, changed)
    step.changed = sorted({*step.changed, *changed})
    steps = steps_of(session, journey)
    if "responsable" in changed:
        reassign(session, journey, [step])
    moves = []
    if "echeance" in changed:  # a rule given now wins over a date set by hand before
        step.fixed_on = None
        moves = planned_moves(journey, [step], calendar_of(session, journey))
    lines = apply_moves(journey, steps, moves)
    note(
        session, actor, journey, "step_changed", code=step.code, comment=reason,
        before={name: before[name] for name in changed}, after=dict(changed), moves=lines,
    )  # fmt: skip


def current_fields(step: Step) -> dict[str, Any]:
    """The step as definition fields (French names)."""
    return {
        "titre": step.title,
        "phase": step.phase,
        "type": step.kind.value,
        "responsable": step.role.value,
        "echeance": step.due_rule,
        "duree": step.minutes,
        "prerequis": step.requires,
        "competences": step.competencies,
        "verrou": step.gate or None,
        **{name: step.details.get(name) for name in _IN_DETAILS},
    }


def change_team(
    session: Session,
    actor: Actor,
    journey: Journey,
    *,
    tutor_id: int | None,
    manager_id: int | None,
    doctor_id: int | None,
    reason: str,
) -> None:
    """Name other people; what is still to do moves to their lists, the past stays as signed."""
    if journey.recruit_id in {tutor_id, manager_id, doctor_id}:
        raise RuleError("Une recrue ne tient aucun autre rôle dans son propre parcours.")
    before = [journey.tutor_id, journey.manager_id, journey.doctor_id]
    after = [tutor_id, manager_id, doctor_id]
    journey.tutor_id, journey.manager_id, journey.doctor_id = after
    session.flush()
    steps = steps_of(session, journey)
    reassign(session, journey, steps)
    _hand_over_requests(session, actor, steps)
    note(
        session, actor, journey, "team", comment=reason,
        before=before, after=after,
    )  # fmt: skip
    publish(session, TeamChanged(journey.id, tuple(before), tuple(after)))


def _hand_over_requests(session: Session, actor: Actor, steps: list[Step]) -> None:
    """Signatures already asked for wait for the newly named person."""
    for step in steps:
        if step.state is StepState.SUBMITTED:
            hand_over(session, actor, f"step:{step.id}", step.assignee_id)

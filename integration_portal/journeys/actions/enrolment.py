"""Start a journey: copy the template's steps, find who does what, compute the dates."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import RuleError
from ...core.working_calendar import WorkingCalendar
from ...establishments.models import StepRole, Unit
from ...establishments.queries import referents_of
from ..errors import AlreadyRunningError
from ..events import JourneyStarted
from ..models import Journey, JourneyState, Step, StepKind, StepState, TemplateVersion
from ..schedule import due
from .history import note
from .planning import calendar_of, refresh_counters

_DETAIL_FIELDS = (
    "slug", "pourquoi", "faire", "criteres", "ressources", "participants", "preuve", "ouvre",
)  # fmt: skip


@dataclass(frozen=True)
class Enrolment:
    """Everything a journey needs. ``pattern``: seven 0/1 digits, Monday first."""

    recruit: User
    unit: Unit
    version: TemplateVersion
    start_on: dt.date
    tutor_id: int | None = None
    manager_id: int | None = None
    doctor_id: int | None = None
    cohort_id: int | None = None
    pattern: str = "1111100"


def enrol(session: Session, actor: Actor | None, enrolment: Enrolment) -> Journey:
    """Raises AlreadyRunningError, or RuleError when somebody would tutor herself."""
    recruit = enrolment.recruit
    running = select(Journey.id).where(
        Journey.recruit_id == recruit.id,
        Journey.state.in_([JourneyState.ACTIVE, JourneyState.PAUSED]),
    )
    if session.scalar(running):
        raise AlreadyRunningError(recruit.name)
    if recruit.id in {enrolment.tutor_id, enrolment.manager_id, enrolment.doctor_id}:
        raise RuleError("Une recrue ne tient aucun autre rôle dans son propre parcours.")
    journey = Journey(
        establishment_id=enrolment.unit.establishment_id,
        unit_id=enrolment.unit.id,
        cohort_id=enrolment.cohort_id,
        recruit_id=recruit.id,
        tutor_id=enrolment.tutor_id,
        manager_id=enrolment.manager_id,
        doctor_id=enrolment.doctor_id,
        template_version_id=enrolment.version.id,
        phases=enrolment.version.definition["phases"],
        start_on=enrolment.start_on,
        pattern=enrolment.pattern,
        state=JourneyState.ACTIVE,
        created_at=clock.now(),
    )
    session.add(journey)
    session.flush()
    people = assignees(session, journey, enrolment.unit)
    calendar = calendar_of(session, journey)
    steps = [
        new_step(journey, definition, position, people, calendar)
        for position, definition in enumerate(enrolment.version.definition["etapes"])
    ]
    session.execute(insert(Step), [_values(step) for step in steps])
    refresh_counters(journey, steps)
    session.flush()
    note(session, actor, journey, "start", version=enrolment.version.number)
    audit.record(
        session, actor, "journey.start", f"journeys:{journey.id}",
        establishment_id=journey.establishment_id,
    )  # fmt: skip
    publish(session, JourneyStarted(journey.id, recruit.id))
    return journey


def assignees(session: Session, journey: Journey, unit: Unit) -> dict[StepRole, int | None]:
    """User id by role: the journey's own team first, then the unit's and the establishment's."""
    people: dict[StepRole, int | None] = dict(referents_of(session, unit))
    people[StepRole.RECRUIT] = journey.recruit_id
    for role, user_id in (
        (StepRole.TUTOR, journey.tutor_id),
        (StepRole.MANAGER, journey.manager_id),
        (StepRole.DOCTOR, journey.doctor_id),
    ):
        if user_id is not None:
            people[role] = user_id
    return people


def new_step(
    journey: Journey,
    definition: Mapping[str, Any],
    position: int,
    people: Mapping[StepRole, int | None],
    calendar: WorkingCalendar,
    *,
    offset: int = 0,
) -> Step:
    """A person's own copy of one template step. ``offset``: worked days her journey was moved."""
    role = StepRole(definition["responsable"])
    return Step(
        journey_id=journey.id,
        code=definition["code"],
        position=position,
        phase=definition["phase"],
        kind=StepKind(definition["type"]),
        title=definition["titre"],
        role=role,
        assignee_id=people.get(role),
        due_rule=definition["echeance"],
        due_on=due(definition["echeance"], journey.start_on, calendar, offset=offset).on,
        offset_days=offset,
        minutes=definition["duree"],
        requires=list(definition["prerequis"]),
        competencies=list(definition["competences"]),
        gate=definition["verrou"] or "",
        state=StepState.TODO,
        state_since=clock.now(),
        details={field: definition.get(field) for field in _DETAIL_FIELDS},
        added=False,
        changed=[],
    )


_COLUMNS = [column.key for column in Step.__table__.columns if column.key != "id"]


def _values(step: Step) -> dict[str, Any]:
    """The row of a new step: one statement writes all of a journey's, 500 lines of an import
    would wait for one each."""
    return {name: getattr(step, name) for name in _COLUMNS}

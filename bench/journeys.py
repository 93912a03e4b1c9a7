"""One recruit's rows: journey, steps, history, requests, signatures, notices."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass

from integration_portal.establishments.models import StepRole
from integration_portal.journeys.models import JourneyState, StepState, TemplateVersion
from integration_portal.journeys.rules import counters, needs_signature
from integration_portal.signoffs.ledger import link
from integration_portal.signoffs.models import EntryKind, RequestState

from .rows import Rows
from .walk import DETAIL_FIELDS, Lived, live

REQUEST_STATES = {
    StepState.DONE: RequestState.SIGNED,
    StepState.RETURNED: RequestState.RETURNED,
    StepState.SUBMITTED: RequestState.WAITING,
}


@dataclass(frozen=True)
class Recruit:
    """Who, where, with whom, since when. ``pattern``: seven 0/1 digits, Monday first."""

    user_id: int
    tutor_id: int
    establishment_id: int
    unit_id: int
    cohort_id: int
    start_on: dt.date
    pattern: str
    paused: bool


def at(day: dt.date, hour: int = 9) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, 10), dt.UTC)


def add_journey(
    rows: Rows,
    recruit: Recruit,
    version: TemplateVersion,
    referents: Mapping[StepRole, int],
    today: dt.date,
    rng: random.Random,
) -> None:
    """Everything one recruit has left in the database up to ``today``."""
    dates = rows.dates(version.definition, recruit.start_on, recruit.pattern)
    steps = live(version.definition, dates, recruit.start_on, today, rng)
    people = {**referents, StepRole.RECRUIT: recruit.user_id, StepRole.TUTOR: recruit.tutor_id}
    journey_id = _journey(rows, recruit, version, people, steps, today)
    rows.add(
        "journey_events", journey_id=journey_id, code=None, kind="start", actor_id=None,
        at=at(recruit.start_on - dt.timedelta(days=30)), details={"version": version.number},
        comment="",
    )  # fmt: skip
    for step in steps:
        step_id = _step(rows, journey_id, step, people)
        if step.state in REQUEST_STATES and needs_signature(step.kind):
            _signoff(rows, recruit, version, step_id, step)
        if step.state is StepState.DONE:
            rows.add(
                "journey_events", journey_id=journey_id, code=step.code, kind="done",
                actor_id=people.get(step.role), at=at(step.since), details={}, comment="",
            )  # fmt: skip
    if rng.random() < 0.4:
        rows.add(
            "notifications", user_id=recruit.user_id, at=at(today), path="/parcours",
            text="Une étape attend d’être faite.",
        )  # fmt: skip


def _journey(
    rows: Rows,
    recruit: Recruit,
    version: TemplateVersion,
    people: Mapping[StepRole, int],
    steps: list[Lived],
    today: dt.date,
) -> int:
    found = counters(steps)
    complete = found.done == found.total
    running = JourneyState.PAUSED if recruit.paused else JourneyState.ACTIVE
    return rows.add(
        "journeys",
        establishment_id=recruit.establishment_id,
        unit_id=recruit.unit_id,
        cohort_id=recruit.cohort_id,
        recruit_id=recruit.user_id,
        tutor_id=recruit.tutor_id,
        manager_id=people.get(StepRole.MANAGER),
        doctor_id=people.get(StepRole.DOCTOR),
        template_version_id=version.id,
        phases=version.definition["phases"],
        start_on=recruit.start_on,
        pattern=recruit.pattern,
        state=JourneyState.COMPLETED if complete else running,
        created_at=at(recruit.start_on - dt.timedelta(days=30)),
        steps_total=found.total,
        steps_done=found.done,
        next_due_on=found.next_due_on,
        next_role=found.next_role,
        next_title=found.next_title,
        last_move_at=at(min(today, max(step.since for step in steps))),
    )


def _step(rows: Rows, journey_id: int, step: Lived, people: Mapping[StepRole, int]) -> int:
    definition = step.definition
    assignee = people.get(step.role)
    return rows.add(
        "steps",
        journey_id=journey_id,
        code=step.code,
        position=step.position,
        phase=definition["phase"],
        kind=step.kind,
        title=step.title,
        role=step.role,
        assignee_id=assignee,
        due_rule=definition["echeance"],
        due_on=step.due_on,
        offset_days=0,
        minutes=definition["duree"],
        requires=step.requires,
        competencies=definition["competences"],
        gate=definition["verrou"] or "",
        state=step.state,
        state_since=at(step.since),
        done_by_id=assignee if step.state is StepState.DONE else None,
        details={field: definition[field] for field in DETAIL_FIELDS},
        added=False,
        changed=[],
    )


def _signoff(
    rows: Rows, recruit: Recruit, version: TemplateVersion, step_id: int, step: Lived
) -> None:
    """The request, and the ledger line when somebody decided."""
    state = REQUEST_STATES[step.state]
    decided = state is not RequestState.WAITING
    criteria = step.definition["criteres"]
    levels = {criterion["code"]: 3 for criterion in criteria}
    request_id = rows.add(
        "signoff_requests",
        establishment_id=recruit.establishment_id,
        unit_id=recruit.unit_id,
        recruit_id=recruit.user_id,
        signer_id=recruit.tutor_id,
        subject=f"step:{step_id}",
        title=step.title,
        minutes=step.definition["duree"],
        criteria=criteria,
        facts={
            "step_code": step.code,
            "competencies": step.definition["competences"],
            "template_version": version.number,
        },
        self_levels=levels,
        self_comment="Je me sens prête.",
        state=state,
        requested_at=at(step.since, 8),
        decided_at=at(step.since) if decided else None,
        decided_by_id=recruit.tutor_id if decided else None,
    )
    if decided:
        kind = EntryKind.SIGNED if state is RequestState.SIGNED else EntryKind.RETURNED
        _entry(rows, recruit, request_id, kind, step, levels)


def _entry(
    rows: Rows,
    recruit: Recruit,
    request_id: int,
    kind: EntryKind,
    step: Lived,
    levels: Mapping[str, int],
) -> None:
    seq, previous = rows.head(recruit.establishment_id)
    document = {
        "format": 1,
        "kind": kind.value,
        "at": f"{step.since.isoformat()}T09:10:00.000000Z",
        "request": request_id,
        "author": {"id": recruit.tutor_id, "given_name": "Claire", "family_name": "Petit"},
        "subject": {"title": step.title},
        "levels": levels,
        "criteria": step.definition["criteres"],
    }
    payload, digest = link(document, seq=seq + 1, previous=previous)
    rows.heads[recruit.establishment_id] = seq + 1, digest
    rows.add(
        "ledger_entries",
        establishment_id=recruit.establishment_id,
        seq=seq + 1,
        kind=kind,
        request_id=request_id,
        recruit_id=recruit.user_id,
        author_id=recruit.tutor_id,
        at=at(step.since),
        payload=payload,
        hash=digest,
    )

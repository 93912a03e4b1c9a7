"""What managers and tutors read about journeys, always inside what they may manage or follow."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..signoffs import policy as signoff_policy
from ..signoffs.models import LedgerEntry, RequestState, SignOffRequest
from . import policy
from .models import (
    Journey,
    JourneyAbsence,
    JourneyState,
    RemovedStep,
    Step,
    StepKind,
    StepState,
    TemplateVersion,
)

_RUNNING = (JourneyState.ACTIVE, JourneyState.PAUSED)


def get_managed(session: Session, actor: Actor, journey_id: int) -> Journey:
    """A journey the actor may change. Raises NotFoundError."""
    found = session.scalar(
        select(Journey)
        .where(Journey.id == journey_id, policy.manageable_by(actor))
        .options(joinedload(Journey.recruit), joinedload(Journey.unit))
    )
    if found is None:
        raise NotFoundError
    return found


def get_managed_step(
    session: Session, actor: Actor, journey_id: int, step_id: int
) -> tuple[Step, Journey]:
    """A step of a journey the actor may change. Raises NotFoundError."""
    journey = get_managed(session, actor, journey_id)
    step = session.scalar(select(Step).where(Step.id == step_id, Step.journey_id == journey.id))
    if step is None:
        raise NotFoundError
    return step, journey


def list_absences(session: Session, journey: Journey) -> list[JourneyAbsence]:
    query = select(JourneyAbsence).where(JourneyAbsence.journey_id == journey.id)
    return list(session.scalars(query.order_by(JourneyAbsence.first_on, JourneyAbsence.id)))


def titles_of(session: Session, journey: Journey) -> dict[str, str]:
    """Title by step code, of the steps taken out as well: the history names them."""
    titles: dict[str, str] = {}
    for model in (RemovedStep, Step):
        rows = session.execute(
            select(model.code, model.title).where(model.journey_id == journey.id)
        )
        titles.update({row.code: row.title for row in rows})
    return titles


def authors_of(session: Session, entry_ids: Iterable[int]) -> dict[int, str]:
    """Who wrote each ledger line."""
    rows = session.execute(
        select(LedgerEntry.id, User.given_name, User.family_name)
        .join(User, User.id == LedgerEntry.author_id)
        .where(LedgerEntry.id.in_(list(entry_ids)))
    )
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}


def entries_open_to(session: Session, actor: Actor, entry_ids: Iterable[int]) -> set[int]:
    """Those of the ledger lines that the actor may open."""
    return set(
        session.scalars(
            select(LedgerEntry.id)
            .join(SignOffRequest, SignOffRequest.id == LedgerEntry.request_id)
            .where(LedgerEntry.id.in_(list(entry_ids)), signoff_policy.visible_to(actor))
        )
    )


def find_later_version(session: Session, journey: Journey) -> TemplateVersion | None:
    """The latest version of the journey's template, if newer than the one it follows."""
    return session.scalar(
        select(TemplateVersion)
        .where(
            TemplateVersion.template_id == journey.version.template_id,
            TemplateVersion.number > journey.version.number,
        )
        .order_by(TemplateVersion.number.desc())
        .limit(1)
    )


def _followed(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    mine = (Journey.tutor_id == actor.id) | (Journey.doctor_id == actor.id)
    return mine, Journey.state.in_(_RUNNING)


def count_followed(session: Session, actor: Actor) -> int:
    query = select(func.count()).select_from(Journey).where(*_followed(actor))
    return session.scalar(query) or 0


def list_followed(
    session: Session, actor: Actor, *, limit: int, offset: int = 0
) -> Sequence[Journey]:
    """Running journeys where the actor is named tutor or doctor, the soonest expected first."""
    return session.scalars(
        select(Journey)
        .where(*_followed(actor))
        .options(joinedload(Journey.recruit), joinedload(Journey.unit), joinedload(Journey.tutor))
        .order_by(Journey.next_due_on, Journey.id)
        .limit(limit)
        .offset(offset)
    ).all()


def list_dates(session: Session, journeys: Sequence[Journey]) -> dict[int, list[Any]]:
    """Journey id → (due_on, state, kind, title) of its steps, soonest first."""
    found: dict[int, list[Any]] = {journey.id: [] for journey in journeys}
    rows = session.execute(
        select(Step.journey_id, Step.due_on, Step.state, Step.kind, Step.title)
        .where(Step.journey_id.in_(found))
        .order_by(Step.due_on, Step.position)
    )
    for row in rows:
        found[row.journey_id].append(row)
    return found


def next_interview(rows: Sequence[Any]) -> Any | None:
    """The next meeting not held yet, among rows of ``list_dates``."""
    left = (r for r in rows if r.kind is StepKind.INTERVIEW and r.state is not StepState.DONE)
    return next(left, None)


def count_waiting(session: Session, actor: Actor, journeys: Sequence[Journey]) -> dict[int, int]:
    """Recruit id → signatures that wait for this actor."""
    rows = session.execute(
        select(SignOffRequest.recruit_id, func.count().label("waiting"))
        .where(
            SignOffRequest.recruit_id.in_([journey.recruit_id for journey in journeys]),
            SignOffRequest.signer_id == actor.id,
            SignOffRequest.state == RequestState.WAITING,
        )
        .group_by(SignOffRequest.recruit_id)
    )
    return {row.recruit_id: row.waiting for row in rows}


def pause_starts(session: Session, journeys: Sequence[Journey]) -> dict[int, Any]:
    """Journey id → first day of the pause that runs: nothing more is expected after it."""
    rows = session.execute(
        select(JourneyAbsence.journey_id, JourneyAbsence.first_on).where(
            JourneyAbsence.journey_id.in_([journey.id for journey in journeys]),
            JourneyAbsence.last_on.is_(None),
        )
    )
    return {row.journey_id: row.first_on for row in rows}

"""Reading interviews, always inside what the actor may open."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, select
from sqlalchemy.orm import Session, aliased, joinedload

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Unit
from ..journeys.models import Journey, JourneyState, Step
from . import policy
from .kinds import GUIDES
from .models import Interview, InterviewKind, InterviewState
from .rules import CLOSED, Side

_SIDES = (Side.RECRUIT, Side.LEADER, Side.MANAGER)


@dataclass(frozen=True)
class Sheet:
    """One interview and what it belongs to."""

    interview: Interview
    journey: Journey
    step: Step | None
    leader: User

    @property
    def title(self) -> str:
        return self.step.title if self.step else GUIDES[self.interview.kind].title


def get_sheet(session: Session, actor: Actor, interview_id: int) -> Sheet:
    """Raises NotFoundError."""
    row = session.execute(
        _sheets().where(Interview.id == interview_id, policy.visible_to(actor))
    ).first()
    if row is None:
        raise NotFoundError
    return Sheet(*row)


def load_sheet(session: Session, interview_id: int) -> Sheet:
    """For the portal itself: what an event speaks of."""
    return Sheet(*session.execute(_sheets().where(Interview.id == interview_id)).one())


def _sheets() -> Select[Interview, Journey, Step, User]:
    return (
        select(Interview, Journey, Step, User)
        .join(Journey, Journey.id == Interview.journey_id)
        .outerjoin(Step, Step.id == Interview.step_id)
        .join(User, User.id == Interview.leader_id)
        .options(
            joinedload(Journey.recruit),
            joinedload(Journey.unit).joinedload(Unit.establishment),
        )
    )


def find_of_step(session: Session, step_id: int) -> Interview | None:
    """The interview of a step, unless it was cancelled."""
    return session.scalar(
        select(Interview).where(
            Interview.step_id == step_id, Interview.state != InterviewState.CANCELLED
        )
    )


@dataclass(frozen=True)
class Line:
    """One row of a list. ``recruit`` and ``leader`` are names."""

    interview: Interview
    side: Side
    recruit: str
    leader: str
    title: str


def count_lines(
    session: Session, actor: Actor, *, closed: bool, journey_id: int | None = None
) -> int:
    query = (
        select(func.count())
        .select_from(Interview)
        .join(Journey, Journey.id == Interview.journey_id)
    )
    return session.scalar(query.where(*_wanted(actor, closed, journey_id))) or 0


def list_lines(
    session: Session, actor: Actor, *, closed: bool, journey_id: int | None = None,
    limit: int, offset: int = 0,
) -> list[Line]:  # fmt: skip
    """Those of the actor as a recruit, then those she leads, then those of her journeys as a
    manager; by date, what is ``closed`` the latest first."""
    recruit, leader = aliased(User), aliased(User)
    side = case((Journey.recruit_id == actor.id, 0), (Interview.leader_id == actor.id, 1), else_=2)
    day = Interview.planned_on.desc() if closed else Interview.planned_on
    rows = session.execute(
        select(Interview, side, _name(recruit), _name(leader), Step.title)
        .join(Journey, Journey.id == Interview.journey_id)
        .join(recruit, recruit.id == Journey.recruit_id)
        .join(leader, leader.id == Interview.leader_id)
        .outerjoin(Step, Step.id == Interview.step_id)
        .where(*_wanted(actor, closed, journey_id))
        .order_by(side, day, Interview.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        Line(one, _SIDES[place], whose, led, title or GUIDES[one.kind].title)
        for one, place, whose, led, title in rows
    ]


def _name(user: Any) -> Any:
    return user.given_name + " " + user.family_name


def _wanted(actor: Actor, closed: bool, journey_id: int | None) -> list[ColumnElement[bool]]:
    """A report that waits for its answer is not closed. What is left to do of a journey that was
    stopped is nobody's any more."""
    owed = and_(
        Interview.kind == InterviewKind.SURPRISE,
        Interview.answered_at.is_(None),
        Interview.state != InterviewState.CANCELLED,
    )
    over = and_(Interview.state.in_(CLOSED), not_(owed))
    wanted = [policy.visible_to(actor), over if closed else not_(over)]
    if journey_id is not None:
        return [*wanted, Interview.journey_id == journey_id]
    return wanted if closed else [*wanted, Journey.state != JourneyState.STOPPED]


def steps_there(session: Session, ids: Iterable[int]) -> dict[int, str]:
    """Title by id of the steps still in the journey."""
    rows = session.execute(select(Step.id, Step.title).where(Step.id.in_(list(ids))))
    return {row.id: row.title for row in rows}


def find_same(
    session: Session, journey_id: int, kind: InterviewKind, planned_on: dt.date
) -> Interview | None:
    """One of the same kind on the same day, not cancelled: the same button pressed twice."""
    return session.scalar(
        select(Interview)
        .where(
            Interview.journey_id == journey_id,
            Interview.kind == kind,
            Interview.planned_on == planned_on,
            Interview.step_id.is_(None),
            Interview.state != InterviewState.CANCELLED,
        )
        .limit(1)
    )


def list_unanswered(session: Session) -> Sequence[Interview]:
    """Reports that may ask for a written answer, of every place: for the daily reminder."""
    return session.scalars(
        select(Interview).where(
            Interview.kind == InterviewKind.SURPRISE,
            Interview.answered_at.is_(None),
            Interview.state != InterviewState.CANCELLED,
            Interview.shared_at.is_not(None) | Interview.held_on.is_not(None),
        )
    ).all()

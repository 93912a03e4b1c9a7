"""Reading journeys, always inside what the actor may see."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Integer, Row, Table, Text, and_, bindparam, case, func, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased, joinedload

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.json_rows import json_rows
from ..establishments.models import Establishment, StepRole, Unit
from . import policy
from .models import (
    Journey,
    JourneyEvent,
    JourneyState,
    Step,
    StepKind,
    StepState,
    TemplateVersion,
)

DRILL_TRIED = "drill_tried"
RUNNING = (JourneyState.ACTIVE, JourneyState.PAUSED)
# The recruit's home is the page opened most: one statement, plain columns, no entities, built once
# with its parameter left open (see bench/).
_J, _S = cast("Table", Journey.__table__).c, cast("Table", Step.__table__).c
_USERS, _UNITS = cast("Table", User.__table__), cast("Table", Unit.__table__)
_PLACES = cast("Table", Establishment.__table__)
_TUTOR, _MANAGER, _DOCTOR = (_USERS.alias(name) for name in ("tutor", "manager", "doctor"))
# As ``home.HomeStep`` orders its fields.
_HOME_STEPS = (
    select(
        json_rows(
            _S.position,
            _S.id,
            _S.code,
            _S.phase,
            _S.kind,
            _S.title,
            _S.role,
            _S.state,
            _S.state_since,
            _S.due_on,
            _S.minutes,
            sql_cast(_S.requires, Text),
            sql_cast(_S.competencies, Text),
            _USERS.c.given_name + " " + _USERS.c.family_name,
            # A text, as the lists above: what SQLite takes out of JSON it would put back as a list.
            case((_S.gate != "", _S.details["ouvre"].as_string().concat(""))),
        )
    )
    .select_from(Step.__table__)
    .outerjoin(_USERS, _USERS.c.id == _S.assignee_id)
    .where(_S.journey_id == _J.id)
    .correlate(Journey.__table__)
    .scalar_subquery()
)
_HOME_JOURNEY = (
    select(
        _J.id,
        sql_cast(_J.phases, Text).label("phases"),
        _J.state,
        _J.start_on,
        _J.pattern,
        _J.steps_total,
        _J.steps_done,
        _UNITS.c.name.label("unit"),
        _PLACES.c.name.label("establishment"),
        _PLACES.c.zone,
        _PLACES.c.time_zone,
        *(
            (person.c.given_name + " " + person.c.family_name).label(person.name)
            for person in (_TUTOR, _MANAGER, _DOCTOR)
        ),
        _HOME_STEPS.label("steps"),
    )
    .select_from(Journey.__table__)
    .join(_UNITS, _UNITS.c.id == _J.unit_id)
    .join(_PLACES, _PLACES.c.id == _J.establishment_id)
    .outerjoin(_TUTOR, _TUTOR.c.id == _J.tutor_id)
    .outerjoin(_MANAGER, _MANAGER.c.id == _J.manager_id)
    .outerjoin(_DOCTOR, _DOCTOR.c.id == _J.doctor_id)
    .where(_J.recruit_id == bindparam("recruit", type_=Integer))
    .order_by(_J.id.desc())
    .limit(1)
)


def find_home(session: Session, actor: Actor) -> Any | None:
    """The recruit's latest journey with the names of her team, as one row. ``steps``: what the home
    shows of each, as one text."""
    return session.connection().execute(_HOME_JOURNEY, {"recruit": actor.id}).first()


def find_running(session: Session, recruit_id: int) -> Journey | None:
    """For the portal itself: the journey that somebody is on, or paused on."""
    return session.scalars(
        select(Journey).where(Journey.recruit_id == recruit_id, Journey.state.in_(RUNNING))
    ).one_or_none()


def list_running(session: Session, recruit_id: int) -> Sequence[Row[Journey, Step]]:
    """The same with each of its steps, in one statement."""
    return session.execute(
        select(Journey, Step)
        .join(Step, Step.journey_id == Journey.id)
        .where(Journey.recruit_id == recruit_id, Journey.state.in_(RUNNING))
        .order_by(Step.position, Step.id)
    ).all()


def count_accompanied(session: Session, people: Sequence[int]) -> dict[int, int]:
    """How many running journeys each of them is the tutor, the manager or the doctor of."""
    counts = dict.fromkeys(people, 0)
    for place in (Journey.tutor_id, Journey.manager_id, Journey.doctor_id):
        rows = session.execute(
            select(place, func.count())
            .where(place.in_(people), Journey.state.in_(RUNNING))
            .group_by(place)
        )
        for user_id, count in rows:
            counts[user_id or 0] += count
    return counts


def get_journey(session: Session, actor: Actor, journey_id: int) -> Journey:
    """A journey the actor may read. Raises NotFoundError."""
    found = session.scalar(
        select(Journey)
        .where(Journey.id == journey_id, policy.visible_to(actor))
        .options(
            joinedload(Journey.recruit),
            joinedload(Journey.tutor),
            joinedload(Journey.manager),
            joinedload(Journey.doctor),
            joinedload(Journey.unit),
            joinedload(Journey.version).joinedload(TemplateVersion.template),
        )
    )
    if found is None:
        raise NotFoundError
    return found


def get_step(session: Session, actor: Actor, step_id: int) -> tuple[Step, Journey]:
    """A step of a journey the actor may read, or that she is asked to do. Raises NotFoundError."""
    row = session.execute(
        select(Step, Journey)
        .join(Journey, Journey.id == Step.journey_id)
        .where(Step.id == step_id, or_(policy.visible_to(actor), Step.assignee_id == actor.id))
        .options(joinedload(Journey.recruit), joinedload(Journey.unit), joinedload(Journey.tutor))
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def list_steps(session: Session, journey: Journey) -> list[Step]:
    query = select(Step).where(Step.journey_id == journey.id).order_by(Step.position, Step.id)
    return list(session.scalars(query))


@dataclass(frozen=True)
class HistoryLine:
    """``who`` "" is the portal itself."""

    event: JourneyEvent
    who: str


def history(
    session: Session, actor: Actor, journey: Journey, *, code: str | None = None
) -> list[HistoryLine]:
    """Latest first; with ``code``, of one step only. Tries at a drill are for the recruit and her
    tutor alone."""
    query = (
        select(JourneyEvent, User.given_name, User.family_name)
        .outerjoin(User, User.id == JourneyEvent.actor_id)
        .where(JourneyEvent.journey_id == journey.id)
        .order_by(JourneyEvent.at.desc(), JourneyEvent.id.desc())
    )
    if code is not None:
        query = query.where(JourneyEvent.code == code)
    if actor.id not in {journey.recruit_id, journey.tutor_id}:
        query = query.where(JourneyEvent.kind != DRILL_TRIED)
    return [
        HistoryLine(event, f"{given} {family}" if given else "")
        for event, given, family in session.execute(query)
    ]


def names_of(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    """Names by user id; absent ids are skipped."""
    ids = {user_id for user_id in ids if user_id is not None}
    if not ids:
        return {}
    rows = session.execute(
        select(User.id, User.given_name, User.family_name).where(User.id.in_(ids))
    )
    return {row.id: f"{row.given_name} {row.family_name}" for row in rows}


def list_duties(session: Session, actor: Actor) -> Sequence[Any]:
    """What others' journeys expect of this person: not done, soonest due first.

    An observation enters her list only once the recruit asked for it.
    """
    recruit = aliased(User)
    query = (
        select(
            Step.id,
            Step.title,
            Step.kind,
            Step.state,
            Step.due_on,
            Step.minutes,
            Journey.state.label("journey_state"),
            Unit.name.label("unit"),
            (recruit.given_name + " " + recruit.family_name).label("recruit"),
        )
        .join(Journey, Journey.id == Step.journey_id)
        .join(Unit, Unit.id == Journey.unit_id)
        .join(recruit, recruit.id == Journey.recruit_id)
        .where(
            Step.assignee_id == actor.id,
            Step.role != StepRole.RECRUIT,
            Step.state != StepState.DONE,
            Journey.state.in_(RUNNING),
            or_(
                Step.kind != StepKind.OBSERVATION,
                and_(Step.kind == StepKind.OBSERVATION, Step.state == StepState.SUBMITTED),
            ),
        )
        .order_by(Step.due_on, Step.id)
        .limit(200)
    )
    return session.execute(query).all()


def said_last(session: Session, actor: Actor, journey: Journey, code: str, text: str) -> bool:
    """Whether the latest line about a step is already this person's very word (a double click)."""
    latest = session.execute(
        select(JourneyEvent.kind, JourneyEvent.actor_id, JourneyEvent.comment)
        .where(JourneyEvent.journey_id == journey.id, JourneyEvent.code == code)
        .order_by(JourneyEvent.id.desc())
        .limit(1)
    ).first()
    return latest is not None and tuple(latest) == ("comment", actor.id, text)


def reminded_today(
    session: Session, actor: Actor, journey: Journey, code: str, since: dt.datetime
) -> bool:
    return bool(
        session.scalar(
            select(func.count())
            .select_from(JourneyEvent)
            .where(
                JourneyEvent.journey_id == journey.id,
                JourneyEvent.code == code,
                JourneyEvent.kind == "reminder",
                JourneyEvent.actor_id == actor.id,
                JourneyEvent.at >= since,
            )
        )
    )

"""The competency sheet, read in ``STATEMENTS`` statements whoever's it is."""

from typing import Any, cast

import orjson
from sqlalchemy import ColumnElement, Integer, Table, Text, bindparam, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment, Unit
from ..journeys import policy
from ..journeys.models import Journey, JourneyTemplate, Step, TemplateVersion
from ..learning.queries_evidence import list_evidence
from ..signoffs.models import (
    LedgerEntry,
    Observation,
    ObservationState,
    RequestState,
    SignOffRequest,
)
from . import reference
from .assembling import Assembly
from .facts import Asked, Entry, Facts, JourneyFacts, Learnt, SeenFacts, StepFacts
from .sheet import Sheet

# The journey, its steps, ledger lines, observations, open requests, what was learnt, the content.
STATEMENTS = 7

_S, _E, _R, _O = (
    cast("Table", model.__table__).c for model in (Step, LedgerEntry, SignOffRequest, Observation)
)
_USERS = cast("Table", User.__table__)
_RECRUIT = bindparam("recruit", type_=Integer)
_STEPS = (
    select(
        _S.id, _S.code, _S.title, _S.kind, _S.role, _S.state, _S.state_since, _S.due_on,
        (_USERS.c.given_name + " " + _USERS.c.family_name).label("assignee"),
        sql_cast(_S.requires, Text), sql_cast(_S.competencies, Text),
        _S.details["ouvre"].as_string(),
    )
    .select_from(Step.__table__)
    .outerjoin(_USERS, _USERS.c.id == _S.assignee_id)
    .where(_S.journey_id == bindparam("journey", type_=Integer))
    .order_by(_S.position, _S.id)
)  # fmt: skip
_ENTRIES = (
    select(
        _E.id, _E.kind, _E.about_id, _E.request_id, _E.at, _E.payload, _E.hash,
        _R.subject, _R.title, _R.state,
    )
    .select_from(LedgerEntry.__table__)
    .join(SignOffRequest.__table__, _R.id == _E.request_id)
    .where(_E.recruit_id == _RECRUIT)
    .order_by(_E.seq)
)  # fmt: skip
_SEEN = (
    select(_O.entry_id, _O.situation_at, _O.levels, _R.criteria, _O.state)
    .select_from(Observation.__table__)
    .join(SignOffRequest.__table__, _R.id == _O.request_id)
    .where(_R.recruit_id == _RECRUIT, _O.entry_id.is_not(None))
)
_ASKED = (
    select(
        _R.id, _R.subject, _R.requested_at,
        (_USERS.c.given_name + " " + _USERS.c.family_name).label("signer"),
    )
    .select_from(SignOffRequest.__table__)
    .outerjoin(_USERS, _USERS.c.id == _R.signer_id)
    .where(
        _R.recruit_id == _RECRUIT, _R.state == RequestState.WAITING,
        _R.subject.like("competency:%"),
    )
)  # fmt: skip


def read_sheet(session: Session, actor: Actor, journey_id: int) -> Sheet:
    """The sheet of a journey the actor may read. Raises NotFoundError."""
    journey = _journey(session, journey_id, policy.visible_to(actor))
    modules, competencies = reference.read(session)
    connection = session.connection()
    hers = {"recruit": journey.recruit_id}
    return Assembly(
        Facts(
            journey=journey,
            steps=[_step(row) for row in connection.execute(_STEPS, {"journey": journey.journey_id})],
            entries=[Entry._make(row) for row in connection.execute(_ENTRIES, hers)],
            seen=[
                SeenFacts(row.entry_id, row.situation_at, row.levels, row.criteria,
                          row.state is ObservationState.SIGNED)
                for row in connection.execute(_SEEN, hers)
            ],
            asked=[Asked._make(row) for row in connection.execute(_ASKED, hers)],
            learnt=[_learnt(row) for row in list_evidence(session, journey.recruit_id)],
            modules=modules,
            competencies=competencies,
        )
    ).sheet()  # fmt: skip


def _journey(session: Session, journey_id: int, allowed: ColumnElement[bool]) -> JourneyFacts:
    recruit, tutor, manager, doctor = (aliased(User) for _ in range(4))
    row = session.execute(
        select(
            Journey.id, Journey.establishment_id, Journey.unit_id, Journey.recruit_id,
            _name(recruit), recruit.quality, Unit.name, Establishment.name.label("place"),
            Establishment.time_zone, _name(tutor), _name(manager), _name(doctor),
            Journey.start_on, JourneyTemplate.title, TemplateVersion.number,
            Journey.tutor_id, Journey.manager_id, Journey.doctor_id,
        )
        .join(recruit, recruit.id == Journey.recruit_id)
        .join(Unit, Unit.id == Journey.unit_id)
        .join(Establishment, Establishment.id == Journey.establishment_id)
        .join(TemplateVersion, TemplateVersion.id == Journey.template_version_id)
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .outerjoin(tutor, tutor.id == Journey.tutor_id)
        .outerjoin(manager, manager.id == Journey.manager_id)
        .outerjoin(doctor, doctor.id == Journey.doctor_id)
        .where(Journey.id == journey_id, allowed)
    ).first()  # fmt: skip
    if row is None:
        raise NotFoundError
    *facts, tutor_id, manager_id, doctor_id = row
    team = tuple(one for one in (tutor_id, manager_id, doctor_id) if one)
    return JourneyFacts._make((*("" if value is None else value for value in facts), team))


def _name(user: Any) -> Any:
    return user.given_name + " " + user.family_name


def _step(row: Any) -> StepFacts:
    requires, competencies, opens = row[9:]
    lists = (orjson.loads(requires), orjson.loads(competencies), orjson.loads(opens or "[]"))
    return StepFacts._make((*row[:9], *lists))


def _learnt(row: Any) -> Learnt:
    percent = round(100 * row.points / row.out_of) if row.out_of else None
    return Learnt(row.what, row.module, row.version, row.at, percent)

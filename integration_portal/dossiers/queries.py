"""The competency sheet, read in ``STATEMENTS`` statements whoever's it is."""

from functools import lru_cache
from typing import Any, cast

import orjson
from sqlalchemy import Integer, Table, Text, and_, bindparam, case, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

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
from .facts import (
    Asked,
    CompetencyFacts,
    Entry,
    Facts,
    Learnt,
    ModuleFacts,
    SeenFacts,
    StepFacts,
)
from .sheet import JourneyFacts, Sheet

# The journey if she may read it, the content, its steps, what was asked and signed, what was learnt.
STATEMENTS = 5

_J, _S, _E, _R, _O = (
    cast("Table", model.__table__).c
    for model in (Journey, Step, LedgerEntry, SignOffRequest, Observation)
)
_UNITS, _PLACES, _VERSIONS, _TEMPLATES = (
    cast("Table", model.__table__)
    for model in (Unit, Establishment, TemplateVersion, JourneyTemplate)
)
_USERS = cast("Table", User.__table__)
_RECRUIT = bindparam("recruit", type_=Integer)
_JOURNEY_ID = bindparam("journey", type_=Integer)


def _name(person: Any) -> Any:
    return person.c.given_name + " " + person.c.family_name


# Built once, on plain tables: making such a statement anew costs more than running it.
_PEOPLE = {name: _USERS.alias(name) for name in ("recruit", "tutor", "manager", "doctor")}
_JOURNEY = (
    select(
        _J.id, _J.establishment_id, _J.unit_id, _J.recruit_id, _name(_PEOPLE["recruit"]),
        _PEOPLE["recruit"].c.quality, _UNITS.c.name, _PLACES.c.name.label("place"),
        _PLACES.c.time_zone, _name(_PEOPLE["tutor"]), _name(_PEOPLE["manager"]),
        _name(_PEOPLE["doctor"]), _J.start_on, _TEMPLATES.c.title, _VERSIONS.c.number,
        _J.tutor_id, _J.manager_id, _J.doctor_id,
    )
    .select_from(Journey.__table__)
    .join(_PEOPLE["recruit"], _PEOPLE["recruit"].c.id == _J.recruit_id)
    .join(_UNITS, _UNITS.c.id == _J.unit_id)
    .join(_PLACES, _PLACES.c.id == _J.establishment_id)
    .join(_VERSIONS, _VERSIONS.c.id == _J.template_version_id)
    .join(_TEMPLATES, _TEMPLATES.c.id == _VERSIONS.c.template_id)
    .outerjoin(_PEOPLE["tutor"], _PEOPLE["tutor"].c.id == _J.tutor_id)
    .outerjoin(_PEOPLE["manager"], _PEOPLE["manager"].c.id == _J.manager_id)
    .outerjoin(_PEOPLE["doctor"], _PEOPLE["doctor"].c.id == _J.doctor_id)
    .where(_J.id == _JOURNEY_ID, policy.visible_within())
)  # fmt: skip
_STEPS = (
    select(
        _S.id, _S.code, _S.title, _S.kind, _S.role, _S.state, _S.state_since, _S.due_on,
        (_USERS.c.given_name + " " + _USERS.c.family_name).label("assignee"),
        sql_cast(_S.requires, Text), sql_cast(_S.competencies, Text),
        _S.details["ouvre"].as_string(),
    )
    .select_from(Step.__table__)
    .outerjoin(_USERS, _USERS.c.id == _S.assignee_id)
    .where(_S.journey_id == _JOURNEY_ID)
    .order_by(_S.position, _S.id)
)  # fmt: skip
# A line for each request and each line of the ledger about it, with the observation that it signs.
_SIGNED = (
    select(
        _E.id, _E.kind, _E.about_id, _R.id.label("request_id"), _E.at, _E.payload, _E.hash,
        _R.subject, _R.title, _R.state,
        _R.requested_at, (_USERS.c.given_name + " " + _USERS.c.family_name).label("signer"),
        _O.situation_at, sql_cast(_O.levels, Text).label("levels"),
        case((_O.id.is_not(None), sql_cast(_R.criteria, Text))).label("criteria"),
        _O.state.label("seen"),
    )
    .select_from(SignOffRequest.__table__)
    .outerjoin(LedgerEntry.__table__, _E.request_id == _R.id)
    .outerjoin(Observation.__table__, and_(_O.request_id == _R.id, _O.entry_id == _E.id))
    .outerjoin(_USERS, _USERS.c.id == _R.signer_id)
    .where(_R.recruit_id == _RECRUIT)
    .order_by(_E.seq, _R.id)
)  # fmt: skip
_ENTRY = len(Entry._fields)


def read_sheet(session: Session, actor: Actor, journey_id: int) -> Sheet:
    """The sheet of a journey the actor may read. Raises NotFoundError."""
    connection = session.connection()
    this = {"journey": journey_id}
    found = connection.execute(_JOURNEY, this | policy.reach(actor)).one_or_none()
    if found is None:
        raise NotFoundError
    return _sheet(
        found,
        tuple(connection.execute(_STEPS, this).all()),
        tuple(connection.execute(_SIGNED, {"recruit": found.recruit_id}).all()),
        tuple(list_evidence(session, found.recruit_id)),
        *reference.read(session),
    )


Rows = tuple[Any, ...]


# It changes when somebody signs or learns something: what was read is compared, and a sheet already
# made is kept. Some 60 kB each.
@lru_cache(maxsize=128)
def _sheet(
    journey: Any, steps: Rows, signed: Rows, learnt: Rows,
    modules: tuple[ModuleFacts, ...], competencies: tuple[CompetencyFacts, ...],
) -> Sheet:  # fmt: skip
    lines = [row for row in signed if row.kind is not None]
    return Assembly(
        Facts(
            journey=_journey(journey),
            steps=[_step(row) for row in steps],
            entries=[Entry._make(row[:_ENTRY]) for row in lines],
            seen=[_seen(row) for row in lines if row.seen is not None],
            asked=list(dict.fromkeys(_asked(row) for row in signed if _waits(row))),
            learnt=[_learnt(row) for row in learnt],
            modules=modules,
            competencies=competencies,
        )
    ).sheet()


def _journey(row: Any) -> JourneyFacts:
    *facts, tutor_id, manager_id, doctor_id = row
    told: list[Any] = ["" if value is None else value for value in facts]
    told.append(tuple(one for one in (tutor_id, manager_id, doctor_id) if one))
    return JourneyFacts(*told)


def _step(row: Any) -> StepFacts:
    requires, competencies, opens = row[9:]
    lists = (orjson.loads(requires), orjson.loads(competencies), orjson.loads(opens or "[]"))
    return StepFacts._make((*row[:9], *lists))


def _seen(row: Any) -> SeenFacts:
    levels, criteria = orjson.loads(row.levels), orjson.loads(row.criteria)
    standing = row.seen is ObservationState.SIGNED
    return SeenFacts(row[0], row.situation_at, levels, criteria, standing)


def _waits(row: Any) -> bool:
    return row.state is RequestState.WAITING and row.subject.startswith("competency:")


def _asked(row: Any) -> Asked:
    """The same for each line already signed about it."""
    return Asked(row.request_id, row.subject, row.requested_at, row.signer)


def _learnt(row: Any) -> Learnt:
    percent = round(100 * row.points / row.out_of) if row.out_of else None
    return Learnt(row.what, row.module, row.version, row.at, percent)

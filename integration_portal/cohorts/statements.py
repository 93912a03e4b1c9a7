"""The board's statements, on plain columns. Built once per shape, then kept with their parameters
left open: a board is the page a manager reloads most, on the largest tables (see bench/).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    Executable,
    Integer,
    Select,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from ..accounts.models import User
from ..core.json_rows import as_text
from ..establishments.models import StepRole, Unit
from ..journeys.models import ASKED, Journey, JourneyState, Step, StepState
from .filters import LATE, ON_TIME
from .name_search import holds
from .rules import STATES_OF

J = cast("Table", Journey.__table__).c
S = cast("Table", Step.__table__).c
UNIT = cast("Table", Unit.__table__)
_USERS = cast("Table", User.__table__)
RECRUIT, TUTOR, HOLDER = (_USERS.alias(name) for name in ("recruit", "tutor", "holder"))
BLOCKER = cast("Table", Step.__table__).alias("blocker")
# Once validated, it waits for the doctor of the journey.
_HOLDER_ID = case(
    (BLOCKER.c.state == StepState.COUNTERSIGN, J.doctor_id), else_=BLOCKER.c.assignee_id
)
TODAY = bindparam("today", type_=Date)
IS_LATE = and_(J.state == JourneyState.ACTIVE, J.next_due_on < TODAY)


@dataclass(frozen=True)
class Shape:
    """What a statement looks like, without its values. ``place``: cohort, establishment or reach;
    ``whole``: no unit filter. ``tutor``: "", "one" or "none"; ``words``: how many."""

    place: str
    whole: bool
    unit: bool = False
    tutor: str = ""
    situation: str = ""
    state: str = "en-cours"
    words: int = 0
    sort: str = "echeance"
    down: bool = False


def _place(shape: Shape) -> list[ColumnElement[bool]]:
    in_units = J.unit_id.in_(bindparam("units", expanding=True))
    if shape.place == "reach":
        everywhere = J.establishment_id.in_(bindparam("establishments", expanding=True))
        return [everywhere if shape.whole else or_(everywhere, in_units)]
    column = J.cohort_id if shape.place == "cohort" else J.establishment_id
    found = [column == bindparam("place", type_=Integer)]
    return found if shape.whole else [*found, in_units]


def _situation(shape: Shape) -> list[ColumnElement[bool]]:
    """A situation is about active journeys; without one, the state decides."""
    if not shape.situation:
        states = sorted(STATES_OF[shape.state])
        one_of = or_(*(J.state == state for state in states))  # a list would be expanded each time
        return [one_of] if len(states) < len(JourneyState) else []
    active = J.state == JourneyState.ACTIVE
    if shape.situation == ON_TIME:
        return [active, or_(J.next_due_on >= TODAY, J.next_due_on.is_(None))]
    late = [active, J.next_due_on < TODAY]
    if shape.situation != LATE:
        late.append(J.next_role == StepRole(shape.situation))
    return late


def _conditions(shape: Shape) -> list[ColumnElement[bool]]:
    found = [*_place(shape), *_situation(shape)]
    if shape.unit:
        found.append(J.unit_id == bindparam("unit", type_=Integer))
    if shape.tutor:
        one = J.tutor_id == bindparam("tutor", type_=Integer)
        found.append(one if shape.tutor == "one" else J.tutor_id.is_(None))
    names = [person.c.given_name + " " + person.c.family_name for person in (RECRUIT, TUTOR)]
    found += [or_(*(holds(name, index) for name in names)) for index in range(shape.words)]
    return found


def _joined(query: Select[Any], shape: Shape) -> Select[Any]:
    """Only the joins that the filter or the order of ``shape`` reads."""
    if shape.words or shape.sort == "nom":
        query = query.join(RECRUIT, RECRUIT.c.id == J.recruit_id)
    if shape.words or shape.sort == "tutrice":
        query = query.outerjoin(TUTOR, TUTOR.c.id == J.tutor_id)
    if shape.sort == "unite":
        query = query.join(UNIT, UNIT.c.id == J.unit_id)
    return query


def _order(shape: Shape) -> list[ColumnElement[Any]]:
    """By default the order of the board's index: active first, the latest first."""
    columns: dict[str, list[ColumnElement[Any]]] = {
        "echeance": [J.state, J.next_due_on, J.next_role],
        "nom": [RECRUIT.c.family_name, RECRUIT.c.given_name],
        "unite": [UNIT.c.name, J.next_due_on],
        "tutrice": [TUTOR.c.family_name, TUTOR.c.given_name],
        "avancement": [J.steps_done * 1.0 / func.nullif(J.steps_total, 0)],
    }
    chosen = [*columns[shape.sort], J.id]
    return [column.desc() for column in chosen] if shape.down else chosen


def _grouped(shape: Shape) -> Select[Any]:
    """First by date, in the order of the index so that nothing is sorted, then what is left, a few
    hundred lines, by lateness."""
    by_date = (
        select(J.state, J.next_due_on, J.next_role, func.count().label("number"))
        .where(*_place(shape))
        .group_by(J.state, J.next_due_on, J.next_role)
        .subquery()
    )
    day = by_date.c
    is_late = and_(day.state == JourneyState.ACTIVE, day.next_due_on < TODAY)
    late = case((is_late, 1), else_=0).label("late")
    return select(
        day.state, late, day.next_role, func.sum(day.number).cast(Integer).label("number")
    ).group_by(day.state, "late", day.next_role)


@lru_cache(maxsize=256)
def groups(shape: Shape, narrow: bool) -> Executable:
    """Rows by state, lateness and role of whoever is next: the headline, over the index alone.
    When the filter is narrower than that, one more line, its state empty, counts what it keeps."""
    query = _grouped(shape)
    if not narrow:
        return query
    columns: list[Any] = [null(), literal(0), null(), func.count()]
    kept = select(*columns).select_from(Journey.__table__)
    return union_all(query, _joined(kept, shape).where(*_conditions(shape)))


@lru_cache(maxsize=256)
def rows(shape: Shape) -> Select[str]:
    """One page of the table, as one text. The inner query finds the ids on the index; names and the
    step that blocks are read for those alone."""
    inner = (
        _joined(select(J.id).select_from(Journey.__table__), shape)
        .where(*_conditions(shape))
        .order_by(*_order(shape))
        .limit(bindparam("limit", type_=Integer))
        .offset(bindparam("offset", type_=Integer))
    )
    blocker_id = (  # read along the index, from the earliest date left, until the first match
        select(S.id)
        .where(S.journey_id == J.id, S.due_on >= J.next_due_on)
        .where(S.state != StepState.DONE, S.title == J.next_title)
        .order_by(S.due_on)
        .limit(1)
        .correlate(Journey.__table__)
        .scalar_subquery()
    )
    return as_text(
        select(*_COLUMNS)
        .select_from(Journey.__table__)
        .join(RECRUIT, RECRUIT.c.id == J.recruit_id)
        .join(UNIT, UNIT.c.id == J.unit_id)
        .outerjoin(TUTOR, TUTOR.c.id == J.tutor_id)
        .outerjoin(BLOCKER, BLOCKER.c.id == blocker_id)
        .outerjoin(HOLDER, HOLDER.c.id == _HOLDER_ID)
        .where(J.id.in_(inner))
        .order_by(*_order(shape))
    )


# Its date counts from when it was handed over; elsewhere from when it was due.
_HANDED = (*sorted(ASKED), StepState.RETURNED)
# How many steps should be done by today: counted along the index, for the rows shown.
_EXPECTED = (
    select(func.count())
    .where(S.journey_id == J.id, S.due_on <= TODAY)
    .correlate(Journey.__table__)
    .scalar_subquery()
)
_COLUMNS = (
    J.id,
    J.establishment_id,
    J.unit_id,
    J.template_version_id,
    J.state,
    J.start_on,
    J.steps_total,
    J.steps_done,
    J.next_due_on,
    J.next_role,
    J.next_title,
    RECRUIT.c.given_name,
    RECRUIT.c.family_name,
    UNIT.c.name.label("unit"),
    TUTOR.c.given_name.label("tutor_given"),
    TUTOR.c.family_name.label("tutor_family"),
    BLOCKER.c.id.label("step_id"),
    case((or_(*(BLOCKER.c.state == one for one in _HANDED)), BLOCKER.c.state_since)).label(
        "step_since"
    ),
    _HOLDER_ID.label("holder_id"),
    HOLDER.c.given_name.label("holder_given"),
    HOLDER.c.family_name.label("holder_family"),
    _EXPECTED.label("expected"),
)

"""Reading cohorts, what a board may be filtered on, who can be named, always inside the reach."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    BindParameter,
    Executable,
    ScalarSelect,
    Table,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.json_rows import as_text, read_rows
from ..core.permissions import Permission, Role
from ..establishments.models import Establishment, Unit
from ..journeys.models import Journey, JourneyTemplate, Step, TemplateVersion
from . import policy
from .heatmap import Version
from .models import Cohort
from .policy import Place
from .rules import Figures, figures
from .statements import IS_LATE, J

Choices = tuple[tuple[int, str], ...]
INDEX_PAGE = 20
# Beyond this many tutors a list helps nobody: the name search finds them.
MAX_TUTORS = 40


class CohortHead(NamedTuple):
    """A cohort, as whatever happens in it needs it. ``establishment``: its name."""

    id: int
    establishment_id: int
    name: str
    start_on: dt.date
    establishment: str


@dataclass(frozen=True)
class CohortCard:
    """A cohort of the index, with its figures."""

    id: int
    name: str
    start_on: dt.date
    establishment: str
    figures: Figures


_UNITS, _USERS = cast("Table", Unit.__table__).c, cast("Table", User.__table__).c
_GRANTS = cast("Table", RoleGrant.__table__).c


_COHORTS = cast("Table", Cohort.__table__)
_PLACES = cast("Table", Establishment.__table__)
# Built once: the first thing that every board reads.
_ONE_COHORT = (
    select(
        _COHORTS.c.id,
        _COHORTS.c.establishment_id,
        _COHORTS.c.name,
        _COHORTS.c.start_on,
        _PLACES.c.name.label("establishment"),
    )
    .join(_PLACES, _PLACES.c.id == _COHORTS.c.establishment_id)
    .where(_COHORTS.c.id == bindparam("id"), policy.visible_within())
)


def get_cohort(
    session: Session, actor: Actor, cohort_id: int, permission: Permission = Permission.COHORT_READ
) -> CohortHead:
    """Raises NotFoundError when it is absent or out of reach."""
    scope = actor.scope(permission)
    reach = {"establishments": list(scope.establishments), "units": list(scope.units)}
    row = session.connection().execute(_ONE_COHORT, {"id": cohort_id, **reach}).first()
    if row is None:
        raise NotFoundError
    return CohortHead(*row)


def recruits_of(actor: Actor, cohort_id: int) -> ScalarSelect[int]:
    """The recruits of a cohort whose journeys the actor follows, as rows of a larger statement."""
    scope = actor.scope(Permission.COHORT_READ)
    return (
        select(Journey.recruit_id)
        .where(
            Journey.cohort_id == cohort_id,
            or_(
                Journey.establishment_id.in_(scope.establishments),
                Journey.unit_id.in_(scope.units),
            ),
        )
        .scalar_subquery()
    )


def list_cohorts(
    session: Session, actor: Actor, page: int, today: dt.date
) -> tuple[list[CohortCard], int]:
    """One page of cohorts, the latest start first, and how many there are in all."""
    visible = policy.visible_to(actor, Permission.COHORT_READ)
    number = session.scalar(select(func.count()).select_from(Cohort).where(visible)) or 0
    found = session.execute(
        select(Cohort.id, Cohort.name, Cohort.start_on, Establishment.name)
        .join(Establishment, Establishment.id == Cohort.establishment_id)
        .where(visible)
        .order_by(Cohort.start_on.desc(), Cohort.id.desc())
        .limit(INDEX_PAGE)
        .offset((page - 1) * INDEX_PAGE)
    ).all()
    counted = _figures_of(session, actor, [row.id for row in found], today)
    cards = [CohortCard(*row, figures(counted.get(row.id, ()))) for row in found]
    return cards, number


def _figures_of(
    session: Session, actor: Actor, cohort_ids: list[int], today: dt.date
) -> dict[int, list[Any]]:
    """Lines of the GROUP BY by cohort, for the rows the actor reads."""
    scope = actor.scope(Permission.COHORT_READ)
    mine = or_(Journey.establishment_id.in_(scope.establishments), Journey.unit_id.in_(scope.units))
    late = case((IS_LATE, 1), else_=0).label("late")
    query = (
        select(
            Journey.cohort_id, Journey.state, late, Journey.next_role, func.count().label("number")
        )
        .where(Journey.cohort_id.in_(cohort_ids))
        .group_by(Journey.cohort_id, Journey.state, "late", Journey.next_role)
    )
    if scope.units:  # else the cohorts found are wholly hers
        query = query.where(mine)
    found: dict[int, list[Any]] = {}
    for row in session.execute(query, {"today": today}):
        found.setdefault(row.cohort_id, []).append(row)
    return found


def list_choices(session: Session, place: Place) -> tuple[Choices, Choices]:
    """Units and tutors a board may be filtered on, in one statement. No tutor when too many."""
    query = _choices(place.cohort_id is not None, place.establishment_id is not None, place.whole)
    return _units_and_tutors(session.connection().execute(query, vars(place)).scalar_one())


@lru_cache(maxsize=64)
def _units_and_tutors(text: str) -> tuple[Choices, Choices]:
    rows = read_rows(text)
    units = tuple([(id_, name) for kind, id_, name in rows if kind == "unit"])
    tutors = tuple([(id_, name) for kind, id_, name in rows if kind == "tutor"])
    return units, tutors if len(tutors) <= MAX_TUTORS else ()


@lru_cache(maxsize=8)
def _choices(cohort: bool, establishment: bool, whole: bool) -> Executable:
    """The statement for one kind of place, its rows as one text: parameters are the fields of a
    Place."""
    reach: BindParameter[Any] = bindparam("establishments", expanding=True)
    own_units: BindParameter[Any] = bindparam("units", expanding=True)
    units = select(literal("unit").label("kind"), _UNITS.id, _UNITS.name.label("name"))
    if not (establishment and whole):
        units = units.where(or_(_UNITS.establishment_id.in_(reach), _UNITS.id.in_(own_units)))
    rows = select(J.tutor_id)
    granted = or_(_GRANTS.establishment_id.in_(reach), _GRANTS.unit_id.in_(own_units))
    if establishment:
        units = units.where(_UNITS.establishment_id == bindparam("establishment_id"))
        granted = _GRANTS.establishment_id == bindparam("establishment_id")
    if cohort:  # its journeys are all of its establishment: that index would read far more
        rows = rows.where(J.cohort_id == bindparam("cohort_id"))
    elif establishment:
        rows = rows.where(J.establishment_id == bindparam("establishment_id"))
    if not whole:
        rows = rows.where(or_(J.establishment_id.in_(reach), J.unit_id.in_(own_units)))
    tutors = select(literal("tutor"), _USERS.id, _USERS.family_name + " " + _USERS.given_name)
    if cohort:  # start from its rows, until one tutor too many is found
        named = rows.where(J.tutor_id.is_not(None)).distinct().limit(MAX_TUTORS + 1)
        tutors = tutors.where(_USERS.id.in_(named))
    else:  # many: start from whoever holds the role
        held = select(_GRANTS.user_id).where(granted, _GRANTS.role == Role.TUTOR)
        follows = rows.where(J.tutor_id == _USERS.id).exists()
        tutors = tutors.where(_USERS.id.in_(held), follows)
    capped = tutors.limit(MAX_TUTORS + 1).subquery()
    return as_text(union_all(units, select(*capped.c)).order_by("name"))


def list_heat_versions(session: Session, version_ids: Iterable[int]) -> list[Version]:
    """The template versions that rows already read are pinned on."""
    query = (
        select(
            TemplateVersion.id,
            TemplateVersion.template_id,
            TemplateVersion.number,
            JourneyTemplate.title,
            TemplateVersion.definition,
        )
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .where(TemplateVersion.id.in_(sorted(set(version_ids))))
    )
    return [Version(*row) for row in session.execute(query)]


def get_step_to_remind(session: Session, actor: Actor, step_id: int) -> tuple[Step, Journey]:
    """Raises NotFoundError when it is absent or out of reach."""
    row = session.execute(
        select(Step, Journey)
        .join(Journey, Journey.id == Step.journey_id)
        .where(Step.id == step_id, policy.remindable_by(actor))
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]

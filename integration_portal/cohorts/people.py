"""Who and what an enrolment may name: places, templates, people holding a role there."""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission, Role
from ..establishments.models import Unit
from ..journeys.models import Journey, JourneyState, JourneyTemplate, TemplateVersion
from .models import Cohort
from .queries import CohortHead
from .roster import Known, KnownPerson
from .spreadsheet import plain

TEAM = (Role.TUTOR, Role.MANAGER, Role.DOCTOR)
Choices = list[tuple[int, str]]


def list_units(session: Session, actor: Actor, establishment_id: int) -> list[Unit]:
    """Units of the establishment where the actor may enrol."""
    scope = actor.scope(Permission.COHORT_MANAGE)
    query = select(Unit).where(Unit.establishment_id == establishment_id).order_by(Unit.name)
    if establishment_id not in scope.establishments:
        query = query.where(Unit.id.in_(scope.units))
    return list(session.scalars(query))


def list_cohort_choices(session: Session, establishment_id: int) -> Choices:
    """The latest cohorts of an establishment already found in reach."""
    rows = session.execute(
        select(Cohort.id, Cohort.name)
        .where(Cohort.establishment_id == establishment_id)
        .order_by(Cohort.start_on.desc(), Cohort.id.desc())
        .limit(100)
    )
    return [(row.id, row.name) for row in rows]


def list_team(session: Session, establishment_id: int) -> dict[Role, list[tuple[int, str, str]]]:
    """Active people of the establishment by role: (id, name, address)."""
    rows = session.execute(
        select(RoleGrant.role, User.id, User.given_name, User.family_name, User.email)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            User.is_active,
            RoleGrant.establishment_id == establishment_id,
            RoleGrant.role.in_(TEAM),
        )
        .distinct()
        .order_by(User.family_name, User.given_name)
    )
    found: dict[Role, list[tuple[int, str, str]]] = {role: [] for role in TEAM}
    for row in rows:
        found[row.role].append((row.id, f"{row.given_name} {row.family_name}", row.email))
    return found


def list_version_choices(session: Session, establishment_id: int) -> Choices:
    """The latest version of every template open to the establishment, named without its content."""
    latest = (
        select(TemplateVersion.template_id, func.max(TemplateVersion.number).label("number"))
        .group_by(TemplateVersion.template_id)
        .subquery()
    )
    same = and_(
        latest.c.template_id == TemplateVersion.template_id,
        latest.c.number == TemplateVersion.number,
    )
    rows = session.execute(
        select(TemplateVersion.id, JourneyTemplate.title, TemplateVersion.number)
        .join(latest, same)
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .where(_open_to(establishment_id))
        .order_by(JourneyTemplate.title)
    )
    return [(row.id, f"{row.title} (version {row.number})") for row in rows]


def get_version(session: Session, establishment_id: int, version_id: int) -> TemplateVersion:
    """A template version open to the establishment. Raises NotFoundError."""
    found = session.scalar(
        select(TemplateVersion)
        .join(JourneyTemplate, JourneyTemplate.id == TemplateVersion.template_id)
        .where(TemplateVersion.id == version_id, _open_to(establishment_id))
        .options(joinedload(TemplateVersion.template))
    )
    if found is None:
        raise NotFoundError
    return found


def _open_to(establishment_id: int) -> ColumnElement[bool]:
    return or_(
        JourneyTemplate.establishment_id.is_(None),
        JourneyTemplate.establishment_id == establishment_id,
    )


def known_for(
    session: Session,
    actor: Actor,
    cohort: CohortHead,
    addresses: Iterable[str],
    today: dt.date,
) -> tuple[Known, dict[int, Unit]]:
    """What a list of recruits is checked against, and the units by id. Four statements."""
    units = list_units(session, actor, cohort.establishment_id)
    team = list_team(session, cohort.establishment_id)
    known = Known(
        units={plain(unit.name): unit.id for unit in units},
        tutors={email: user_id for user_id, _, email in team[Role.TUTOR]},
        doctors={email: user_id for user_id, _, email in team[Role.DOCTOR]},
        people=_people(session, addresses),
        cohort_id=cohort.id,
        today=today,
    )
    return known, {unit.id: unit for unit in units}


def _people(session: Session, addresses: Iterable[str]) -> dict[str, KnownPerson]:
    """Accounts at these addresses, with their running journey if any."""
    running = and_(
        Journey.recruit_id == User.id,
        Journey.state.in_([JourneyState.ACTIVE, JourneyState.PAUSED]),
    )
    rows = session.execute(
        select(User, Journey.id, Journey.cohort_id)
        .outerjoin(Journey, running)
        .where(User.email.in_(sorted(addresses)))
    )
    return {
        user.email: KnownPerson(user.id, user.name, user.is_active, journey_id is not None, cohort)
        for user, journey_id, cohort in rows
    }

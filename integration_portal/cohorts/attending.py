"""Who may be expected at a training: the recruits of a cohort, then the others of the same place."""

from typing import NamedTuple

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core.actor import Actor
from ..core.permissions import Permission
from ..establishments.models import Unit
from ..journeys.models import Journey, JourneyState
from .queries import CohortHead

_MOST = 300


class Expected(NamedTuple):
    """One recruit. ``of_cohort``: ticked beforehand."""

    journey_id: int
    name: str
    unit: str
    of_cohort: bool


def list_expected(session: Session, actor: Actor, cohort: CohortHead) -> list[Expected]:
    """Those of the cohort first, whatever became of their journey; then the journeys going on in
    the establishment. Always within the actor's reach."""
    scope = actor.scope(Permission.COHORT_READ)
    own = case((Journey.cohort_id == cohort.id, 1), else_=0)
    going_on = Journey.state.in_((JourneyState.ACTIVE, JourneyState.PAUSED))
    rows = session.execute(
        select(Journey.id, User.given_name, User.family_name, Unit.name, own)
        .join(User, User.id == Journey.recruit_id)
        .join(Unit, Unit.id == Journey.unit_id)
        .where(
            Journey.establishment_id == cohort.establishment_id,
            or_(Journey.cohort_id == cohort.id, going_on),
            or_(
                Journey.establishment_id.in_(scope.establishments),
                Journey.unit_id.in_(scope.units),
            ),
        )
        .order_by(own.desc(), Unit.name, User.family_name, User.given_name, Journey.id)
        .limit(_MOST)
    )
    return [
        Expected(journey_id, f"{given} {family}", unit, bool(mine))
        for journey_id, given, family, unit, mine in rows
    ]

"""Who takes which paper."""

from sqlalchemy import ColumnElement, and_, or_

from ...core.actor import Actor
from ...core.permissions import Permission
from ...journeys.models import Journey
from ...journeys.policy import visible_to


def evidence_open_to(actor: Actor) -> ColumnElement[bool]:
    """Journeys whose evidence the actor may take away: her own, and those of the place where she
    is human resources or management. Her tutor reads the booklet, not the file."""
    scope = actor.scope(Permission.COHORT_READ)
    return or_(
        Journey.recruit_id == actor.id,
        and_(
            visible_to(actor),
            or_(
                Journey.establishment_id.in_(scope.establishments),
                Journey.unit_id.in_(scope.units),
            ),
        ),
    )

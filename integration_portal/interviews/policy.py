"""Who opens an interview: the recruit, who leads it, and the manager of the journey.

The manager is the one the journey names; while it names nobody, whoever manages the unit.
"""

from sqlalchemy import ColumnElement, and_, or_

from ..core.actor import Actor
from ..journeys import policy as journeys
from ..journeys.models import Journey
from .models import Interview
from .rules import Side


def managed_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of journeys of which the actor is the manager."""
    nobody = and_(Journey.manager_id.is_(None), journeys.manageable_by(actor))
    return and_(Journey.recruit_id != actor.id, or_(Journey.manager_id == actor.id, nobody))


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rows of (Interview, Journey)."""
    return or_(Journey.recruit_id == actor.id, Interview.leader_id == actor.id, managed_by(actor))


def manages(actor: Actor, journey: Journey) -> bool:
    if actor.id == journey.recruit_id:
        return False
    nobody = journey.manager_id is None and journeys.can_manage(actor, journey)
    return journey.manager_id == actor.id or nobody


def side_of(actor: Actor, interview: Interview, journey: Journey) -> Side:
    """For somebody who may open it."""
    if actor.id == journey.recruit_id:
        return Side.RECRUIT
    return Side.LEADER if actor.id == interview.leader_id else Side.MANAGER


def can_plan(actor: Actor, journey: Journey) -> bool:
    """The recruit asks; her tutor and her manager plan."""
    return actor.id in {journey.recruit_id, journey.tutor_id} or manages(actor, journey)


def can_arrange(actor: Actor, interview: Interview, journey: Journey) -> bool:
    """Move it to another day, or cancel it: who leads it, the manager; the recruit, what she
    asked for herself."""
    if actor.id == journey.recruit_id:
        return interview.created_by_id == actor.id and interview.step_id is None
    return actor.id == interview.leader_id or manages(actor, journey)

"""Who sees and who changes which journey."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, or_

from ..core.actor import Actor
from ..core.permissions import PERMISSIONS, Permission
from ..establishments.models import StepRole
from .models import Journey, JourneyTemplate, Step


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Her own journey, those of her team, those of the units and establishments she follows."""
    return _visible(**reach(actor))


def visible_within() -> ColumnElement[bool]:
    """As ``visible_to``, in a statement built once and run with ``reach(actor)``."""
    return _visible(
        me=bindparam("me", type_=Integer),
        places=bindparam("places", type_=Integer, expanding=True),
        units=bindparam("units", type_=Integer, expanding=True),
    )


def reach(actor: Actor) -> dict[str, Any]:
    """Who she is, and where she follows journeys."""
    follow = actor.scope(Permission.JOURNEY_FOLLOW)
    board = actor.scope(Permission.COHORT_READ)
    return {
        "me": actor.id,
        "places": list(follow.establishments | board.establishments),
        "units": list(follow.units | board.units),
    }


def _visible(me: Any, places: Any, units: Any) -> ColumnElement[bool]:
    return or_(
        Journey.recruit_id == me,
        Journey.tutor_id == me,
        Journey.doctor_id == me,
        Journey.manager_id == me,
        Journey.establishment_id.in_(places),
        Journey.unit_id.in_(units),
    )


def manageable_by(actor: Actor) -> ColumnElement[bool]:
    scope = actor.scope(Permission.JOURNEY_MANAGE)
    return or_(Journey.establishment_id.in_(scope.establishments), Journey.unit_id.in_(scope.units))


def can_manage(actor: Actor, journey: Journey) -> bool:
    scope = actor.scope(Permission.JOURNEY_MANAGE)
    return scope.covers(journey.establishment_id, journey.unit_id)


def can_comment(actor: Actor, journey: Journey) -> bool:
    """Whoever may read the journey may leave a word on a step."""
    follow = actor.scope(Permission.JOURNEY_FOLLOW)
    team = {journey.recruit_id, journey.tutor_id, journey.doctor_id, journey.manager_id}
    return actor.id in team or follow.covers(journey.establishment_id, journey.unit_id)


def can_complete(actor: Actor, journey: Journey, step: Step) -> bool:
    """The person in whose hands the step is; the manager may do it for somebody absent."""
    if step.role is StepRole.RECRUIT:
        return actor.id == journey.recruit_id
    if can_manage(actor, journey):
        return actor.id != journey.recruit_id
    return step.assignee_id == actor.id


def template_readable_by(actor: Actor) -> ColumnElement[bool]:
    """Shipped templates, and those of the establishments where she manages some."""
    places = {
        grant.establishment_id
        for grant in actor.grants
        if Permission.TEMPLATE_MANAGE in PERMISSIONS[grant.role]
    }
    return or_(
        JourneyTemplate.establishment_id.is_(None), JourneyTemplate.establishment_id.in_(places)
    )


def can_edit_template(actor: Actor, template: JourneyTemplate) -> bool:
    """One's whole establishment's own; a shipped one is duplicated first."""
    scope = actor.scope(Permission.TEMPLATE_MANAGE)
    return template.establishment_id in scope.establishments

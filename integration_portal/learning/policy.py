"""Who decides about a credit, who keeps the questions, whose answers she may count."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from ..accounts.models import RoleGrant
from ..core.actor import Actor
from ..core.permissions import PERMISSIONS, Permission
from .models import ModuleCredit, QuestionReport


def decides(actor: Actor, credit: ModuleCredit) -> bool:
    """Whoever signs where the person works, herself excepted."""
    if actor.id == credit.user_id:
        return False
    return actor.scope(Permission.SIGNOFF_DECIDE).covers(credit.establishment_id, credit.unit_id)


def credits_decided_by(actor: Actor) -> ColumnElement[bool]:
    """The same as ``decides``, as rows."""
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return credits_decided_within(scope.establishments, scope.units, actor.id)


def credits_decided_within(establishments: Any, units: Any, person: Any) -> ColumnElement[bool]:
    """Values, or the parameters of a statement built once."""
    decided: ColumnElement[bool] = or_(
        ModuleCredit.establishment_id.in_(establishments), ModuleCredit.unit_id.in_(units)
    )
    return and_(decided, ModuleCredit.user_id != person)


def reports_kept_by(actor: Actor) -> ColumnElement[bool]:
    """What learners report in the establishments where she writes content, be it for one unit."""
    writes = [one for one in actor.grants if Permission.CONTENT_EDIT in PERMISSIONS[one.role]]
    return QuestionReport.establishment_id.in_({grant.establishment_id for grant in writes})


def answers_counted_by(actor: Actor) -> ColumnElement[bool]:
    """The roles held in the establishments, or in the units, where she keeps content."""
    scope = actor.scope(Permission.CONTENT_HEALTH)
    return or_(
        RoleGrant.establishment_id.in_(scope.establishments), RoleGrant.unit_id.in_(scope.units)
    )

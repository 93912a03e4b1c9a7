"""Who opens, fills, signs and reads which passport."""

from sqlalchemy import ColumnElement, or_

from ..core.actor import Actor
from ..core.permissions import Permission
from ..establishments.models import Unit
from .models import Passport


def can_open(actor: Actor, unit: Unit) -> bool:
    """Whoever manages journeys in that unit, or in its whole establishment."""
    return actor.scope(Permission.JOURNEY_MANAGE).covers(unit.establishment_id, unit.id)


def signs_there(actor: Actor, passport: Passport) -> bool:
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return scope.covers(passport.establishment_id, passport.unit_id)


def can_sign(actor: Actor, passport: Passport) -> bool:
    """Whoever may sign in that unit, except the holder."""
    return actor.id != passport.holder_id and signs_there(actor, passport)


def followed_by(actor: Actor) -> ColumnElement[bool]:
    """Passports of the units and establishments that she follows or whose boards she reads."""
    follow, board = actor.scope(Permission.JOURNEY_FOLLOW), actor.scope(Permission.COHORT_READ)
    return or_(
        Passport.establishment_id.in_(follow.establishments | board.establishments),
        Passport.unit_id.in_(follow.units | board.units),
    )


def follows(actor: Actor) -> bool:
    return actor.can(Permission.JOURNEY_FOLLOW) or actor.can(Permission.COHORT_READ)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    return or_(Passport.holder_id == actor.id, followed_by(actor))

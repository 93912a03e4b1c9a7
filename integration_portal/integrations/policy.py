"""Who sees and makes the keys of an establishment: whoever administers the whole of it."""

from sqlalchemy import ColumnElement

from ..core.actor import Actor
from ..core.permissions import Permission
from .models import ApiToken


def administers(actor: Actor, establishment_id: int) -> bool:
    return actor.scope(Permission.ESTABLISHMENT_MANAGE).covers(establishment_id, None)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    held = actor.scope(Permission.ESTABLISHMENT_MANAGE).establishments
    return ApiToken.establishment_id.in_(held)

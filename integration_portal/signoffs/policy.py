"""Who may decide on a request, and which requests somebody sees."""

from sqlalchemy import ColumnElement, or_

from ..core.actor import Actor
from ..core.permissions import Permission
from .models import LedgerEntry, SignOffRequest


def can_decide(actor: Actor, request: SignOffRequest) -> bool:
    """Whoever may sign in that unit, except the recruit herself."""
    if actor.id == request.recruit_id:
        return False
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return scope.covers(request.establishment_id, request.unit_id)


def can_withdraw(actor: Actor, entry: LedgerEntry) -> bool:
    return actor.id == entry.author_id and actor.can(Permission.SIGNOFF_DECIDE)


def decidable_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests the actor may decide on."""
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return or_(
        SignOffRequest.establishment_id.in_(scope.establishments),
        SignOffRequest.unit_id.in_(scope.units),
    ) & (SignOffRequest.recruit_id != actor.id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests the actor may read: her own, and those of the people she follows."""
    scope = actor.scope(Permission.JOURNEY_FOLLOW)
    return or_(
        SignOffRequest.recruit_id == actor.id,
        SignOffRequest.signer_id == actor.id,
        SignOffRequest.establishment_id.in_(scope.establishments),
        SignOffRequest.unit_id.in_(scope.units),
    )


def can_talk(actor: Actor, request: SignOffRequest) -> bool:
    """A reflective talk is written by either of the two people who hold it."""
    return actor.id == request.recruit_id or can_decide(actor, request)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests whose evidence the actor may read."""
    return or_(visible_to(actor), decidable_by(actor))

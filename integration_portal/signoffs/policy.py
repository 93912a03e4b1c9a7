"""Who may decide on a request, and which requests somebody sees."""

from sqlalchemy import ColumnElement, or_

from ..core.actor import Actor, Scope
from ..core.permissions import Permission, Role
from .models import EntryKind, LedgerEntry, SignOffRequest

# Lines that their author may still correct: not an answer, nor what corrects or withdraws.
CORRECTABLE = frozenset(EntryKind) - {
    EntryKind.ACKNOWLEDGED, EntryKind.CORRECTED, EntryKind.WITHDRAWN,
}  # fmt: skip


def can_decide(actor: Actor, request: SignOffRequest) -> bool:
    """Whoever may sign in that unit, except the recruit herself."""
    if actor.id == request.recruit_id:
        return False
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return scope.covers(request.establishment_id, request.unit_id)


def doctor_scope(actor: Actor) -> Scope:
    """Where she is a doctor."""
    held = [grant for grant in actor.grants if grant.role is Role.DOCTOR]
    return Scope(
        frozenset(grant.establishment_id for grant in held if grant.unit_id is None),
        frozenset(grant.unit_id for grant in held if grant.unit_id is not None),
    )


def is_doctor_there(actor: Actor, request: SignOffRequest) -> bool:
    return doctor_scope(actor).covers(request.establishment_id, request.unit_id)


def can_countersign(actor: Actor, request: SignOffRequest) -> bool:
    """A doctor there, who neither decided nor is the recruit."""
    strange = actor.id not in {request.recruit_id, request.decided_by_id}
    return strange and is_doctor_there(actor, request)


def can_withdraw(actor: Actor, entry: LedgerEntry) -> bool:
    return actor.id == entry.author_id and actor.can(Permission.SIGNOFF_DECIDE)


def can_correct(actor: Actor, entry: LedgerEntry) -> bool:
    return actor.id == entry.author_id and entry.kind in CORRECTABLE


def _within(scope: Scope) -> ColumnElement[bool]:
    return or_(
        SignOffRequest.establishment_id.in_(scope.establishments),
        SignOffRequest.unit_id.in_(scope.units),
    )


def decidable_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests the actor may decide on."""
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return _within(scope) & (SignOffRequest.recruit_id != actor.id)


def doctored_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests in the units where she is a doctor."""
    return _within(doctor_scope(actor)) & (SignOffRequest.recruit_id != actor.id)


def countersignable_by(actor: Actor) -> ColumnElement[bool]:
    """The same, never what she decided herself."""
    return doctored_by(actor) & SignOffRequest.decided_by_id.is_distinct_from(actor.id)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests the actor may read: her own, and those of the people she follows."""
    scope = actor.scope(Permission.JOURNEY_FOLLOW)
    return or_(
        SignOffRequest.recruit_id == actor.id,
        SignOffRequest.signer_id == actor.id,
        _within(scope),
    )


def can_talk(actor: Actor, request: SignOffRequest) -> bool:
    """A reflective talk is written by either of the two people who hold it."""
    return actor.id == request.recruit_id or can_decide(actor, request)


def readable_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests whose evidence the actor may read."""
    return or_(visible_to(actor), decidable_by(actor))

"""Who may decide on a request, and which requests somebody sees."""

from typing import Any, NamedTuple

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, or_

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


class _Bound(NamedTuple):
    """A scope whose values come with each execution."""

    establishments: BindParameter[Any]
    units: BindParameter[Any]


def _bound(name: str) -> _Bound:
    return _Bound(
        bindparam(f"{name}_establishments", type_=Integer, expanding=True),
        bindparam(f"{name}_units", type_=Integer, expanding=True),
    )


ME: BindParameter[int] = bindparam("me", type_=Integer)


def _within(scope: Scope | _Bound, *, wide: bool = True) -> ColumnElement[bool]:
    """``wide`` False: the scope holds no whole establishment, and units alone go by their index."""
    units = SignOffRequest.unit_id.in_(scope.units)
    if not wide:
        return units
    return or_(SignOffRequest.establishment_id.in_(scope.establishments), units)


def decidable_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests the actor may decide on."""
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    return _within(scope) & (SignOffRequest.recruit_id != actor.id)


def decidable_within(*, wide: bool = True) -> ColumnElement[bool]:
    """As ``decidable_by``, in a statement built once and run with ``reach(actor)``; ``wide`` False
    for those alone of whom ``is_wide`` says so."""
    return _within(_bound("signs"), wide=wide) & (SignOffRequest.recruit_id != ME)


def countersignable_within(*, wide: bool = True) -> ColumnElement[bool]:
    """Rows of validations that a doctor may countersign, never what she decided herself."""
    strange = SignOffRequest.decided_by_id.is_distinct_from(ME)
    return _within(_bound("doctor"), wide=wide) & (SignOffRequest.recruit_id != ME) & strange


def is_wide(actor: Actor) -> bool:
    """She signs, or is a doctor, in a whole establishment."""
    signs = actor.scope(Permission.SIGNOFF_DECIDE)
    return bool(signs.establishments or doctor_scope(actor).establishments)


def reach(actor: Actor) -> dict[str, object]:
    """The values that ``decidable_within`` and ``countersignable_within`` ask for."""
    signs, doctor = actor.scope(Permission.SIGNOFF_DECIDE), doctor_scope(actor)
    return {
        "me": actor.id,
        "signs_establishments": list(signs.establishments), "signs_units": list(signs.units),
        "doctor_establishments": list(doctor.establishments), "doctor_units": list(doctor.units),
    }  # fmt: skip


def doctored_by(actor: Actor) -> ColumnElement[bool]:
    """Rows of requests in the units where she is a doctor."""
    return _within(doctor_scope(actor)) & (SignOffRequest.recruit_id != actor.id)


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

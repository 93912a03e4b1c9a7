"""Sign, send back, acknowledge, dispute, withdraw. Each decision is one ledger line."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core.actor import Actor
from ...core.errors import ConflictError, ForbiddenError
from ...core.permissions import Role
from ...establishments.models import Unit
from .. import policy, rules
from ..errors import (
    EvidenceMissingError,
    NotADecisionError,
    NothingToWithdrawError,
    SelfSignatureError,
)
from ..events import Outcome
from ..evidence import Rule, missing
from ..models import Channel, EntryKind, LedgerEntry, RequestState, SignOffRequest
from ..queries_evidence import list_seen
from ..subjects import link_of
from .claiming import claim
from .ledgering import append, iso

DECISIONS = frozenset({EntryKind.SIGNED, EntryKind.RETURNED})
_DECIDED = (RequestState.SIGNED, RequestState.RETURNED, RequestState.COUNTERSIGN)


def decide(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    *,
    levels: Mapping[str, int],
    comment: str,
    validates: bool,
    warning: str = "",
    channel: Channel = Channel.OWN,
) -> LedgerEntry:
    """Sign or send back, once and for all. The caller has just checked the person's password.
    ``warning``: what the signer was warned of, and signed all the same.

    Raises SelfSignatureError, ForbiddenError, AlreadyDecidedError, EvidenceMissingError and the
    refusals of ``rules``.
    """
    if actor.id == request.recruit_id:
        raise SelfSignatureError
    if not policy.can_decide(actor, request):
        raise ForbiddenError("Vous ne signez pas dans cette unité.")
    fault = rules.find_fault(request.criteria, levels, validates=validates, comment=comment)
    if fault is not None:
        raise fault
    rule = Rule.of(request.rule)
    if validates and (left := missing(rule, request.criteria, list_seen(session, request))):
        raise EvidenceMissingError(left)
    state, kind, outcome = _verdict(actor, rule, validates=validates)
    claim(session, request, state, actor)
    level = rules.overall(request.criteria, levels)
    words = sentence_for(session, actor, request, validates=validates)
    details = {
        "sentence": words,
        "level": int(level),
        "levels": {code: int(value) for code, value in levels.items()},
        "comment": comment,
        "criteria": request.criteria,
        "self_levels": request.self_levels,
        "self_comment": request.self_comment,
        "requested_at": iso(request.requested_at),
        **({"warning": warning} if warning else {}),
    }
    return append(session, actor, request, kind, details, outcome=outcome, channel=channel)


def _verdict(
    actor: Actor, rule: Rule, *, validates: bool
) -> tuple[RequestState, EntryKind, Outcome | None]:
    """A doctor who validates has nobody to wait for."""
    if not validates:
        return RequestState.RETURNED, EntryKind.RETURNED, "returned"
    if rule.countersigned and Role.DOCTOR not in actor.roles:
        return RequestState.COUNTERSIGN, EntryKind.SIGNED, None
    return RequestState.SIGNED, EntryKind.SIGNED, "done"


def acknowledge(session: Session, actor: Actor, entry: LedgerEntry, *, disagreement: str) -> None:
    """The recruit has read the decision; with words, she notes a disagreement. Once."""
    if entry.recruit_id != actor.id:
        raise ForbiddenError("Seule la recrue prend acte de sa signature.")
    if entry.kind not in DECISIONS:
        raise NotADecisionError
    answered = select(LedgerEntry.id).where(
        LedgerEntry.request_id == entry.request_id,
        LedgerEntry.kind.in_([EntryKind.ACKNOWLEDGED, EntryKind.DISPUTED]),
    )
    request = session.get_one(SignOffRequest, entry.request_id, with_for_update=True)
    if session.scalar(answered):
        raise ConflictError("Vous avez déjà répondu à cette signature.")
    kind = EntryKind.DISPUTED if disagreement else EntryKind.ACKNOWLEDGED
    append(session, actor, request, kind, {"comment": disagreement}, about=entry)


def withdraw(session: Session, actor: Actor, entry: LedgerEntry, *, reason: str) -> LedgerEntry:
    """The signer takes her signature back: a new line, the old one stays. Needs a reason."""
    if not policy.can_withdraw(actor, entry):
        raise ForbiddenError("Seule la personne qui a signé peut retirer sa signature.")
    request = session.get_one(SignOffRequest, entry.request_id)
    if entry.kind not in DECISIONS:
        raise NothingToWithdrawError
    changed = session.execute(
        update(SignOffRequest)
        .where(
            SignOffRequest.id == request.id,
            SignOffRequest.state.in_(_DECIDED),
        )
        .values(state=RequestState.WITHDRAWN)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]  # Result of an UPDATE has a row count
        raise NothingToWithdrawError
    return append(
        session, actor, request, EntryKind.WITHDRAWN, {"comment": reason},
        about=entry, outcome="reopened",
    )  # fmt: skip


def sentence_for(
    session: Session, actor: Actor, request: SignOffRequest, *, validates: bool
) -> str:
    """The exact sentence this person would sign on this request."""
    return rules.sentence(
        signer=actor.name,
        quality=actor.quality,
        unit=session.get_one(Unit, request.unit_id).name,
        recruit=session.get_one(User, request.recruit_id).name,
        title=request.title,
        validates=validates,
        what=link_of(request.subject).act,
    )

"""Sign or send back: one ledger line a decision."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core.actor import Actor
from ...core.errors import ForbiddenError
from ...establishments.models import Unit
from .. import policy, rules, sentences
from ..errors import EvidenceMissingError, MissingReasonError, SelfSignatureError
from ..events import Outcome
from ..evidence import Rule
from ..models import Channel, EntryKind, LedgerEntry, RequestState, SignOffRequest
from ..queries_basis import Basis, map_bases
from ..queries_standing import Standing, find_standing
from ..subjects import link_of
from .claiming import claim
from .ledgering import append, iso

DECISIONS = frozenset({EntryKind.SIGNED, EntryKind.RETURNED})


def decide(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    *,
    levels: Mapping[str, int],
    comment: str,
    validates: bool,
    redo: rules.Redo | None = None,
    why: str = "",
    warning: str = "",
    channel: Channel = Channel.OWN,
) -> LedgerEntry:
    """Sign or send back, once and for all. The caller has just checked the person's password.
    ``redo``: what a return asks; ``why``: nobody had named this person; ``warning``: what the
    signer was warned of, and signed all the same.

    Raises SelfSignatureError, ForbiddenError, AlreadyDecidedError, EvidenceMissingError,
    MissingReasonError and the refusals of ``rules``.
    """
    _refuse_stranger(actor, request)
    basis = map_bases(session, [request.subject])[request.subject]
    standing = find_standing(session, actor, request, basis)
    _refuse_fault(request, basis, levels, validates=validates, redo=redo)
    if not standing.expected and not why.strip():
        raise MissingReasonError
    state, kind, outcome = _verdict(actor, request, validates=validates)
    claim(session, request, state, actor)
    words = _words(session, actor, request, standing, basis, validates=validates)
    details = {
        "sentence": words,
        "level": int(rules.overall(request.criteria, levels)),
        "levels": {code: int(value) for code, value in levels.items()},
        "criteria": request.criteria,
        "self_levels": request.self_levels,
        "self_comment": request.self_comment,
        "requested_at": iso(request.requested_at),
        **said(comment, None if validates else redo),
        **({"warning": warning} if warning and validates else {}),
        **_standing(standing, why),
    }
    return append(session, actor, request, kind, details, outcome=outcome, channel=channel)


def _refuse_stranger(actor: Actor, request: SignOffRequest) -> None:
    if actor.id == request.recruit_id:
        raise SelfSignatureError
    if not policy.can_decide(actor, request):
        raise ForbiddenError("Vous ne signez pas dans cette unité.")


def _refuse_fault(
    request: SignOffRequest,
    basis: Basis,
    levels: Mapping[str, int],
    *,
    validates: bool,
    redo: rules.Redo | None,
) -> None:
    fault = rules.find_fault(request.criteria, levels, validates=validates, redo=redo)
    if fault is not None:
        raise fault
    if validates and (left := basis.left(request.rule, request.criteria)):
        raise EvidenceMissingError(left)


def _verdict(
    actor: Actor, request: SignOffRequest, *, validates: bool
) -> tuple[RequestState, EntryKind, Outcome | None]:
    """A doctor of the unit who validates has nobody to wait for."""
    if not validates:
        return RequestState.RETURNED, EntryKind.RETURNED, "returned"
    if Rule.of(request.rule).countersigned and not policy.is_doctor_there(actor, request):
        return RequestState.COUNTERSIGN, EntryKind.SIGNED, None
    return RequestState.SIGNED, EntryKind.SIGNED, "done"


def said(comment: str, redo: rules.Redo | None) -> dict[str, Any]:
    """The words of the signer; of a return, also one by one, and her comment apart."""
    if redo is None:
        return {"comment": comment}
    return {"comment": redo.words(comment), "redo": {**redo.kept(), "remarque": comment}}


def _standing(standing: Standing, why: str) -> dict[str, Any]:
    if standing.relay_of_id is not None:
        return {"relay_of": {"id": standing.relay_of_id, "name": standing.relay_of}}
    return {} if standing.expected else {"why": why}


def _words(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    standing: Standing,
    basis: Basis,
    *,
    validates: bool,
) -> str:
    """The exact sentence this person signs on this request."""
    return sentences.decision(
        signer_of(session, actor, request, standing.relay_of),
        session.get_one(User, request.recruit_id).name,
        request.title,
        validates=validates,
        what=link_of(request.subject).act,
        seen=len(basis.seen),
    )


def signer_of(
    session: Session, actor: Actor, request: SignOffRequest, relay_of: str = ""
) -> sentences.Signer:
    unit = session.get_one(Unit, request.unit_id).name
    return sentences.Signer(actor.name, actor.quality, unit, relay_of)


def about(session: Session, entry: LedgerEntry, request: SignOffRequest) -> sentences.About:
    """A line of the ledger, as the sentences that answer it name it."""
    author, recruit = (session.get_one(User, i) for i in (entry.author_id, entry.recruit_id))
    what = link_of(request.subject).act
    return sentences.About(entry.seq, author.name, recruit.name, request.title, what)

"""Ask, sign, return, acknowledge, dispute, withdraw. Each decision is one ledger line."""

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.bus import publish
from ..core.db import changed_rows
from ..core.errors import ConflictError, ForbiddenError
from ..establishments.models import Establishment, Unit
from . import policy, rules
from .errors import (
    AlreadyDecidedError,
    NotADecisionError,
    NothingToWithdrawError,
    SelfSignatureError,
    TakenBackError,
)
from .events import SignOffCancelled, SignOffRecorded, SignOffRequested
from .ledger import GENESIS, link
from .models import EntryKind, LedgerEntry, LedgerHead, RequestState, SignOffRequest

DECISIONS = frozenset({EntryKind.SIGNED, EntryKind.RETURNED})


@dataclass(frozen=True)
class Subject:
    """What is to be signed. ``key`` is ``step:<id>``; ``minutes`` the time it should take;
    ``facts`` are copied into the signed text."""

    key: str
    title: str
    minutes: int
    criteria: Sequence[Mapping[str, Any]]
    establishment_id: int
    unit_id: int
    signer_id: int | None
    facts: Mapping[str, Any] = field(default_factory=dict)


def request_signoff(
    session: Session, actor: Actor, subject: Subject, *, levels: Mapping[str, int], comment: str
) -> SignOffRequest:
    """The recruit asks, with her own level per criterion. Asking twice is a ConflictError."""
    waiting = select(SignOffRequest.id).where(
        SignOffRequest.subject == subject.key, SignOffRequest.state == RequestState.WAITING
    )
    if session.scalar(waiting):
        raise ConflictError("La demande est déjà partie : elle attend une signature.")
    request = SignOffRequest(
        establishment_id=subject.establishment_id,
        unit_id=subject.unit_id,
        recruit_id=actor.id,
        signer_id=subject.signer_id,
        subject=subject.key,
        title=subject.title,
        minutes=subject.minutes,
        criteria=[dict(criterion) for criterion in subject.criteria],
        facts=dict(subject.facts),
        self_levels=dict(levels),
        self_comment=comment,
        state=RequestState.WAITING,
        requested_at=clock.now(),
    )
    session.add(request)
    session.flush()
    publish(session, SignOffRequested(request.id, request.subject, actor.id, request.signer_id))
    return request


def cancel(session: Session, actor: Actor, request: SignOffRequest) -> None:
    """The recruit takes her request back before anyone decided."""
    if request.recruit_id != actor.id:
        raise ForbiddenError("Seule la recrue peut reprendre sa demande.")
    _claim(session, request, RequestState.CANCELLED, actor)
    publish(session, SignOffCancelled(request.id, request.subject))


def decide(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    *,
    levels: Mapping[str, int],
    comment: str,
    validates: bool,
) -> LedgerEntry:
    """Sign or send back, once and for all. The caller has just checked the person's password.

    Raises SelfSignatureError, ForbiddenError, AlreadyDecidedError and the refusals of ``rules``.
    """
    if actor.id == request.recruit_id:
        raise SelfSignatureError
    if not policy.can_decide(actor, request):
        raise ForbiddenError("Vous ne signez pas dans cette unité.")
    fault = rules.find_fault(request.criteria, levels, validates=validates, comment=comment)
    if fault is not None:
        raise fault
    state = RequestState.SIGNED if validates else RequestState.RETURNED
    _claim(session, request, state, actor)
    level = rules.overall(request.criteria, levels)
    kind = EntryKind.SIGNED if validates else EntryKind.RETURNED
    words = sentence_for(session, actor, request, validates=validates)
    details = {
        "sentence": words,
        "level": int(level),
        "levels": {code: int(value) for code, value in levels.items()},
        "comment": comment,
        "criteria": request.criteria,
        "self_levels": request.self_levels,
        "self_comment": request.self_comment,
        "requested_at": _iso(request.requested_at),
    }
    return _append(session, actor, request, kind, details)


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
    _append(session, actor, request, kind, {"about": entry.hash, "comment": disagreement})


def withdraw(session: Session, actor: Actor, entry: LedgerEntry, *, reason: str) -> LedgerEntry:
    """The signer takes her signature back: a new line, the old one stays. Needs a reason."""
    if not policy.can_withdraw(actor, entry):
        raise ForbiddenError("Seule la personne qui a signé peut retirer sa signature.")
    request = session.get_one(SignOffRequest, entry.request_id)
    if entry.kind not in DECISIONS:
        raise NothingToWithdrawError
    changed = changed_rows(
        session,
        update(SignOffRequest)
        .where(
            SignOffRequest.id == request.id,
            SignOffRequest.state.in_([RequestState.SIGNED, RequestState.RETURNED]),
        )
        .values(state=RequestState.WITHDRAWN),
    )
    if changed != 1:
        raise NothingToWithdrawError
    details = {"about": entry.hash, "comment": reason}
    return _append(session, actor, request, EntryKind.WITHDRAWN, details)


def _claim(session: Session, request: SignOffRequest, state: RequestState, actor: Actor) -> None:
    """Take the waiting request, or learn who did. One UPDATE decides between twenty signers."""
    now = clock.now()
    changed = changed_rows(
        session,
        update(SignOffRequest)
        .where(SignOffRequest.id == request.id, SignOffRequest.state == RequestState.WAITING)
        .values(state=state, decided_at=now, decided_by_id=actor.id),
    )
    if changed == 1:
        session.refresh(request)
        return
    session.refresh(request)
    if request.state is RequestState.CANCELLED:
        raise TakenBackError
    who = session.get(User, request.decided_by_id) if request.decided_by_id else None
    raise AlreadyDecidedError(who.name if who else "quelqu’un")


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
    )


def _append(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    kind: EntryKind,
    details: Mapping[str, Any],
) -> LedgerEntry:
    """Write the next line of the establishment's chain, its head locked meanwhile."""
    head = _locked_head(session, request.establishment_id)
    now = clock.now()
    document = {
        **details,
        "format": 1,
        "kind": kind.value,
        "at": _iso(now),
        "request": request.id,
        "subject": {"key": request.subject, "title": request.title, **request.facts},
        **_people(session, actor, request),
    }
    seq = head.seq + 1
    payload, digest = link(document, seq=seq, previous=head.hash or GENESIS)
    entry = LedgerEntry(
        establishment_id=request.establishment_id,
        seq=seq,
        kind=kind,
        request_id=request.id,
        recruit_id=request.recruit_id,
        author_id=actor.id,
        at=now,
        payload=payload,
        hash=digest,
    )
    session.add(entry)
    head.seq, head.hash = seq, digest
    session.flush()
    publish(
        session,
        SignOffRecorded(
            entry.id, kind.value, request.id, request.subject, request.recruit_id, actor.id
        ),
    )
    return entry


def _people(session: Session, actor: Actor, request: SignOffRequest) -> dict[str, Any]:
    """Forename, name, quality and unit of each (CRPA art. L212-2, 2°)."""
    author = session.get_one(User, actor.id)
    recruit = session.get_one(User, request.recruit_id)
    unit = session.get_one(Unit, request.unit_id)
    place = session.get_one(Establishment, request.establishment_id)

    def person(user: User) -> dict[str, Any]:
        return {
            "id": user.id,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "quality": user.quality,
        }

    return {
        "author": person(author),
        "recruit": person(recruit),
        "unit": {"id": unit.id, "name": unit.name},
        "establishment": {"id": place.id, "name": place.name},
    }


def _locked_head(session: Session, establishment_id: int) -> LedgerHead:
    head = session.get(LedgerHead, establishment_id, with_for_update=True, populate_existing=True)
    if head is not None:
        return head
    with contextlib.suppress(IntegrityError), session.begin_nested():  # another may be first
        session.add(LedgerHead(establishment_id=establishment_id, seq=0, hash=""))
    return session.get_one(
        LedgerHead, establishment_id, with_for_update=True, populate_existing=True
    )


def _iso(moment: dt.datetime) -> str:
    """UTC, to the microsecond: ``2026-11-21T08:05:00.000000Z``."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

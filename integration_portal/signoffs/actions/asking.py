"""The recruit asks to be observed, or takes her request back; a file is opened for what others sign."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError
from ..events import SignOffCancelled, SignOffRequested
from ..models import NamedObserver, RequestState, SignOffRequest
from .claiming import claim


@dataclass(frozen=True)
class Subject:
    """What is to be signed. ``key`` is ``step:<id>`` (see SignOffRequest); ``minutes`` the time it
    should take; ``rule`` what a validation rests on; ``facts`` are copied into the signed text."""

    key: str
    title: str
    minutes: int
    criteria: Sequence[Mapping[str, Any]]
    establishment_id: int
    unit_id: int
    signer_id: int | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


def request_signoff(
    session: Session,
    actor: Actor,
    subject: Subject,
    *,
    levels: Mapping[str, int],
    comment: str,
    intention: str = "",
) -> SignOffRequest:
    """The recruit asks, with her own level per criterion. Asking twice is a ConflictError."""
    waiting = select(SignOffRequest.id).where(
        SignOffRequest.subject == subject.key, SignOffRequest.state == RequestState.WAITING
    )
    if session.scalar(waiting):
        raise ConflictError("La demande est déjà partie : elle attend une signature.")
    request = _open(session, subject, actor.id, RequestState.WAITING)
    request.self_levels, request.self_comment = dict(levels), comment
    request.intention = intention
    session.flush()
    publish(session, SignOffRequested(request.id, request.subject, actor.id, request.signer_id))
    return request


def open_file(session: Session, subject: Subject, recruit_id: int) -> SignOffRequest:
    """The file of what others sign without being asked: a visa, minutes, a passport. Its state is
    « signed »: nothing waits in anybody's queue. One file a subject; a second call finds it."""
    found = session.scalar(
        select(SignOffRequest).where(SignOffRequest.subject == subject.key).with_for_update()
    )
    if found is not None:
        return found
    request = _open(session, subject, recruit_id, RequestState.SIGNED)
    session.flush()
    return request


def _open(
    session: Session, subject: Subject, recruit_id: int, state: RequestState
) -> SignOffRequest:
    request = SignOffRequest(
        establishment_id=subject.establishment_id,
        unit_id=subject.unit_id,
        recruit_id=recruit_id,
        signer_id=subject.signer_id,
        subject=subject.key,
        title=subject.title,
        minutes=subject.minutes,
        criteria=[dict(criterion) for criterion in subject.criteria],
        facts=dict(subject.facts),
        rule=dict(subject.rule),
        self_levels={},
        self_comment="",
        intention="",
        state=state,
        requested_at=clock.now(),
    )
    session.add(request)
    return request


def cancel(session: Session, actor: Actor, request: SignOffRequest) -> None:
    """The recruit takes her request back before anyone decided."""
    if request.recruit_id != actor.id:
        raise ForbiddenError("Seule la recrue peut reprendre sa demande.")
    claim(session, request, RequestState.CANCELLED, actor)
    publish(session, SignOffCancelled(request.id, request.subject))


def hand_over(session: Session, actor: Actor, subject: str, signer_id: int | None) -> None:
    """Somebody else is to sign what already waits. Who was named, and since when, is kept: whoever
    comes after a situation says why she signs."""
    request = session.scalar(
        select(SignOffRequest)
        .where(SignOffRequest.subject == subject, SignOffRequest.state == RequestState.WAITING)
        .with_for_update()
    )
    if request is None or request.signer_id == signer_id:
        return
    since = {request.signer_id: request.requested_at, signer_id: clock.now()}
    known = set(
        session.scalars(select(NamedObserver.user_id).where(NamedObserver.request_id == request.id))
    )
    for user_id, named_at in since.items():
        if user_id is not None and user_id not in known:
            session.add(
                NamedObserver(
                    request_id=request.id, user_id=user_id, named_by_id=actor.id, named_at=named_at
                )
            )
    request.signer_id = signer_id
    session.flush()

"""Requests to observe, observations and talks, always inside what the actor may see."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import PERMISSIONS, Permission
from ..establishments.models import Establishment
from . import policy
from .models import (
    NamedObserver,
    Observation,
    ObservationState,
    ReflectiveTalk,
    RequestState,
    SignerAbsence,
    SignOffRequest,
)

# Somebody still waits for something to be seen.
OBSERVABLE = frozenset({RequestState.WAITING, RequestState.COUNTERSIGN})
_SIGNERS = [role for role, held in PERMISSIONS.items() if Permission.SIGNOFF_DECIDE in held]


def get_request(session: Session, actor: Actor, request_id: int) -> SignOffRequest:
    """A request whose evidence the actor may read. Raises NotFoundError."""
    found = session.scalar(
        select(SignOffRequest).where(SignOffRequest.id == request_id, policy.readable_by(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def zone_of(session: Session, request: SignOffRequest) -> str:
    return session.get_one(Establishment, request.establishment_id).time_zone


def get_observation(
    session: Session, actor: Actor, observation_id: int
) -> tuple[Observation, SignOffRequest]:
    """A draft is open to its author only. Raises NotFoundError."""
    row = session.execute(
        select(Observation, SignOffRequest)
        .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
        .where(
            Observation.id == observation_id,
            policy.readable_by(actor),
            or_(Observation.state != ObservationState.DRAFT, Observation.observer_id == actor.id),
        )
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def get_draft(
    session: Session, actor: Actor, request: SignOffRequest, draft_id: int
) -> Observation:
    """Her own, on that request. Raises NotFoundError."""
    found = session.scalar(
        select(Observation).where(Observation.id == draft_id, *_own_drafts(actor, request))
    )
    if found is None:
        raise NotFoundError
    return found


def find_last_draft(session: Session, actor: Actor, request: SignOffRequest) -> Observation | None:
    return session.scalar(
        select(Observation)
        .where(*_own_drafts(actor, request))
        .order_by(Observation.id.desc())
        .limit(1)
    )


def _own_drafts(actor: Actor, request: SignOffRequest) -> tuple[ColumnElement[bool], ...]:
    return (
        Observation.request_id == request.id,
        Observation.observer_id == actor.id,
        Observation.state == ObservationState.DRAFT,
    )


def find_by_token(session: Session, token: str) -> Observation | None:
    return session.scalar(select(Observation).where(Observation.token == token))


def get_talk(session: Session, actor: Actor, talk_id: int) -> tuple[ReflectiveTalk, SignOffRequest]:
    """One not signed yet is open to its author only. Raises NotFoundError."""
    row = session.execute(
        select(ReflectiveTalk, SignOffRequest)
        .join(SignOffRequest, SignOffRequest.id == ReflectiveTalk.request_id)
        .where(
            ReflectiveTalk.id == talk_id,
            policy.readable_by(actor),
            or_(ReflectiveTalk.entry_id.is_not(None), ReflectiveTalk.author_id == actor.id),
        )
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def find_talk_draft(
    session: Session, actor: Actor, request: SignOffRequest
) -> ReflectiveTalk | None:
    """One a person and a request: what she wrote and did not sign yet."""
    return session.scalar(
        select(ReflectiveTalk)
        .where(
            ReflectiveTalk.request_id == request.id,
            ReflectiveTalk.author_id == actor.id,
            ReflectiveTalk.entry_id.is_(None),
        )
        .limit(1)
    )


def list_nameable(session: Session, request: SignOffRequest) -> Sequence[User]:
    """Who may be named: whoever signs in that unit, but the recruit, the signer, those named."""
    named = exists().where(NamedObserver.request_id == request.id, NamedObserver.user_id == User.id)
    signs = exists().where(
        RoleGrant.user_id == User.id,
        RoleGrant.role.in_(_SIGNERS),
        RoleGrant.establishment_id == request.establishment_id,
        or_(RoleGrant.unit_id.is_(None), RoleGrant.unit_id == request.unit_id),
    )
    barred = [request.recruit_id, *([request.signer_id] if request.signer_id else [])]
    return session.scalars(
        select(User)
        .where(User.is_active, signs, ~named, User.id.not_in(barred))
        .order_by(User.family_name, User.given_name)
    ).all()


def named_before(session: Session, request: SignOffRequest, user_id: int, at: dt.datetime) -> bool:
    """Whether somebody was to observe before the situation: the signer since the request, whoever
    was named since then, or whoever then relayed the signer (C. trav. art. D. 6313-3-2, 2°)."""
    named_at = session.scalar(
        select(NamedObserver.named_at).where(
            NamedObserver.request_id == request.id, NamedObserver.user_id == user_id
        )
    )
    if named_at is not None:
        return named_at <= at
    if user_id == request.signer_id:
        return request.requested_at <= at
    relay = select(SignerAbsence.id).where(
        SignerAbsence.user_id == request.signer_id,
        SignerAbsence.relay_id == user_id,
        SignerAbsence.establishment_id == request.establishment_id,
        SignerAbsence.created_at <= at,
        SignerAbsence.starts_at <= at,
        SignerAbsence.ends_at > at,
        or_(SignerAbsence.ended_at.is_(None), SignerAbsence.ended_at > at),
    )
    return session.scalar(relay.limit(1)) is not None

"""Making a key for a program, and taking it back."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..accounts import tokens
from ..core import audit, clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from . import policy
from .errors import AlreadyRevokedError
from .models import ApiToken
from .rules import MARK, hint_of


@dataclass(frozen=True)
class Made:
    """``secret``: known at this instant only; the database keeps its hash."""

    token: ApiToken
    secret: str


def create_token(
    session: Session, actor: Actor | None, *, establishment_id: int, name: str, days: int
) -> Made:
    """``actor`` None: an operator at the command line. Raises NotFoundError out of her reach."""
    if actor is not None and not policy.administers(actor, establishment_id):
        raise NotFoundError
    secret, now = MARK + tokens.new_token(), clock.now()
    token = ApiToken(
        establishment_id=establishment_id,
        name=name,
        hint=hint_of(secret),
        token_hash=tokens.digest(secret),
        created_by_id=actor.id if actor else None,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    session.add(token)
    session.flush()
    _trace(session, actor, "api_token.create", token)
    return Made(token, secret)


def revoke_token(session: Session, actor: Actor | None, token: ApiToken) -> None:
    """At once and for good. Raises AlreadyRevokedError."""
    if token.revoked_at is not None:
        raise AlreadyRevokedError
    token.revoked_at = clock.now()
    session.flush()
    _trace(session, actor, "api_token.revoke", token)


def _trace(session: Session, actor: Actor | None, action: str, token: ApiToken) -> None:
    subject = f"api_tokens:{token.id}"
    audit.record(session, actor, action, subject, establishment_id=token.establishment_id)

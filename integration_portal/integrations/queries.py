"""Reading keys, and what a key lets be read."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from ..accounts import tokens
from ..accounts.models import User
from ..content.models import ContentVersion
from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment
from . import policy
from .models import ApiToken

_KEYS: Select[*tuple[Any, ...]] = (
    select(
        ApiToken.id, ApiToken.name, ApiToken.hint, ApiToken.created_at, ApiToken.expires_at,
        ApiToken.revoked_at, ApiToken.establishment_id, Establishment.name.label("place"),
        User.given_name, User.family_name,
    )
    .join(Establishment, Establishment.id == ApiToken.establishment_id)
    .outerjoin(User, User.id == ApiToken.created_by_id)
    .order_by(ApiToken.id.desc())
)  # fmt: skip


def find_live_token(session: Session, secret: str) -> Row[int, int] | None:
    """(id, establishment_id) of the key in force that has this secret."""
    query = select(ApiToken.id, ApiToken.establishment_id).where(
        ApiToken.token_hash == tokens.digest(secret),
        ApiToken.revoked_at.is_(None),
        ApiToken.expires_at > clock.now(),
    )
    return session.execute(query).one_or_none()


def list_tokens(
    session: Session, actor: Actor, *, limit: int, offset: int = 0
) -> Sequence[Row[Any]]:
    """The latest first."""
    query = _KEYS.where(policy.visible_to(actor)).limit(limit).offset(offset)
    return session.execute(query).all()


def count_tokens(session: Session, actor: Actor) -> int:
    query = select(func.count()).select_from(ApiToken).where(policy.visible_to(actor))
    return session.scalar(query) or 0


def get_token(session: Session, actor: Actor, token_id: int) -> ApiToken:
    """Raises NotFoundError."""
    query = select(ApiToken).where(ApiToken.id == token_id, policy.visible_to(actor))
    token = session.scalar(query)
    if token is None:
        raise NotFoundError
    return token


def list_all_tokens(session: Session) -> Sequence[Row[Any]]:
    """For an operator: the keys of every establishment, the latest first."""
    return session.execute(_KEYS).all()


def recorded_at(session: Session, slugs: Sequence[str]) -> dict[str, dt.datetime]:
    """When the shipped text in force of each fiche came into this portal."""
    query = select(ContentVersion.slug, ContentVersion.recorded_at).where(
        ContentVersion.kind == "fiche", ContentVersion.slug.in_(slugs), ContentVersion.is_current
    )
    return dict(iter(session.execute(query)))

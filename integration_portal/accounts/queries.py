"""Reading people and sessions."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from sqlalchemy import Table, bindparam, func, select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor, Grant
from .models import LoginFailure, LoginSession, OneTimeToken, RoleGrant, User
from .tokens import digest

_USERS, _GRANTS = cast("Table", User.__table__), cast("Table", RoleGrant.__table__)
_SESSIONS = cast("Table", LoginSession.__table__)
# Every page asks it first: plain columns, built once, sent without the ORM (see bench/).
_ACTOR = (
    select(
        _USERS.c.id,
        _USERS.c.given_name,
        _USERS.c.family_name,
        _USERS.c.quality,
        _USERS.c.shortcuts,
        _SESSIONS.c.id.label("session_id"),
        _SESSIONS.c.expires_at,
        _GRANTS.c.role,
        _GRANTS.c.establishment_id,
        _GRANTS.c.unit_id,
    )
    .select_from(_USERS)
    .join(_SESSIONS, _SESSIONS.c.user_id == _USERS.c.id)
    .outerjoin(_GRANTS, _GRANTS.c.user_id == _USERS.c.id)
    .where(_USERS.c.is_active, _SESSIONS.c.token_hash == bindparam("token_hash"))
)


def find_actor_of_session(session: Session, token: str) -> tuple[Actor, int] | None:
    """The actor and the login session's id behind a browser's token, in one statement."""
    rows = session.connection().execute(_ACTOR, {"token_hash": digest(token)}).all()
    if not rows or rows[0].expires_at <= clock.now():
        return None
    first = rows[0]
    grants = tuple(
        Grant(row.role, row.establishment_id, row.unit_id) for row in rows if row.role is not None
    )
    name = f"{first.given_name} {first.family_name}"
    return Actor(first.id, name, first.quality, grants, first.shortcuts), first.session_id


def find_user_by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(User.email == email.strip().casefold()))


def get_user(session: Session, user_id: int) -> User:
    return session.get_one(User, user_id)


def list_sessions(session: Session, actor: Actor) -> Sequence[LoginSession]:
    """Where the person is logged in now, latest first."""
    return session.scalars(
        select(LoginSession)
        .where(LoginSession.user_id == actor.id, LoginSession.expires_at > clock.now())
        .order_by(LoginSession.created_at.desc())
    ).all()


def find_valid_token(session: Session, token: str, purpose: str) -> OneTimeToken | None:
    """The unused, unexpired link of somebody whose account is open."""
    return session.scalar(
        select(OneTimeToken)
        .join(User, User.id == OneTimeToken.user_id)
        .where(
            User.is_active,
            OneTimeToken.token_hash == digest(token),
            OneTimeToken.purpose == purpose,
            OneTimeToken.used_at.is_(None),
            OneTimeToken.expires_at > clock.now(),
        )
    )


def count_failures(session: Session, bucket: str, window: dt.timedelta) -> int:
    return session.scalar(
        select(func.count())
        .select_from(LoginFailure)
        .where(LoginFailure.bucket == bucket, LoginFailure.at > clock.now() - window)
    ) or 0  # fmt: skip


def find_actor(session: Session, user_id: int) -> Actor:
    """Somebody with all her grants, whether she is logged in or not."""
    user = session.get_one(User, user_id)
    rows = session.scalars(select(RoleGrant).where(RoleGrant.user_id == user_id))
    grants = tuple(Grant(row.role, row.establishment_id, row.unit_id) for row in rows)
    return Actor(user.id, user.name, user.quality, grants, user.shortcuts)

"""Login sessions: opened, closed, purged."""

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ..models import LoginSession, OneTimeToken, User
from ..tokens import digest, new_token


def open_session(session: Session, user: User, *, device: str, hours: int) -> str:
    """Log the person in on one browser; returns the token that browser keeps."""
    token = new_token()
    now = clock.now()
    session.add(
        LoginSession(
            token_hash=digest(token),
            user_id=user.id,
            created_at=now,
            expires_at=now + dt.timedelta(hours=hours),
            device=device[:80],
        )
    )
    session.flush()
    return token


def close_session(session: Session, actor: Actor, session_id: int) -> bool:
    """Whether one of the actor's own sessions was closed."""
    own = LoginSession.id == session_id, LoginSession.user_id == actor.id
    return changed_rows(session, delete(LoginSession).where(*own)) > 0


def close_all_sessions(session: Session, user_id: int) -> None:
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def purge_expired(session: Session, *, before: dt.datetime) -> None:
    """Remove the sessions and the one-time links that ended before an instant."""
    for table in (LoginSession, OneTimeToken):
        session.execute(delete(table).where(table.expires_at <= before))

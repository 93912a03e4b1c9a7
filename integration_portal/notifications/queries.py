"""Reading one person's own notices."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from .models import Notification


def count_unread(session: Session, user_id: int) -> int:
    return session.scalar(
        select(func.count())
        .select_from(Notification)
        .where(Notification.user_id == user_id, Notification.read_at.is_(None))
    ) or 0  # fmt: skip


def count_notices(session: Session, actor: Actor) -> int:
    return session.scalar(
        select(func.count()).select_from(Notification).where(Notification.user_id == actor.id)
    ) or 0  # fmt: skip


def list_notices(
    session: Session, actor: Actor, *, limit: int, offset: int = 0
) -> Sequence[Notification]:
    """The actor's own notices, latest first."""
    return session.scalars(
        select(Notification)
        .where(Notification.user_id == actor.id)
        .order_by(Notification.at.desc(), Notification.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()

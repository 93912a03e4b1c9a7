"""Tell somebody something, mark as read, forget a person."""

from sqlalchemy import delete, func, update
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from .models import Notification

MAX_TEXT = 400


def notify(session: Session, user_id: int, *, text: str, path: str) -> None:
    """Leave a notice in the person's inbox. ``path`` is local, without the portal's prefix."""
    short = text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"
    session.add(Notification(user_id=user_id, at=clock.now(), text=short, path=path))
    session.flush()


def mark_all_read(session: Session, actor: Actor) -> None:
    session.execute(
        update(Notification)
        .where(Notification.user_id == actor.id, Notification.read_at.is_(None))
        .values(read_at=clock.now())
    )


def forget_person(session: Session, user_id: int, former_name: str) -> None:
    """Empty the person's inbox, and take her name out of everybody else's."""
    session.execute(delete(Notification).where(Notification.user_id == user_id))
    if former_name.strip():
        session.execute(
            update(Notification)
            .where(Notification.text.contains(former_name, autoescape=True))
            .values(text=func.replace(Notification.text, former_name, "une personne effacée"))
        )

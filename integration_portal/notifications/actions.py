"""Tell somebody something, mark as read, forget a person."""

from collections.abc import Collection, Iterable

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from .models import Notification

MAX_TEXT = 400


def notify_all(session: Session, user_ids: Collection[int], *, text: str, path: str) -> None:
    """The same notice for many people, in one statement."""
    at = clock.now()
    rows = [{"user_id": one, "at": at, "text": _short(text), "path": path} for one in user_ids]
    session.execute(insert(Notification), rows)


def notify(session: Session, user_id: int, *, text: str, path: str) -> None:
    """Leave a notice in the person's inbox. ``path`` is local, without the portal's prefix."""
    session.add(Notification(user_id=user_id, at=clock.now(), text=_short(text), path=path))
    session.flush()


def still_to_tell(
    session: Session, user_ids: Iterable[int], *, text: str, path: str, again: bool
) -> list[int]:
    """Those whose inbox does not hold this very notice. ``again``: one already opened does not
    count, the thing has happened once more."""
    told = select(Notification.user_id).where(
        Notification.text == _short(text), Notification.path == path
    )
    if again:
        told = told.where(Notification.read_at.is_(None))
    known = set(session.scalars(told))
    return [one for one in user_ids if one not in known]


def _short(text: str) -> str:
    return text if len(text) <= MAX_TEXT else text[: MAX_TEXT - 1] + "…"


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

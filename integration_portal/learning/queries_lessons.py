"""Her own readings of lessons."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from .models import LessonReading


def list_readings(session: Session, actor: Actor, slug: str) -> dict[str, LessonReading]:
    """Her readings of one module, by lesson: what is read, and where she stopped."""
    rows = session.scalars(
        select(LessonReading).where(LessonReading.user_id == actor.id, LessonReading.module == slug)
    )
    return {row.lesson: row for row in rows}

"""Reading lessons: where she is in the text, and « j'ai lu »."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.errors import ConflictError
from ..models import LessonReading
from ..presentation import Lesson, Module
from ..queries import get_module, lesson_of
from .progressing import announcing

WHOLE = 1000


def keep_position(
    session: Session, actor: Actor, *, slug: str, lesson_slug: str, position: int
) -> None:
    """How far down she is, in thousandths. Raises NotFoundError."""
    lesson = lesson_of(get_module(session, slug), lesson_slug)
    reading = _reading(session, actor, slug, lesson)
    reading.position = max(0, min(WHOLE, position))
    session.flush()


def mark_read(session: Session, actor: Actor, *, slug: str, lesson_slug: str, shown: str) -> Module:
    """She read the lesson; ``shown`` is the digest of what her page showed. Saying it twice
    changes nothing. Raises NotFoundError, ConflictError when the text changed meanwhile."""
    module = get_module(session, slug)
    lesson = lesson_of(module, lesson_slug)
    if shown != lesson.digest:
        raise ConflictError("Cette leçon vient de changer : relisez-la avant de la marquer lue.")
    with announcing(session, actor.id, module):
        reading = _reading(session, actor, slug, lesson)
        if reading.text_hash != lesson.digest:
            reading.text_hash, reading.read_at = lesson.digest, clock.now()
        reading.position = 0
        session.flush()
    return module


def _reading(session: Session, actor: Actor, slug: str, lesson: Lesson) -> LessonReading:
    found = session.scalars(
        select(LessonReading).where(
            LessonReading.user_id == actor.id,
            LessonReading.module == slug,
            LessonReading.lesson == lesson.slug,
        )
    ).one_or_none()
    if found is None:
        found = LessonReading(
            user_id=actor.id, module=slug, lesson=lesson.slug, opened_at=clock.now()
        )
        session.add(found)
    return found

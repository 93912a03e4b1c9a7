"""Reading quizzes: always her own."""

import datetime as dt
import random
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from .models import QuizAnswer, QuizAttempt
from .presentation import Module
from .rules import Past, Question


def find_answer(session: Session, attempt: QuizAttempt, place: int) -> QuizAnswer | None:
    return session.scalars(
        select(QuizAnswer).where(QuizAnswer.attempt_id == attempt.id, QuizAnswer.place == place)
    ).one_or_none()


def list_answers(session: Session, attempt: QuizAttempt) -> Sequence[QuizAnswer]:
    return session.scalars(
        select(QuizAnswer).where(QuizAnswer.attempt_id == attempt.id).order_by(QuizAnswer.place)
    ).all()


def read_past(session: Session, actor: Actor, module: Module) -> Past:
    """What she met of the bank: how often each question was asked, and the safety questions whose
    last answer was not right in full."""
    rows = session.execute(
        select(QuizAnswer.question_id, QuizAnswer.star, QuizAnswer.points)
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(QuizAttempt.user_id == actor.id, QuizAttempt.module == module.card.slug)
        .order_by(QuizAnswer.id)
    ).all()
    last = {row.question_id: row for row in rows}
    owed = {name for name, row in last.items() if row.star and row.points < 1}
    return Past(frozenset(owed), Counter(row.question_id for row in rows))


def order_of(attempt: QuizAttempt, question: Question) -> random.Random:
    """The shuffle of one question in one attempt: the same each time it is shown."""
    return random.Random(f"{attempt.seed}:{question['id']}")  # noqa: S311 — an order, not a secret


def deadline_of(module: Module, attempt: QuizAttempt) -> dt.datetime | None:
    """When the attempt stops counting answers; None: it has all its time."""
    if module.minutes is None:
        return None
    return attempt.started_at + dt.timedelta(minutes=module.minutes)

"""Mark an answer: only reading, so that nobody waits meanwhile. ``actions.answering`` keeps it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from . import queries_quiz as queries
from .errors import IncompleteAnswerError, NotThereYetError, TimeOverError
from .models import QuizAttempt
from .presentation import Module
from .queries import get_version
from .queries_own import get_own
from .question_types import Fields, Given, Question, kind_of


@dataclass(frozen=True)
class Marked:
    """An answer to the question that ``attempt`` had in hand when it was read; ``points`` from 0
    to 1."""

    attempt: QuizAttempt
    module: Module
    question: Question
    given: Given
    points: float

    @property
    def missed(self) -> bool:
        """A safety question, not right in full."""
        return self.question["etoile"] and self.points < 1


def mark(
    session: Session, actor: Actor, attempt_id: int, *, place: int, fields: Fields
) -> Marked | None:
    """None: already answered. Raises NotFoundError, NotThereYetError, TimeOverError,
    IncompleteAnswerError."""
    attempt = get_own(session, actor, QuizAttempt, attempt_id)
    if place < attempt.answered or attempt.finished_at is not None:
        return None
    if place > attempt.answered:
        raise NotThereYetError
    module = get_version(session, attempt.module, attempt.version)
    if is_over(module, attempt):
        raise TimeOverError
    question = module.questions[attempt.drawn[place]]
    kind = kind_of(question)
    given = kind.read(question, queries.order_of(attempt, question), fields)
    if given is None:
        raise IncompleteAnswerError
    return Marked(attempt, module, question, given, kind.points(question, given))


def is_over(module: Module, attempt: QuizAttempt) -> bool:
    deadline = queries.deadline_of(module, attempt)
    return deadline is not None and clock.now() >= deadline

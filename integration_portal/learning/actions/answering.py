"""Keep a marked answer, end an attempt: on condition that it stands where it was read."""

from typing import cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.db import changed_rows
from ...fiches.places import usual
from .. import rules
from ..events import QuestionAnswered
from ..marking import Marked, mark
from ..models import Purpose, QuizAnswer, QuizAttempt
from ..presentation import Module
from ..queries_own import get_own
from ..question_types import Fields
from .credits import ask_credit
from .progressing import announce

_ATTEMPTS = cast("Table", QuizAttempt.__table__)
# Built once, and sent without the ORM: every answer of every quiz goes through them.
_MOVE = update(_ATTEMPTS).where(
    _ATTEMPTS.c.id == bindparam("attempt"),
    _ATTEMPTS.c.answered == bindparam("place"),
    _ATTEMPTS.c.finished_at.is_(None),
)
_KEEP = insert(cast("Table", QuizAnswer.__table__)).inline()


def answer(
    session: Session, actor: Actor, attempt_id: int, *, place: int, fields: Fields
) -> QuizAttempt:
    """Mark and keep one answer at once. Raises what ``mark`` raises."""
    marked = mark(session, actor, attempt_id, place=place, fields=fields)
    if marked is not None:
        keep(session, actor, marked)
    attempt = get_own(session, actor, QuizAttempt, attempt_id)
    session.refresh(attempt)
    return attempt


def keep(session: Session, actor: Actor, marked: Marked) -> None:
    """An answer sent twice is kept once: the first."""
    attempt, question, place = marked.attempt, marked.question, marked.attempt.answered
    moved = _move(
        session,
        attempt,
        answered=place + 1,
        points=attempt.points + marked.points,
        stars_missed=attempt.stars_missed + marked.missed,
        ends=place + 1 == len(attempt.drawn),
    )
    if not moved:
        return
    session.connection().execute(_KEEP, _row(marked, place))
    right = marked.points == 1
    publish(
        session,
        QuestionAnswered(actor.id, attempt.module, question["id"], right, question["etoile"]),
    )
    if attempt.passed:
        _tell(session, actor, attempt)


def _row(marked: Marked, place: int) -> dict[str, object]:
    attempt, question = marked.attempt, marked.question
    return {
        "attempt_id": attempt.id, "place": place, "question_id": question["id"],
        "question_hash": marked.module.parts.questions[question["id"]],
        "objective": question["objectif"], "star": question["etoile"],
        "given": {"r": marked.given}, "points": marked.points, "answered_at": clock.now(),
    }  # fmt: skip


def close(session: Session, actor: Actor, module: Module, attempt: QuizAttempt) -> None:
    """Its time is over: what is not answered counts for nothing."""
    left = (module.questions[name] for name in attempt.drawn[attempt.answered :])
    moved = _move(
        session,
        attempt,
        answered=attempt.answered,
        points=attempt.points,
        stars_missed=attempt.stars_missed + sum(1 for one in left if one["etoile"]),
        ends=True,
    )
    if moved and attempt.passed:
        _tell(session, actor, attempt)


def _move(
    session: Session, attempt: QuizAttempt, *, answered: int, points: float, stars_missed: int,
    ends: bool,
) -> bool:  # fmt: skip
    """False: somebody moved or ended the attempt since it was read."""
    after: dict[str, object] = {
        "answered": answered, "points": points, "stars_missed": stars_missed,
    }  # fmt: skip
    if ends:
        passed = rules.passes(points, len(attempt.drawn), stars_missed)
        after |= {"passed": passed, "finished_at": clock.now()}
    where = {"attempt": attempt.id, "place": attempt.answered}
    if changed_rows(session.connection(), _MOVE, where | after) != 1:
        return False
    for name, value in after.items():
        set_committed_value(attempt, name, value)
    return True


def _tell(session: Session, actor: Actor, attempt: QuizAttempt) -> None:
    """Passed: a tutor is asked whether it was known already, or the module moved."""
    if attempt.purpose is Purpose.POSITIONING:
        ask_credit(session, attempt, usual(actor))
    else:
        announce(session, attempt.user_id, attempt.module, ("passed", attempt.id))

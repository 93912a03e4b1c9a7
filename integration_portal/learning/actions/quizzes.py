"""Take a quiz: draw, answer one question after another, be marked here and nowhere else."""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext
from secrets import randbelow
from typing import cast

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.db import changed_rows
from ...fiches.places import usual
from .. import queries_quiz as queries
from .. import rules
from ..errors import (
    IncompleteAnswerError,
    NoQuizError,
    NothingChangedError,
    NotThereYetError,
    TimeOverError,
    TooManyAttemptsError,
)
from ..events import QuestionAnswered
from ..models import Purpose, QuizAnswer, QuizAttempt
from ..presentation import Module
from ..queries import get_module, get_version
from ..queries_own import find_open, get_own
from ..queries_progress import get_progress
from ..question_types import Fields, kind_of
from .credits import ask_credit
from .progressing import announcing

SEEDS = 2**31
_ATTEMPTS = cast("Table", QuizAttempt.__table__)
# Built once, and sent without the ORM: every answer of every quiz goes through it.
_ADVANCE = update(_ATTEMPTS).where(
    _ATTEMPTS.c.id == bindparam("attempt"), _ATTEMPTS.c.answered == bindparam("place")
)


def start(
    session: Session, actor: Actor, *, slug: str, purpose: Purpose = Purpose.QUIZ
) -> QuizAttempt:
    """Draw the questions. Her open attempt at the module, if any, is taken up again. Raises
    NotFoundError, NoQuizError, NothingChangedError, TooManyAttemptsError."""
    module = get_module(session, slug)
    if not module.questions:
        raise NoQuizError
    open_ = find_open(session, actor, QuizAttempt, slug)
    if open_ is not None and not _is_over(module, open_):
        return open_
    if open_ is not None:
        _close(session, actor, get_version(session, slug, open_.version), open_)
    _check_tries(session, actor, module)
    seed = randbelow(SEEDS)
    attempt = QuizAttempt(
        user_id=actor.id, module=slug, version=module.version, purpose=purpose, seed=seed,
        drawn=_draw(session, actor, module, purpose, seed), answered=0, points=0.0,
        stars_missed=0, started_at=clock.now(),
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    return attempt


def _draw(session: Session, actor: Actor, module: Module, purpose: Purpose, seed: int) -> list[str]:
    bank = list(module.questions.values())
    if purpose is Purpose.POSITIONING:
        return rules.draw_positioning(bank, module.draws, seed)
    if purpose is Purpose.CATCH_UP:
        changed = get_progress(session, actor.id, module).changed
        if not changed:
            raise NothingChangedError
        return list(changed)
    past = queries.read_past(session, actor, module)
    return rules.draw(bank, module.draws, past, seed)


def _check_tries(session: Session, actor: Actor, module: Module) -> None:
    limit = module.tries_a_day
    if limit is None:
        return
    since = clock.now() - dt.timedelta(days=1)
    made = session.scalar(
        select(func.count())
        .select_from(QuizAttempt)
        .where(
            QuizAttempt.user_id == actor.id, QuizAttempt.module == module.card.slug,
            QuizAttempt.started_at > since,
        )
    )  # fmt: skip
    if made is not None and made >= limit:
        raise TooManyAttemptsError(limit)


def answer(
    session: Session, actor: Actor, attempt_id: int, *, place: int, fields: Fields
) -> QuizAttempt:
    """Record and mark one answer. An answer sent twice is kept once: the first.

    Raises NotFoundError, NotThereYetError, TimeOverError, IncompleteAnswerError.
    """
    attempt = get_own(session, actor, QuizAttempt, attempt_id)
    if place < attempt.answered or attempt.finished_at is not None:
        return attempt
    if place > attempt.answered:
        raise NotThereYetError
    module = get_version(session, attempt.module, attempt.version)
    if _is_over(module, attempt):
        raise TimeOverError
    question = module.questions[attempt.drawn[place]]
    kind = kind_of(question)
    given = kind.read(question, queries.order_of(attempt, question), fields)
    if given is None:
        raise IncompleteAnswerError
    points = kind.points(question, given)
    missed = int(question["etoile"] and points < 1)
    if not _advance(session, attempt, place, points, missed):
        session.refresh(attempt)  # the same answer, sent twice at once
        return attempt
    session.add(_kept(attempt, module, question, place, given, points))
    publish(
        session,
        QuestionAnswered(actor.id, attempt.module, question["id"], points == 1, question["etoile"]),
    )
    if attempt.answered == len(attempt.drawn):
        _close(session, actor, module, attempt)
    session.flush()
    return attempt


def _advance(
    session: Session, attempt: QuizAttempt, place: int, points: float, missed: int
) -> bool:
    """Move the attempt on by one, unless somebody did since it was read."""
    after = {
        "answered": place + 1,
        "points": attempt.points + points,
        "stars_missed": attempt.stars_missed + missed,
    }
    if changed_rows(session, _ADVANCE, {"attempt": attempt.id, "place": place, **after}) != 1:
        return False
    for name, value in after.items():
        set_committed_value(attempt, name, value)
    return True


def _kept(
    attempt: QuizAttempt, module: Module, question: rules.Question, place: int, given: object,
    points: float,
) -> QuizAnswer:  # fmt: skip
    return QuizAnswer(
        attempt_id=attempt.id, place=place, question_id=question["id"],
        question_hash=module.parts.questions[question["id"]], objective=question["objectif"],
        star=question["etoile"], given={"r": given}, points=points, answered_at=clock.now(),
    )  # fmt: skip


def finish(session: Session, actor: Actor, attempt_id: int) -> QuizAttempt:
    """Close an attempt whose time is over: what is not answered counts for nothing."""
    attempt = get_own(session, actor, QuizAttempt, attempt_id)
    module = get_version(session, attempt.module, attempt.version)
    if attempt.finished_at is None:
        if not _is_over(module, attempt):
            raise NotThereYetError
        _close(session, actor, module, attempt)
    return attempt


def _is_over(module: Module, attempt: QuizAttempt) -> bool:
    deadline = queries.deadline_of(module, attempt)
    return deadline is not None and clock.now() >= deadline


def _close(session: Session, actor: Actor, module: Module, attempt: QuizAttempt) -> None:
    left = [module.questions[one] for one in attempt.drawn[attempt.answered :]]
    attempt.stars_missed += sum(1 for one in left if one["etoile"])
    passed = rules.passes(attempt.points, len(attempt.drawn), attempt.stars_missed)
    moving: AbstractContextManager[None] = nullcontext()
    if passed and attempt.purpose is not Purpose.POSITIONING:  # nothing else moves the module
        moving = announcing(session, attempt.user_id, get_module(session, attempt.module))
    with moving:
        attempt.passed, attempt.finished_at = passed, clock.now()
    session.flush()
    if passed and attempt.purpose is Purpose.POSITIONING:
        ask_credit(session, attempt, usual(actor))

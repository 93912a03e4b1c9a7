"""Take a quiz: draw, end it when its time is over. ``answering`` keeps each answer."""

import datetime as dt
from secrets import randbelow

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from .. import queries_quiz as queries
from .. import rules
from ..errors import NoQuizError, NothingChangedError, NotThereYetError, TooManyAttemptsError
from ..marking import is_over
from ..models import Purpose, QuizAttempt
from ..presentation import Module
from ..queries import get_module, get_version
from ..queries_own import find_open, get_own
from ..queries_progress import get_progress
from .answering import close

SEEDS = 2**31


def start(
    session: Session, actor: Actor, *, slug: str, purpose: Purpose = Purpose.QUIZ
) -> QuizAttempt:
    """Draw the questions. Her open attempt at the module, if any, is taken up again. Raises
    NotFoundError, NoQuizError, NothingChangedError, TooManyAttemptsError."""
    module = get_module(session, slug)
    if not module.questions:
        raise NoQuizError
    open_ = find_open(session, actor, QuizAttempt, slug)
    if open_ is not None and not is_over(module, open_):
        return open_
    if open_ is not None:
        close(session, actor, get_version(session, slug, open_.version), open_)
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


def finish(session: Session, actor: Actor, attempt_id: int) -> QuizAttempt:
    """Close an attempt whose time is over: what is not answered counts for nothing."""
    attempt = get_own(session, actor, QuizAttempt, attempt_id)
    module = get_version(session, attempt.module, attempt.version)
    if attempt.finished_at is None:
        if not is_over(module, attempt):
            raise NotThereYetError
        close(session, actor, module, attempt)
    return attempt

"""The answers behind the figures of questions: without names, where the reader keeps content."""

from collections.abc import Sequence

from sqlalchemy import Row, ScalarSelect, case, func, select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from . import policy
from .models import QuestionReport, QuizAnswer, QuizAttempt
from .presentation import Module
from .statistics import Answer

# The latest answers say how the present text behaves; older ones weigh on nothing.
LATEST = 20_000


def list_answers(session: Session, actor: Actor, module: Module) -> list[Answer]:
    """Answers to the present text of the questions, by people of the places where the actor keeps
    content."""
    known = set(module.parts.questions.values())
    there = select(RoleGrant.user_id).where(policy.answers_counted_by(actor))
    rows = session.execute(
        select(QuizAnswer.attempt_id, QuizAnswer.question_id, QuizAnswer.points)
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(
            QuizAttempt.module == module.card.slug,
            QuizAttempt.finished_at.is_not(None),
            QuizAttempt.user_id.in_(there),
            QuizAnswer.question_hash.in_(known),
        )
        .order_by(QuizAnswer.id.desc())
        .limit(LATEST)
    )
    return [Answer(*row) for row in rows]


def list_by_module(session: Session, people: ScalarSelect[int]) -> Sequence[Row[str, int, int]]:
    """(module, how many of some people tried its quiz, how many passed it), by slug."""
    passed = case((QuizAttempt.passed.is_(True), QuizAttempt.user_id))
    return session.execute(
        select(
            QuizAttempt.module,
            func.count(QuizAttempt.user_id.distinct()),
            func.count(passed.distinct()),
        )
        .where(QuizAttempt.finished_at.is_not(None), QuizAttempt.user_id.in_(people))
        .group_by(QuizAttempt.module)
        .order_by(QuizAttempt.module)
    ).all()


def list_by_objective(
    session: Session, people: ScalarSelect[int], slug: str
) -> Sequence[Row[int, float, int]]:
    """(objective, mean points, answers) of some people at one module."""
    return session.execute(
        select(QuizAnswer.objective, func.avg(QuizAnswer.points), func.count())
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(QuizAttempt.module == slug, QuizAttempt.user_id.in_(people))
        .group_by(QuizAnswer.objective)
        .order_by(QuizAnswer.objective)
    ).all()


def list_reports(session: Session, actor: Actor) -> Sequence[Row[QuestionReport, str]]:
    """Open reports of her establishments with who made them, the oldest first."""
    name = (User.given_name + " " + User.family_name).label("name")
    return session.execute(
        select(QuestionReport, name)
        .join(User, User.id == QuestionReport.user_id)
        .where(policy.reports_kept_by(actor), QuestionReport.closed_at.is_(None))
        .order_by(QuestionReport.id)
        .limit(100)
    ).all()


def find_report(session: Session, actor: Actor, report_id: int) -> QuestionReport | None:
    return session.scalars(
        select(QuestionReport).where(QuestionReport.id == report_id, policy.reports_kept_by(actor))
    ).one_or_none()

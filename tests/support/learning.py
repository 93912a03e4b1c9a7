"""Rows of learning that belong to a place: a credit asked there, a question reported there."""

from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.establishments.models import Unit
from integration_portal.learning.models import ModuleCredit, Purpose, QuestionReport, QuizAttempt
from integration_portal.learning.queries import get_module

MODULE = "identitovigilance"


def credit_asked(session: Session, user_id: int, unit: Unit) -> ModuleCredit:
    """A positioning quiz was right: somebody of the unit decides."""
    module = get_module(session, MODULE)
    drawn = [next(iter(module.questions))]
    attempt = QuizAttempt(
        user_id=user_id, module=MODULE, version=module.version, purpose=Purpose.POSITIONING, seed=1,
        drawn=drawn, answered=1, points=1.0, stars_missed=0, passed=True,
        started_at=clock.now(), finished_at=clock.now(),
    )  # fmt: skip
    session.add(attempt)
    session.flush()
    credit = ModuleCredit(
        user_id=user_id, module=MODULE, version=module.version, attempt_id=attempt.id,
        establishment_id=unit.establishment_id, unit_id=unit.id, asked_at=clock.now(),
        comment="", reason="",
    )  # fmt: skip
    session.add(credit)
    session.flush()
    return credit


def question_reported(session: Session, user_id: int, unit: Unit, mark: str) -> QuestionReport:
    """Somebody of the unit found a question wrong."""
    module = get_module(session, MODULE)
    report = QuestionReport(
        user_id=user_id, establishment_id=unit.establishment_id, module=MODULE, version=module.version,
        question_id=next(iter(module.questions)), words=f"Ambiguë {mark}", reported_at=clock.now(),
    )  # fmt: skip
    session.add(report)
    session.flush()
    return report

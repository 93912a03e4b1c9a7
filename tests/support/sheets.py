"""What somebody acquired: quizzes passed, a competency asked for, seen and signed."""

from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.dossiers.actions import ask_observation
from integration_portal.dossiers.queries import read_sheet
from integration_portal.journeys.models import Journey
from integration_portal.learning.models import Purpose, QuizAttempt
from integration_portal.learning.queries import list_modules
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest

from .dossier import observe
from .factories import actor_of

BLOCK = "specialisation"


def pass_quiz(session: Session, user_id: int, slug: str, *, points: float = 9) -> None:
    """Nine questions out of ten."""
    module = next(one for one in list_modules(session) if one.card.slug == slug)
    now = clock.now()
    session.add(
        QuizAttempt(
            user_id=user_id, module=slug, version=module.version, purpose=Purpose.QUIZ, seed=1,
            drawn=[f"q{place}" for place in range(10)], answered=10, points=points,
            stars_missed=0, passed=True, started_at=now, finished_at=now,
        )
    )  # fmt: skip
    session.flush()


def ask(session: Session, journey: Journey, code: str) -> SignOffRequest:
    """The recruit asks to be observed on a competency."""
    recruit = actor_of(session, journey.recruit_id)
    sheet = read_sheet(session, recruit, journey.id)
    line = sheet.line(code)
    assert line is not None
    levels = {criterion.code: 3 for criterion in line.criteria}
    return ask_observation(
        session, recruit, sheet, code, levels=levels, comment="", intention="Un accueil ordinaire."
    )


def acquire(session: Session, journey: Journey, code: str) -> LedgerEntry:
    """A competency seen on two days by two people, then signed by the tutor."""
    assert journey.tutor_id
    assert journey.manager_id
    request = ask(session, journey, code)
    observe(session, request, journey.tutor_id, days_ago=1)
    observe(session, request, journey.manager_id)
    return signoffs.decide(
        session,
        actor_of(session, journey.tutor_id),
        request,
        levels={criterion["code"]: 3 for criterion in request.criteria},
        comment="Vu deux fois.",
        validates=True,
    )


def acquire_block(session: Session, journey: Journey) -> None:
    """Every competency of ``BLOCK`` at the level expected."""
    for module in list_modules(session):
        if module.card.code.startswith("SP-"):
            pass_quiz(session, journey.recruit_id, module.card.slug)
    acquire(session, journey, "SP-1")

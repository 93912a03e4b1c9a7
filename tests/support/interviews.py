"""Interviews of a journey of the world, prepared and minuted by the portal's own verbs."""

import datetime as dt

from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.interviews import actions
from integration_portal.interviews.models import Interview, InterviewKind
from integration_portal.interviews.queries import Sheet
from integration_portal.journeys.models import Journey

from .factories import actor_of, steps_of

REPORT, WEEKLY = "34", "22"


def interview_opened(session: Session, journey: Journey, code: str = REPORT) -> Interview:
    """The recruit opens the interview of a step."""
    step = steps_of(session, journey.id)[code]
    return actions.open_of_step(session, actor_of(session, journey.recruit_id), journey, step)


def minuted(session: Session, sheet: Sheet, *, decisions: int = 1) -> None:
    """Held yesterday; its leader wrote it down and signed."""
    leader = actor_of(session, sheet.interview.leader_id)
    yesterday = clock.now().date() - dt.timedelta(days=1)
    actions.save_minutes(
        session, leader, sheet, held_on=yesterday, text="Trois objectifs relus.",
        decisions=[
            {"texte": f"Dix appels à deux, {n}", "qui": "tutrice", "echeance": "2026-12-05"}
            for n in range(decisions)
        ],
    )  # fmt: skip
    actions.sign_minutes(session, leader, sheet)


def fill_interviews(session: Session, journey: Journey, count: int) -> None:
    """More of everything, for pages that must cost the same."""
    recruit = actor_of(session, journey.recruit_id)
    for months, leader_id in enumerate((journey.tutor_id, journey.manager_id), 1):
        assert leader_id is not None
        for number in range(count):
            actions.plan(
                session, recruit, journey, kind=InterviewKind.WEEKLY, leader_id=leader_id,
                planned_on=dt.date(2027, months, number + 1),
            )  # fmt: skip

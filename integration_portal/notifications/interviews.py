"""Who is told what about an interview. Never a word of what was prepared or said."""

from sqlalchemy.orm import Session

from ..accounts.models import User
from ..interviews.events import (
    AnswerDue,
    InterviewMinuted,
    InterviewPlanned,
    InterviewSigned,
    ReportAnswered,
    ReportShared,
)
from ..interviews.queries import Sheet, load_sheet
from . import actions, messages


def _tell(session: Session, sheet: Sheet, user_id: int | None, text: str) -> None:
    if user_id is not None:
        actions.notify(session, user_id, text=text, path=f"/entretiens/{sheet.interview.id}")


def on_planned(session: Session, event: InterviewPlanned) -> None:
    """The other of the two; both, when the manager arranged it."""
    sheet = load_sheet(session, event.interview_id)
    by = session.get_one(User, event.by_id).name
    asked = event.by_id == sheet.journey.recruit_id and sheet.step is None
    verb = "demande" if asked else "prévoit"
    pair = {sheet.leader.id: sheet.journey.recruit, sheet.journey.recruit_id: sheet.leader}
    for user_id, met in pair.items():
        if user_id != event.by_id:
            text = messages.interview_planned(by, verb, sheet.title, met.name, event.planned_on)
            _tell(session, sheet, user_id, text)


def on_minuted(session: Session, event: InterviewMinuted) -> None:
    """The recruit, whose turn it is; the manager, when decisions are proposed to her."""
    sheet = load_sheet(session, event.interview_id)
    text = messages.interview_to_sign(sheet.leader.name, sheet.title)
    _tell(session, sheet, sheet.journey.recruit_id, text)
    manager_id = sheet.journey.manager_id
    if event.proposed and manager_id != sheet.leader.id:
        text = messages.decisions_proposed(
            sheet.leader.name, sheet.journey.recruit.name, sheet.title
        )
        _tell(session, sheet, manager_id, text)


def on_signed(session: Session, event: InterviewSigned) -> None:
    """Who led it; the manager too when the recruit does not agree."""
    sheet = load_sheet(session, event.interview_id)
    recruit = sheet.journey.recruit.name
    say = messages.disputed if event.disputed else messages.interview_signed
    told = {sheet.leader.id, sheet.journey.manager_id} if event.disputed else {sheet.leader.id}
    for user_id in told:
        _tell(session, sheet, user_id, say(recruit, sheet.title))


def on_shared(session: Session, event: ReportShared) -> None:
    sheet = load_sheet(session, event.interview_id)
    _tell(session, sheet, sheet.leader.id, messages.report_shared(sheet.journey.recruit.name))


def on_answered(session: Session, event: ReportAnswered) -> None:
    sheet = load_sheet(session, event.interview_id)
    _tell(session, sheet, sheet.journey.recruit_id, messages.report_answered(sheet.leader.name))


def on_answer_due(session: Session, event: AnswerDue) -> None:
    """Once a date, before and after."""
    sheet = load_sheet(session, event.interview_id)
    text = messages.answer_due(sheet.journey.recruit.name, event.due_on, is_past=event.is_past)
    path = f"/entretiens/{sheet.interview.id}"
    if actions.still_to_tell(session, [sheet.leader.id], text=text, path=path, again=False):
        _tell(session, sheet, sheet.leader.id, text)


INTERVIEW_SUBSCRIBERS = (
    (InterviewPlanned, on_planned),
    (InterviewMinuted, on_minuted),
    (InterviewSigned, on_signed),
    (ReportShared, on_shared),
    (ReportAnswered, on_answered),
    (AnswerDue, on_answer_due),
)

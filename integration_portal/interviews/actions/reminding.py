"""Remind whoever owes a written answer to a report."""

import datetime as dt

from sqlalchemy.orm import Session

from ...core.bus import publish
from .. import queries, rules
from ..events import AnswerDue


def announce_answers(session: Session, today: dt.date) -> None:
    """Tell which answers are due within ``REMIND_DAYS``, or were. To be called once a day: whoever
    listens says it once a date."""
    for one in queries.list_unanswered(session):
        due = rules.answer_due(one)
        if due is not None and due <= today + dt.timedelta(days=rules.REMIND_DAYS):
            publish(session, AnswerDue(one.id, due, is_past=due < today))

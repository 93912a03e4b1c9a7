"""What interviews announce. Never a word of what was prepared or said."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class InterviewPlanned:
    """Planned, asked for, moved to another day or (``planned_on`` None) cancelled, by ``by_id``."""

    interview_id: int
    by_id: int
    planned_on: dt.date | None


@dataclass(frozen=True)
class InterviewMinuted:
    """Its leader signed: the recruit's turn. ``proposed``: decisions that may become steps."""

    interview_id: int
    proposed: int


@dataclass(frozen=True)
class InterviewSigned:
    interview_id: int
    disputed: bool


@dataclass(frozen=True)
class ReportShared:
    interview_id: int


@dataclass(frozen=True)
class ReportAnswered:
    interview_id: int


@dataclass(frozen=True)
class AnswerDue:
    """The written answer to a report is due soon, or was (``is_past``)."""

    interview_id: int
    due_on: dt.date
    is_past: bool

"""Verbs on sign-offs. They flush and publish; they never commit."""

from .absences import Absence, declare_absence, end_absence
from .answering import (
    ANSWERABLE,
    acknowledge,
    answer_words,
    correct,
    correct_words,
    withdraw,
    withdraw_words,
)
from .asking import Subject, cancel, hand_over, open_file, request_signoff
from .claiming import refuse_late
from .countersigning import countersign, countersign_words
from .deciding import DECISIONS, decide, decision_words
from .ledgering import append
from .together import Chosen, Fate, sign_together

__all__ = [
    "ANSWERABLE",
    "DECISIONS",
    "Absence",
    "Chosen",
    "Fate",
    "Subject",
    "acknowledge",
    "answer_words",
    "append",
    "cancel",
    "correct",
    "correct_words",
    "countersign",
    "countersign_words",
    "decide",
    "decision_words",
    "declare_absence",
    "end_absence",
    "hand_over",
    "open_file",
    "refuse_late",
    "request_signoff",
    "sign_together",
    "withdraw",
    "withdraw_words",
]

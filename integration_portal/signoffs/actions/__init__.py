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
from .deciding import DECISIONS, decide
from .ledgering import append
from .naming import name_observer, refuse_others
from .observing import (
    Notes,
    discard,
    find_signing_fault,
    keep_acts,
    keep_notes,
    sentence_of,
    sign_observation,
    withdraw_observation,
)
from .talking import (
    TalkNotes,
    can_confirm,
    confirm_talk,
    confirmation_sentence,
    keep_talk,
    sign_talk,
    talk_sentence,
    withdraw_talk,
)
from .together import Chosen, Fate, sign_together

__all__ = [
    "ANSWERABLE",
    "DECISIONS",
    "Absence",
    "Chosen",
    "Fate",
    "Notes",
    "Subject",
    "TalkNotes",
    "acknowledge",
    "answer_words",
    "append",
    "can_confirm",
    "cancel",
    "confirm_talk",
    "confirmation_sentence",
    "correct",
    "correct_words",
    "countersign",
    "countersign_words",
    "decide",
    "declare_absence",
    "discard",
    "end_absence",
    "find_signing_fault",
    "hand_over",
    "keep_acts",
    "keep_notes",
    "keep_talk",
    "name_observer",
    "open_file",
    "refuse_late",
    "refuse_others",
    "request_signoff",
    "sentence_of",
    "sign_observation",
    "sign_talk",
    "sign_together",
    "talk_sentence",
    "withdraw",
    "withdraw_observation",
    "withdraw_talk",
    "withdraw_words",
]

"""Verbs on sign-offs. They flush and publish; they never commit."""

from .asking import Subject, cancel, open_file, request_signoff
from .deciding import DECISIONS, acknowledge, decide, sentence_for, withdraw
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
)

__all__ = [
    "DECISIONS",
    "Notes",
    "Subject",
    "TalkNotes",
    "acknowledge",
    "append",
    "can_confirm",
    "cancel",
    "confirm_talk",
    "confirmation_sentence",
    "decide",
    "discard",
    "find_signing_fault",
    "keep_acts",
    "keep_notes",
    "keep_talk",
    "name_observer",
    "open_file",
    "refuse_others",
    "request_signoff",
    "sentence_for",
    "sentence_of",
    "sign_observation",
    "sign_talk",
    "talk_sentence",
    "withdraw",
    "withdraw_observation",
]

"""Verbs on sign-offs. They flush and publish; they never commit."""

from .asking import Subject, cancel, open_file, request_signoff
from .deciding import DECISIONS, acknowledge, decide, sentence_for, withdraw
from .ledgering import append

__all__ = [
    "DECISIONS",
    "Subject",
    "acknowledge",
    "append",
    "cancel",
    "decide",
    "open_file",
    "request_signoff",
    "sentence_for",
    "withdraw",
]

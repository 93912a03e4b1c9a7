"""Verbs of the competency file. They flush and publish; they never commit."""

from .asking import ask_observation
from .attesting import choose_shown, issue
from .visas import visa, withdraw_visa, withdrawal_words

__all__ = ["ask_observation", "choose_shown", "issue", "visa", "withdraw_visa", "withdrawal_words"]

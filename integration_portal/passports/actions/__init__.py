"""Verbs on passports. They flush and publish; they never commit."""

from .lapses import announce_endings
from .opening import clear, meet, open_passport, prove_by_drill
from .signing import grant, renew, sentence_for, take_back
from .working import take_post

__all__ = [
    "announce_endings",
    "clear",
    "grant",
    "meet",
    "open_passport",
    "prove_by_drill",
    "renew",
    "sentence_for",
    "take_back",
    "take_post",
]

"""Verbs on interviews. They flush and publish; they never commit."""

from .adopting import adopt
from .minuting import (
    leader_sentence,
    recruit_sentence,
    save_minutes,
    sign_as_recruit,
    sign_minutes,
)
from .planning import cancel, hand_over, leave_step, move, open_of_step, plan
from .preparing import answer, prepare, reopen, share, unshare
from .reminding import announce_answers

__all__ = [
    "adopt",
    "announce_answers",
    "answer",
    "cancel",
    "hand_over",
    "leader_sentence",
    "leave_step",
    "move",
    "open_of_step",
    "plan",
    "prepare",
    "recruit_sentence",
    "reopen",
    "save_minutes",
    "share",
    "sign_as_recruit",
    "sign_minutes",
    "unshare",
]

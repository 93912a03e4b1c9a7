"""What passports announce, in the transaction of the act."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class PassportOpened:
    passport_id: int
    holder_id: int
    unit_id: int


@dataclass(frozen=True)
class ConditionMet:
    """``words``: what was met; ``complete``: it was the last one, a signature is next."""

    passport_id: int
    holder_id: int
    unit_id: int
    words: str
    complete: bool


@dataclass(frozen=True)
class PassportSigned:
    """Granted, or renewed, until ``until`` at the latest."""

    passport_id: int
    holder_id: int
    unit_id: int
    author_name: str
    renewal: bool
    until: dt.date


@dataclass(frozen=True)
class PassportTakenBack:
    passport_id: int
    holder_id: int
    unit_id: int
    author_name: str


@dataclass(frozen=True)
class PassportEnding:
    """It ends on ``until``, or has ended then (``is_past``)."""

    passport_id: int
    holder_id: int
    opened_by_id: int
    unit_id: int
    until: dt.date
    is_past: bool

"""What a format of Moodle says of a question, whichever file it came from or goes to."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

MoodleKind = Literal[
    "multichoice", "truefalse", "matching", "shortanswer", "numerical", "ordering", "cloze"
]
GAP_SIGN = "_____"
STAR = "★ "
# What our questions add to their text where a Moodle has no field for it.
UNIT = "(unité : {})"
DAY = "(jour/mois/année)"


@dataclass(frozen=True)
class Answer:
    """``fraction``: 100 is right in full, 0 or less is wrong. ``tolerance``: of a number."""

    text: str
    fraction: float = 100
    feedback: str = ""
    tolerance: float = 0


@dataclass(frozen=True)
class Foreign:
    """One question of a file. ``answers``: of « ordering » in their order, of « truefalse » the
    right one alone; ``pairs``: (left, right), left empty for an answer that matches nothing."""

    kind: MoodleKind
    name: str
    text: str
    answers: tuple[Answer, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    feedback: str = ""
    single: bool = False
    unit: str | None = None

    def same_as(self, other: "Foreign") -> bool:
        """Whether a Moodle would ask the same thing."""
        return replace(self, name="") == replace(other, name="")


@dataclass(frozen=True, order=True)
class Fault:
    """Something to tell about one line. ``refused``: the question is left out."""

    line: int
    message: str
    refused: bool = True


@dataclass(frozen=True)
class Found:
    """A question where it stands in its file, and what our own comment keeps of it, if any:
    the whole question, or only ``{"suite": its name}`` for the next gaps of a text."""

    line: int
    foreign: Foreign
    kept: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    """A file, read: ``settings`` of the bank are only in files the portal wrote."""

    found: list[Found]
    faults: list[Fault]
    settings: Mapping[str, Any]


class UnreadableError(Exception):
    """One question cannot be read or taken; the message is a French sentence."""


def number(text: str) -> float:
    """A number as Moodle writes it. Raises UnreadableError."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise UnreadableError(f"« {text.strip()} » n'est pas un nombre.")
    return value


def digits(value: float) -> str:
    """The shortest text that gives this number back: ``72``, ``0.5``, ``33.33333``."""
    return str(int(value)) if value == int(value) else repr(value)

"""What a kind of question must know how to do. Pure: payloads and posted fields in, values out.

What a page gets (``Shown``) never holds the answer: choices come shuffled, and are posted by their
place in that shuffle. What is kept of an answer (``Given``) names the bank's own order, so that it
reads the same whatever the shuffle was.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Question = Mapping[str, Any]
Fields = Mapping[str, Sequence[str]]
# JSON-safe: what the attempt keeps.
Given = Any


@dataclass(frozen=True)
class Line:
    """One thing to correct. ``mark``: "right", "wrong", "missed" (right, but not picked) or
    "" (rightly left alone); ``given`` and ``expected`` where they are not ``text`` itself."""

    text: str
    mark: str
    given: str = ""
    expected: str = ""
    why: str = ""


class QuestionType(Protocol):
    """``template``: the fields of the form; ``partial``: how a partial answer counts, in words;
    None: all or nothing."""

    @property
    def name(self) -> str: ...

    @property
    def label(self) -> str: ...

    @property
    def template(self) -> str: ...

    @property
    def partial(self) -> str | None: ...

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        """What the form needs, shuffled by ``draw``. The same draw gives the same order."""

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        """The answer in posted fields, made with the same draw; None: not answered entirely."""

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        """The fields that ``read`` makes ``given`` from: what a form shows picked again."""

    def points(self, question: Question, given: Given) -> float:
        """From 0 to 1; 1 is right in full."""

    def correct(self, question: Question, given: Given) -> list[Line]:
        """The answer, line by line, against what was expected."""


def shuffled(count: int, draw: random.Random) -> list[int]:
    """Places → numbers of the bank's own order."""
    return draw.sample(range(count), count)


def one(fields: Fields, name: str) -> str:
    """The first value of a field, "" when it was not posted."""
    values = fields.get(name) or [""]
    return values[0].strip()


def place(text: str, count: int) -> int | None:
    """A posted place below ``count``."""
    short = text.isascii() and text.isdigit() and len(text) < 4
    return int(text) if short and int(text) < count else None

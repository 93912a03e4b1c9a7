"""What the form of a question shows: its choices shuffled, what was picked, and its correction."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from ..question_types import Fields, Given, Line, Question, kind_of


@dataclass(frozen=True)
class Asked:
    """``picked``: posted values by field; ``lines``: the correction, once answered; ``points``
    from 0 to 1; ``incomplete``: sent, but not answered in full."""

    shown: Mapping[str, Any]
    picked: Fields
    lines: tuple[Line, ...] = ()
    points: float | None = None
    incomplete: bool = False

    @property
    def right(self) -> bool:
        return self.points == 1


def fields_of(sent: MultiDict[str, str]) -> dict[str, list[str]]:
    return {name: sent.getlist(name) for name in sent if name[:1] == "r"}


def open_question(question: Question, draw: random.Random, sent: Fields | None = None) -> Asked:
    """To answer; ``sent``: what was picked and refused."""
    state = draw.getstate()
    shown = kind_of(question).show(question, draw)
    draw.setstate(state)
    return Asked(shown, sent or {}, incomplete=sent is not None)


def corrected(question: Question, draw: random.Random, given: Given) -> Asked:
    """Answered."""
    kind, state = kind_of(question), draw.getstate()
    shown = kind.show(question, draw)
    draw.setstate(state)
    picked = kind.posted(question, draw, given)
    lines = tuple(kind.correct(question, given))
    return Asked(shown, picked, lines, kind.points(question, given))


def asked_once(question: Question, sent: MultiDict[str, str] | None) -> Asked:
    """A question of a lesson: always in the same order, marked at once."""

    def draw() -> random.Random:
        return random.Random(question["id"])  # noqa: S311 — an order of choices, not a secret

    if sent is None:
        return open_question(question, draw())
    fields = fields_of(sent)
    given = kind_of(question).read(question, draw(), fields)
    if given is None:
        return open_question(question, draw(), fields)
    return corrected(question, draw(), given)

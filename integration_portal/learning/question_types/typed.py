"""What is typed: words in gaps, a number, a date."""

import datetime as dt
import random
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from ...content.kinds.questions import GAP
from ...core.dates import short_day
from ...core.folding import fold
from .base import Fields, Given, Line, Question, one

# What is not a word is forgiven, except what changes the meaning: « A+ », « < 5 », « 2,5 ».
_NOT_A_WORD = re.compile(r"(?:(?![+<>=]|(?<=\d)[.,/:](?=\d)|(?<!\S)-(?=\d))[\W_])+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", ",": ".", "\u2212": "-"})
MAX_TYPED = 120


class FillIn:
    """Accents, case, spaces, hyphens and apostrophes are forgiven."""

    name, label, template = "trous", "Compléter", "trous"
    partial = "Chaque mot juste compte."

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        return {"pieces": GAP.sub("\x00", question["texte"]).split("\x00")}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        gaps = GAP.findall(question["texte"])
        given = [one(fields, f"r{at}")[:MAX_TYPED] for at in range(len(gaps))]
        return given if all(given) else None

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {f"r{at}": [text] for at, text in enumerate(given)}

    def points(self, question: Question, given: Given) -> float:
        return sum(line.mark == "right" for line in self.correct(question, given)) / len(given)

    def correct(self, question: Question, given: Given) -> list[Line]:
        lines = []
        for at, (gap, said) in enumerate(zip(GAP.findall(question["texte"]), given, strict=True)):
            accepted = [word.strip() for word in gap.split("|")]
            right = _bare(said) in {_bare(word) for word in accepted}
            expected = "" if right else accepted[0]
            lines.append(Line(f"{at + 1}.", "right" if right else "wrong", said, expected))
        return lines


class Numeric:
    name, label, template, partial = "nombre", "Un nombre", "nombre", None

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        return {"unit": question["unite"]}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        text = re.sub(r"\s", "", one(fields, "r")).translate(_LIGATURES)
        return float(text) if re.fullmatch(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", text) else None

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {"r": [_number(given)]}

    def points(self, question: Question, given: Given) -> float:
        return float(abs(given - question["reponse"]) <= question["tolerance"] + 1e-9)

    def correct(self, question: Question, given: Given) -> list[Line]:
        right = self.points(question, given) == 1
        said = f"{_number(given)} {question['unite'] or ''}".strip()
        expected = "" if right else in_words(question)
        return [Line(said, "right" if right else "wrong", expected=expected)]


class DateAnswer:
    name, label, template, partial = "date", "Une date", "date", None

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        return {}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        try:
            return dt.date.fromisoformat(one(fields, "r")).isoformat()
        except ValueError:
            return None

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {"r": [given]}

    def points(self, question: Question, given: Given) -> float:
        return float(given == question["reponse"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        right = given == question["reponse"]
        said, expected = short_day(dt.date.fromisoformat(given)), in_words(question)
        return [Line(said, "right" if right else "wrong", expected="" if right else expected)]


def in_words(question: Question) -> str:
    """The expected number with its unit, or the expected day."""
    if question["type"] == "date":
        return short_day(dt.date.fromisoformat(question["reponse"]))
    return f"{_number(question['reponse'])} {question['unite'] or ''}".strip()


def _bare(text: str) -> str:
    """What of a word counts; all of it when it is only made of signs."""
    plain = fold(unicodedata.normalize("NFKC", text)).translate(_LIGATURES).strip()
    return _NOT_A_WORD.sub("", plain) or plain


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".").replace(".", ",")

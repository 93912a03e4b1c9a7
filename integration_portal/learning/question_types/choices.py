"""One answer, several answers, true or false."""

import random
from collections.abc import Mapping
from typing import Any

from .base import Fields, Given, Line, Question, one, place, shuffled


class SingleChoice:
    name, label, template, partial = "choix", "Une réponse", "choix", None

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        options = question["choix"]
        return {"options": [options[n]["texte"] for n in shuffled(len(options), draw)]}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        order = shuffled(len(question["choix"]), draw)
        at = place(one(fields, "r"), len(order))
        return None if at is None else order[at]

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {"r": [str(shuffled(len(question["choix"]), draw).index(given))]}

    def points(self, question: Question, given: Given) -> float:
        return float(question["choix"][given]["juste"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        return _lines(question, {given})


class MultipleChoice:
    name, label, template = "plusieurs", "Plusieurs réponses", "plusieurs"
    partial = "Chaque bonne réponse compte, chaque mauvaise en retire autant."

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        options = question["choix"]
        return {"options": [options[n]["texte"] for n in shuffled(len(options), draw)]}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        order = shuffled(len(question["choix"]), draw)
        places = {place(text, len(order)) for text in fields.get("r", ())} - {None}
        return sorted(order[at] for at in places if at is not None) or None

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        order = shuffled(len(question["choix"]), draw)
        return {"r": [str(order.index(number)) for number in given]}

    def points(self, question: Question, given: Given) -> float:
        right = {n for n, option in enumerate(question["choix"]) if option["juste"]}
        picked = set(given)
        return max(0.0, (len(picked & right) - len(picked - right)) / len(right))

    def correct(self, question: Question, given: Given) -> list[Line]:
        return _lines(question, set(given))


class TrueFalse:
    name, label, template, partial = "vrai-faux", "Vrai ou faux", "vrai_faux", None

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        return {}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        return {"vrai": True, "faux": False}.get(one(fields, "r"))

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {"r": ["vrai" if given else "faux"]}

    def points(self, question: Question, given: Given) -> float:
        return float(given is question["juste"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        said, expected = (("Vrai" if one_ else "Faux") for one_ in (given, question["juste"]))
        mark = "right" if given is question["juste"] else "wrong"
        return [Line(said, mark, expected="" if mark == "right" else expected)]


def _lines(question: Question, picked: set[int]) -> list[Line]:
    lines = []
    for number, option in enumerate(question["choix"]):
        taken, right = number in picked, option["juste"]
        mark = ("right" if right else "wrong") if taken else ("missed" if right else "")
        why = option["pourquoi"] or "" if taken and not right else ""
        lines.append(Line(option["texte"], mark, why=why))
    return lines

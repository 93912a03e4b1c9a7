"""Find what is wrong in a text: the side swapped, the negation lost, the wrong person."""

import random
from collections.abc import Mapping
from typing import Any

from .base import Fields, Given, Line, Question, place


class SpotError:
    """``NOTHING``: « je ne vois pas d'erreur », an answer too."""

    name, label, template = "erreur", "Trouver l’erreur", "erreur"
    partial = "Chaque erreur trouvée compte, chaque passage juste désigné à tort en retire autant."
    NOTHING = "aucune"

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        return {"segments": [segment["texte"] for segment in question["passage"]]}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        values = fields.get("r", ())
        places = {place(text, len(question["passage"])) for text in values} - {None}
        picked = sorted(at for at in places if at is not None)
        return picked if picked or self.NOTHING in values else None

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        return {"r": [str(at) for at in given] or [self.NOTHING]}

    def points(self, question: Question, given: Given) -> float:
        wrong = {n for n, segment in enumerate(question["passage"]) if segment["erreur"]}
        picked = set(given)
        return max(0.0, (len(picked & wrong) - len(picked - wrong)) / len(wrong))

    def correct(self, question: Question, given: Given) -> list[Line]:
        lines = []
        for number, segment in enumerate(question["passage"]):
            taken, wrong = number in given, segment["erreur"]
            mark = ("right" if wrong else "wrong") if taken else ("missed" if wrong else "")
            lines.append(Line(segment["texte"], mark, why=wrong or ""))
        return lines

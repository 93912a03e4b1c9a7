"""Match pairs, sort into categories, put in order: without dragging, by choosing a place."""

import random
from collections.abc import Mapping
from typing import Any

from .base import Fields, Given, Line, Question, one, place, shuffled


class Matching:
    name, label, template = "appariement", "Relier", "appariement"
    partial = "Chaque paire juste compte."

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        left, right = self._orders(question, draw)
        pairs, answers = question["paires"], self._answers(question)
        return {
            "rows": [pairs[n]["gauche"] for n in left],
            "answers": [answers[n] for n in right],
        }

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        left, right = self._orders(question, draw)
        given: list[int | None] = [None] * len(left)
        for at, number in enumerate(left):
            chosen = place(one(fields, f"r{at}"), len(right))
            given[number] = None if chosen is None else right[chosen]
        return None if None in given else given

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        left, right = self._orders(question, draw)
        return {f"r{at}": [str(right.index(given[number]))] for at, number in enumerate(left)}

    def points(self, question: Question, given: Given) -> float:
        right = sum(1 for number, chosen in enumerate(given) if chosen == number)
        return right / len(question["paires"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        answers = self._answers(question)
        return [
            _line(pair["gauche"], answers[chosen], pair["droite"])
            for pair, chosen in zip(question["paires"], given, strict=True)
        ]

    @staticmethod
    def _answers(question: Question) -> list[str]:
        return [*(pair["droite"] for pair in question["paires"]), *question["leurres"]]

    def _orders(self, question: Question, draw: random.Random) -> tuple[list[int], list[int]]:
        left = shuffled(len(question["paires"]), draw)
        return left, shuffled(len(self._answers(question)), draw)


class Sorting:
    name, label, template = "classement", "Classer", "classement"
    partial = "Chaque élément bien classé compte."

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        elements = question["elements"]
        return {
            "rows": [elements[n]["texte"] for n in shuffled(len(elements), draw)],
            "categories": question["categories"],
        }

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        order = shuffled(len(question["elements"]), draw)
        given: list[int | None] = [None] * len(order)
        for at, number in enumerate(order):
            given[number] = place(one(fields, f"r{at}"), len(question["categories"]))
        return None if None in given else given

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        order = shuffled(len(question["elements"]), draw)
        return {f"r{at}": [str(given[number])] for at, number in enumerate(order)}

    def points(self, question: Question, given: Given) -> float:
        right = sum(line.mark == "right" for line in self.correct(question, given))
        return right / len(question["elements"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        return [
            _line(element["texte"], question["categories"][chosen], element["categorie"])
            for element, chosen in zip(question["elements"], given, strict=True)
        ]


class Ordering:
    """Each step gets its rank; two steps never share one."""

    name, label, template = "ordre", "Remettre dans l’ordre", "ordre"
    partial = "Chaque étape à son rang compte."

    def show(self, question: Question, draw: random.Random) -> Mapping[str, Any]:
        steps = question["etapes"]
        return {"rows": [steps[n] for n in shuffled(len(steps), draw)]}

    def read(self, question: Question, draw: random.Random, fields: Fields) -> Given | None:
        order = shuffled(len(question["etapes"]), draw)
        ranks: dict[int, int] = {}
        for at, number in enumerate(order):
            rank = place(one(fields, f"r{at}"), len(order))
            if rank is None or rank in ranks:
                return None
            ranks[rank] = number
        return [ranks[rank] for rank in range(len(order))]

    def posted(self, question: Question, draw: random.Random, given: Given) -> Fields:
        order = shuffled(len(question["etapes"]), draw)
        return {f"r{at}": [str(given.index(number))] for at, number in enumerate(order)}

    def points(self, question: Question, given: Given) -> float:
        right = sum(1 for rank, number in enumerate(given) if number == rank)
        return right / len(question["etapes"])

    def correct(self, question: Question, given: Given) -> list[Line]:
        steps = question["etapes"]
        return [_line(f"{rank + 1}.", steps[n], steps[rank]) for rank, n in enumerate(given)]


def _line(text: str, given: str, expected: str) -> Line:
    right = given == expected
    return Line(text, "right" if right else "wrong", given, "" if right else expected)

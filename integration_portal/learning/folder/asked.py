"""A question on paper: what is asked, in an order that tells nothing, and its answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...content.kinds.questions import GAP
from ...core.folding import fold
from ...core.typography import french
from ..presentation import Lesson, Module
from ..question_types import Question, kind_of
from ..solutions import solution

Lists = list[tuple[str, list[str]]]
_GAP = "…………"


@dataclass(frozen=True)
class Asked:
    """``lists``: what there is to choose from, each with its heading (empty: none); ``reasons``:
    what is told of a wrong choice; ``lesson``: the one to read again."""

    kind: str
    star: bool
    context: str
    text: str
    lists: Lists
    answer: list[str]
    reasons: list[tuple[str, str]]
    explanation: str
    lesson: Lesson | None
    sources: tuple[Mapping[str, Any], ...]


def asked(module: Module, question: Question) -> Asked:
    named = set(question["sources"])
    return Asked(
        kind=kind_of(question).label,
        star=question["etoile"],
        context=french(question["contexte"] or ""),
        text=french(question["enonce"]),
        lists=[(title, [french(one) for one in rows]) for title, rows in _lists(question)],
        answer=[french(line) for line in solution(question)],
        reasons=_reasons(question),
        explanation=french(question["explication"]),
        lesson=next((one for one in module.lessons if one.slug == question["lecon"]), None),
        sources=tuple(source for source in module.sources if source["id"] in named),
    )


def _reasons(question: Question) -> list[tuple[str, str]]:
    options = question.get("choix", ())
    return [(french(one["texte"]), french(one["pourquoi"])) for one in options if one["pourquoi"]]


def _sorted(texts: list[str]) -> list[str]:
    return sorted(texts, key=fold)


def _options(question: Question) -> Lists:
    return [("", [one["texte"] for one in question["choix"]])]


def _pairs(question: Question) -> Lists:
    right = [*(one["droite"] for one in question["paires"]), *question["leurres"]]
    return [("À relier", [one["gauche"] for one in question["paires"]]), ("Avec", _sorted(right))]


def _sorting(question: Question) -> Lists:
    elements = _sorted([one["texte"] for one in question["elements"]])
    return [("Catégories", question["categories"]), ("À classer", elements)]


_BY_KIND: Mapping[str, Callable[[Question], Lists]] = {
    "choix": _options,
    "plusieurs": _options,
    "vrai-faux": lambda _: [("", ["Vrai", "Faux"])],
    "appariement": _pairs,
    "ordre": lambda question: [("À remettre dans l’ordre", _sorted(question["etapes"]))],
    "trous": lambda question: [("", [GAP.sub(_GAP, question["texte"])])],
    "classement": _sorting,
    "nombre": lambda question: (
        [("", [f"Un nombre, en {question['unite']}"])] if question["unite"] else []
    ),
    "date": lambda _: [],
    "erreur": lambda question: [("Les passages", [one["texte"] for one in question["passage"]])],
}


def _lists(question: Question) -> Lists:
    return _BY_KIND[question["type"]](question)

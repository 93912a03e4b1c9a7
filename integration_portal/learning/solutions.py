"""A question in words, without its form: what it asks, and its right answer. Pure.

For those who keep it, for the daily review and for the pages made for elsewhere.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from ..content.kinds.questions import GAP
from ..core.dates import day_words

Question = Mapping[str, Any]
Lines = Sequence[str]
_GAP_SHOWN = "…"


def asked(question: Question) -> list[str]:
    """What the front shows under the question: options, things to sort, the text with its gaps."""
    return list(_ASKED[question["type"]](question))


def solution(question: Question) -> list[str]:
    """The right answer, one thing a line."""
    return list(_RIGHT[question["type"]](question))


def _options(question: Question) -> Lines:
    return [one["texte"] for one in question["choix"]]


def _right_options(question: Question) -> Lines:
    return [one["texte"] for one in question["choix"] if one["juste"]]


def _true_or_false(question: Question) -> Lines:
    return ["Vrai" if question["juste"] else "Faux"]


def _left(question: Question) -> Lines:
    return [pair["gauche"] for pair in question["paires"]]


def _pairs(question: Question) -> Lines:
    return [f"{pair['gauche']} : {pair['droite']}" for pair in question["paires"]]


def _mixed(question: Question) -> Lines:
    """By alphabet: never in the order to find."""
    return sorted(question["etapes"])


def _steps(question: Question) -> Lines:
    return [f"{rank}. {step}" for rank, step in enumerate(question["etapes"], 1)]


def _with_gaps(question: Question) -> Lines:
    return [GAP.sub(_GAP_SHOWN, question["texte"])]


def _filled(question: Question) -> Lines:
    return [GAP.sub(lambda gap: f"« {gap[1].split('|')[0].strip()} »", question["texte"])]


def _elements(question: Question) -> Lines:
    return [one["texte"] for one in question["elements"]]


def _sorted(question: Question) -> Lines:
    return [
        f"{category} : {', '.join(one['texte'] for one in inside)}"
        for category in question["categories"]
        if (inside := [one for one in question["elements"] if one["categorie"] == category])
    ]


def _unit(question: Question) -> Lines:
    return [f"En {question['unite']}"] if question["unite"] else []


def _number(question: Question) -> Lines:
    figure = f"{question['reponse']:g}".replace(".", ",")
    return [f"{figure} {question['unite'] or ''}".strip()]


def _date(question: Question) -> Lines:
    return [day_words(date.fromisoformat(question["reponse"]), year=True)]


def _passage(question: Question) -> Lines:
    return [one["texte"] for one in question["passage"]]


def _wrong_pieces(question: Question) -> Lines:
    return [f"{one['texte']} : {one['erreur']}" for one in question["passage"] if one["erreur"]]


def _nothing(_question: Question) -> Lines:
    return []


_ASKED: Mapping[str, Callable[[Question], Lines]] = {
    "choix": _options,
    "plusieurs": _options,
    "vrai-faux": lambda _question: ["Vrai ou faux ?"],
    "appariement": _left,
    "ordre": _mixed,
    "trous": _with_gaps,
    "classement": _elements,
    "nombre": _unit,
    "date": _nothing,
    "erreur": _passage,
}
_RIGHT: Mapping[str, Callable[[Question], Lines]] = {
    "choix": _right_options,
    "plusieurs": _right_options,
    "vrai-faux": _true_or_false,
    "appariement": _pairs,
    "ordre": _steps,
    "trous": _filled,
    "classement": _sorted,
    "nombre": _number,
    "date": _date,
    "erreur": _wrong_pieces,
}

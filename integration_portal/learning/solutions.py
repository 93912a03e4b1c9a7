"""The right answer of a question in words, for those who keep it and for the daily review. Pure."""

from collections.abc import Callable, Mapping

from ..content.kinds.questions import GAP
from .question_types import Question
from .question_types.typed import in_words


def solution(question: Question) -> list[str]:
    """One line for each thing to know."""
    return _BY_KIND[question["type"]](question)


def _options(question: Question) -> list[str]:
    return [option["texte"] for option in question["choix"] if option["juste"]]


def _gaps(question: Question) -> list[str]:
    return [GAP.sub(lambda gap: gap[1].split("|")[0].strip(), question["texte"])]


def _errors(question: Question) -> list[str]:
    wrong = [segment for segment in question["passage"] if segment["erreur"]]
    return [f"« {segment['texte']} » : {segment['erreur']}" for segment in wrong]


_BY_KIND: Mapping[str, Callable[[Question], list[str]]] = {
    "choix": _options,
    "plusieurs": _options,
    "vrai-faux": lambda question: ["Vrai" if question["juste"] else "Faux"],
    "appariement": lambda question: [
        f"{pair['gauche']} : {pair['droite']}" for pair in question["paires"]
    ],
    "ordre": lambda question: [f"{n}. {step}" for n, step in enumerate(question["etapes"], 1)],
    "trous": _gaps,
    "classement": lambda question: [
        f"{element['texte']} : {element['categorie']}" for element in question["elements"]
    ],
    "nombre": lambda question: [in_words(question)],
    "date": lambda question: [in_words(question)],
    "erreur": _errors,
}

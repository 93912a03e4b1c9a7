"""Our question → what a Moodle can ask: its own kind, or the nearest one it has."""

import datetime as dt
import itertools
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...content.kinds.questions import GAP
from ...core.dates import day_words, short_day
from ...core.typography import french
from .foreign import DAY, GAP_SIGN, STAR, UNIT, Answer, Foreign, MoodleKind, digits

Question = Mapping[str, Any]


def to_moodle(question: Question) -> list[Foreign]:
    """One question; a text with several gaps gives one for each."""
    return [_typeset(one) for one in _BY_KIND[question["type"]](question)]


def _typeset(question: Foreign) -> Foreign:
    """In French typography, as on our pages; words to type stay as they are typed."""
    picked = question.kind == "multichoice"
    return replace(
        question,
        text=french(question.text),
        feedback=french(question.feedback),
        pairs=tuple((french(left), french(right)) for left, right in question.pairs),
        answers=tuple(
            replace(one, text=french(one.text), feedback=french(one.feedback)) if picked else one
            for one in question.answers
        ),
    )


def _made(question: Question, kind: MoodleKind, text: str = "", **fields: Any) -> Foreign:
    name = (STAR if question["etoile"] else "") + question["id"]
    read = [question["contexte"], question["enonce"], text]
    return Foreign(
        kind, name, "\n\n".join(one for one in read if one), feedback=question["explication"], **fields
    )  # fmt: skip


def _options(question: Question) -> list[Foreign]:
    picked = [(one["texte"], one["juste"], one["pourquoi"] or "") for one in question["choix"]]
    return [_choices(question, picked)]


def _choices(question: Question, options: list[tuple[str, bool, str]], text: str = "") -> Foreign:
    """Each right one counts, each wrong one takes as much away; a lone right one is picked alone."""
    right = sum(one for _, one, _ in options)
    share = 100 if right == 1 else round(100 / right, 5)
    wrong = 0 if right == 1 else -share
    answers = tuple(
        Answer(words, share if good else wrong, feedback) for words, good, feedback in options
    )
    return _made(question, "multichoice", text, answers=answers, single=right == 1)


def _true_false(question: Question) -> list[Foreign]:
    right = Answer("true" if question["juste"] else "false")
    return [_made(question, "truefalse", answers=(right,))]


def _matching(question: Question) -> list[Foreign]:
    pairs = [(one["gauche"], one["droite"]) for one in question["paires"]]
    lures = [("", one) for one in question["leurres"]]
    return [_made(question, "matching", pairs=(*pairs, *lures))]


def _sorting(question: Question) -> list[Foreign]:
    """As a matching whose answers come several times."""
    pairs = tuple((one["texte"], one["categorie"]) for one in question["elements"])
    return [_made(question, "matching", pairs=pairs)]


def _ordering(question: Question) -> list[Foreign]:
    """As a matching of steps and ranks: every Moodle has it."""
    pairs = tuple((step, str(rank)) for rank, step in enumerate(question["etapes"], 1))
    return [_made(question, "matching", pairs=pairs)]


def _with_one_gap(text: str, kept: int) -> str:
    places = itertools.count()
    return GAP.sub(lambda _: GAP_SIGN if next(places) == kept else "…", text)


def _gaps(question: Question) -> list[Foreign]:
    """One question a gap; the other gaps stay empty, or one question would answer the next."""
    gaps = GAP.findall(question["texte"])
    made = []
    for place, gap in enumerate(gaps):
        text = _with_one_gap(question["texte"], place)
        words = tuple(Answer(word.strip()) for word in gap.split("|"))
        made.append(_made(question, "shortanswer", text, answers=words))
    if len(made) == 1:
        return made
    return [replace(one, name=f"{one.name}-{n}") for n, one in enumerate(made, 1)]


def _number(question: Question) -> list[Foreign]:
    unit = UNIT.format(question["unite"]) if question["unite"] else ""
    right = Answer(digits(question["reponse"]), tolerance=question["tolerance"])
    return [_made(question, "numerical", unit, answers=(right,))]


def _date(question: Question) -> list[Foreign]:
    day = dt.date.fromisoformat(question["reponse"])
    words = day_words(day, year=True).partition(" ")[2].replace("\u00a0", " ")
    ways = (short_day(day), words.replace("1ᵉʳ", "1er"), day.isoformat())
    answers = tuple(Answer(one) for one in ways)
    return [_made(question, "shortanswer", DAY, answers=answers)]


def _errors(question: Question) -> list[Foreign]:
    pieces = [
        (one["texte"], one["erreur"] is not None, one["erreur"] or "") for one in question["passage"]
    ]  # fmt: skip
    return [_choices(question, pieces, "Cochez chaque passage qui contient une erreur.")]


_BY_KIND: Mapping[str, Callable[[Question], list[Foreign]]] = {
    "choix": _options,
    "plusieurs": _options,
    "vrai-faux": _true_false,
    "appariement": _matching,
    "ordre": _ordering,
    "trous": _gaps,
    "classement": _sorting,
    "nombre": _number,
    "date": _date,
    "erreur": _errors,
}

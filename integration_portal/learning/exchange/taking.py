"""A foreign question → the fields of our own kind that says the same, with what gets lost."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from .cloze import cloze_text
from .foreign import DAY, GAP_SIGN, Answer, Foreign, UnreadableError

Fields = dict[str, Any]
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_UNIT = re.compile(r"\(unité\s:\s(.+)\)\s*$")
_NOT_IN_A_GAP = re.compile(r"[{}|]")


def take(question: Foreign) -> tuple[Fields, list[str]]:
    """(``type``, ``enonce`` and the fields of the kind; sentences on what is lost). ``explication``
    is there when the file had something to say. Raises UnreadableError."""
    fields, lost = _BY_KIND[question.kind](question)
    fields = {"enonce": question.text, **fields}
    told = question.feedback or fields.pop("explication", "")
    return ({**fields, "explication": told} if told else fields), lost


def _options(question: Foreign) -> tuple[Fields, list[str]]:
    best = max((one.fraction for one in question.answers), default=0)
    right = [
        one.fraction == 100 if question.single else one.fraction > 0 for one in question.answers
    ]
    kind = "choix" if sum(right) == 1 else "plusieurs"
    if best <= 0 or not any(right):
        raise UnreadableError("Aucune réponse ne vaut 100 % : dites laquelle est juste.")
    lost = []
    if any(0 < one.fraction < 100 for one in question.answers) and question.single:
        lost.append("Les réponses à moitié justes deviennent fausses.")
    told = [one.feedback for one, good in zip(question.answers, right, strict=True) if good]
    return {
        "type": kind,
        "choix": [_option(one, good) for one, good in zip(question.answers, right, strict=True)],
        "explication": " ".join(filter(None, told)),
    }, lost


def _option(answer: Answer, right: bool) -> Fields:
    """What is said of the right answer is the explanation."""
    option: Fields = {"texte": answer.text}
    if right:
        option["juste"] = True
    elif answer.feedback:
        option["pourquoi"] = answer.feedback
    return option


def _true_false(question: Foreign) -> tuple[Fields, list[str]]:
    right = question.answers[0]
    return {
        "type": "vrai-faux", "juste": right.text == "true", "explication": right.feedback,
    }, []  # fmt: skip


def _matching(question: Foreign) -> tuple[Fields, list[str]]:
    """Ranks are an order; answers that come several times are categories."""
    pairs = [(left, right) for left, right in question.pairs if left]
    lures = [right for left, right in question.pairs if not left]
    ranks = sorted(right for _, right in pairs)
    if ranks == sorted(str(n) for n in range(1, len(pairs) + 1)) and not lures:
        steps = sorted(pairs, key=lambda pair: int(pair[1]))
        return {"type": "ordre", "etapes": [step for step, _ in steps]}, []
    if max(Counter(ranks).values(), default=0) > 1:
        elements = [{"texte": left, "categorie": right} for left, right in pairs]
        names = list(dict.fromkeys([*(right for _, right in pairs), *lures]))
        return {"type": "classement", "categories": names, "elements": elements}, []
    twos = [{"gauche": left, "droite": right} for left, right in pairs]
    return {"type": "appariement", "paires": twos, "leurres": lures}, []


def _ordering(question: Foreign) -> tuple[Fields, list[str]]:
    return {"type": "ordre", "etapes": [one.text for one in question.answers]}, []


def _short(question: Foreign) -> tuple[Fields, list[str]]:
    """A gap where the file has one, or alone under the question; a day when all are that day."""
    kept = [one for one in question.answers if one.fraction == 100 and one.text != "*"]
    if not kept:
        raise UnreadableError("Aucune réponse n'est acceptée à 100 %.")
    lost = (
        [] if len(kept) == len(question.answers) else ["Seules les réponses à 100 % sont reprises."]
    )
    told = " ".join(dict.fromkeys(one.feedback for one in kept if one.feedback))
    days = {_day(one.text) for one in kept} - {None}
    if days and all(_day(one.text) or _has_month(one.text) for one in kept):
        asked = question.text.removesuffix(DAY).strip() or question.text
        day = {"type": "date", "enonce": asked, "reponse": days.pop(), "explication": told}
        return day, lost
    gap = "{" + "|".join(_in_a_gap(one.text) for one in kept) + "}"
    fields: Fields = {"type": "trous", "texte": gap, "explication": told}
    if GAP_SIGN in question.text:
        before, _, text = question.text.rpartition("\n\n")
        fields["enonce"] = before if before and GAP_SIGN not in before else "Complétez."
        text = text if fields["enonce"] == before else question.text
        fields["texte"] = _in_a_text(text).replace(GAP_SIGN, gap, 1)
    return fields, lost


def _in_a_gap(word: str) -> str:
    if _NOT_IN_A_GAP.search(word):
        raise UnreadableError(f"« {word} » : un mot à compléter ne contient ni accolade ni « | ».")
    return word


def _in_a_text(text: str) -> str:
    if "{" in text or "}" in text:
        raise UnreadableError("Un texte à compléter ne contient pas d'autre accolade.")
    return text


def _day(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    try:
        if found:
            return dt.date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return dt.date.fromisoformat(text).isoformat() if "-" in text else None
    except ValueError:
        return None


def _has_month(text: str) -> bool:
    """« 24 novembre 2026 »: the same day in words, beside its digits."""
    return bool(re.fullmatch(r"\d{1,2}(?:er)? \w+ \d{4}", text))


def _numerical(question: Foreign) -> tuple[Fields, list[str]]:
    right = [one for one in question.answers if one.fraction == 100 and one.text != "*"]
    if not right:
        raise UnreadableError("Aucun nombre n'est accepté à 100 %.")
    lost = [] if len(question.answers) == 1 else ["Seul le premier nombre à 100 % est repris."]
    unit = _UNIT.search(question.text)
    return {
        "type": "nombre",
        "enonce": question.text[: unit.start()].strip() if unit else question.text,
        "reponse": float(right[0].text),
        "tolerance": right[0].tolerance,
        "unite": unit[1] if unit else question.unit,
        "explication": right[0].feedback,
    }, lost


def _cloze(question: Foreign) -> tuple[Fields, list[str]]:
    text, lost = cloze_text(question.text)
    before, _, last = text.rpartition("\n\n")
    if before and "{" not in before:
        return {"type": "trous", "enonce": before, "texte": last}, lost
    return {"type": "trous", "enonce": "Complétez.", "texte": text}, lost


_BY_KIND: Mapping[str, Callable[[Foreign], tuple[Fields, list[str]]]] = {
    "multichoice": _options,
    "truefalse": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "shortanswer": _short,
    "numerical": _numerical,
    "cloze": _cloze,
}

"""GIFT, Moodle's text format, read as Moodle reads it; a question it would refuse is a fault."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...content.kinds.questions import BankContext
from .finishing import NOTHING, Defaults, Imported, finish
from .foreign import (
    GAP_SIGN,
    Answer,
    Fault,
    Foreign,
    Found,
    Parsed,
    UnreadableError,
    digits,
    number,
)
from .gift_blocks import Block, blocks_of
from .gift_signs import format_of, hide, parts, shown, weighted
from .gift_writing import gift_of

_TRUE, _FALSE = {"T", "TRUE"}, {"F", "FALSE"}


def read_gift(
    text: str, defaults: Defaults = NOTHING, known: BankContext | None = None
) -> Imported:
    """The questions of a GIFT file. ``known``: what its module holds (``BankContext``)."""
    return finish(parse_gift(text), defaults, known, _again)


def _again(question: Foreign) -> Foreign:
    """What a file we write gives back of a question."""
    return gift_question(gift_of(question))


def parse_gift(text: str) -> Parsed:
    found, faults = [], []
    settings: Mapping[str, Any] = {}
    blocks = list(blocks_of(text))
    for block in blocks:
        if not block.text.strip():
            settings = block.kept or settings
            continue
        try:
            found.append(Found(block.line, gift_question(block.text), block.kept))
        except UnreadableError as error:
            faults.append(Fault(block.line, str(error)))
    return Parsed(found, [*faults, *_categories(blocks)], settings)


def _categories(blocks: list[Block]) -> Iterator[Fault]:
    """Told once; the one our own files start with goes without saying."""
    ours = any(block.kept for block in blocks)
    lines = [block.line for block in blocks if block.category]
    if lines and not ours:
        yield Fault(lines[0], "Les catégories de Moodle ne sont pas reprises.", refused=False)


def gift_question(text: str) -> Foreign:
    """Raises UnreadableError."""
    name, text = _name(hide(text).strip())
    before, inside, after = _braces(text)
    gap = GAP_SIGN if after.strip() else ""
    usual, asked = format_of((before + gap + after).strip())
    inside, _, feedback = _feedback(inside)
    made = _made(inside.strip(), usual)
    words = shown(asked, usual)
    if not words:
        raise UnreadableError("La question n'a pas d'énoncé.")
    return replace(
        made, name=shown(name, "plain"), text=words, feedback=shown(feedback, usual)
    )  # fmt: skip


def _name(text: str) -> tuple[str, str]:
    if text.startswith("::") and "::" in text[2:]:
        name, _, rest = text[2:].partition("::")
        return name, rest.strip()
    return "", text


def _braces(text: str) -> tuple[str, str, str]:
    opened, closed = text.find("{"), text.find("}")
    if opened < 0 and closed < 0:
        raise UnreadableError("Ce texte ne demande rien (pas d'accolades) : il n'est pas repris.")
    if opened < 0 or closed < opened:
        raise UnreadableError(
            "Une accolade n'a pas sa paire : une ligne vide coupe peut-être la question."
        )
    after = text[closed + 1 :]
    if "{" in after or "}" in after:
        raise UnreadableError("Une question GIFT n'a qu'une paire d'accolades.")
    return text[:opened], text[opened + 1 : closed], after


def _feedback(inside: str) -> tuple[str, str, str]:
    answers, sign, feedback = inside.rpartition("####")
    return (answers, sign, feedback) if sign else (inside, "", "")


def _made(inside: str, usual: str) -> Foreign:
    """The kind told by the signs, in the order Moodle tries them."""
    if not inside:
        raise UnreadableError("Une question à réponse rédigée n'est pas reprise.")
    if inside.startswith("#"):
        return _numerical(inside[1:], usual)
    if "~" in inside:
        return _options(inside, usual)
    if "=" in inside and "->" in inside:
        return _matching(inside, usual)
    said = inside.partition("#")[0].strip()
    if said in _TRUE | _FALSE:
        return _true_false(inside, usual)
    return _short(inside, usual)


def _answer(text: str, usual_weight: float, usual: str) -> Answer:
    weight, rest = weighted(text, usual_weight)
    words, _, feedback = rest.partition("#")
    return Answer(shown(words, usual), weight, shown(feedback, usual))


def _options(inside: str, usual: str) -> Foreign:
    single = "=" in inside
    answers = []
    for part in parts(inside.replace("=", "~="), "~"):
        if part.startswith("="):
            words, _, feedback = part[1:].partition("#")
            answers.append(Answer(shown(words, usual), 100, shown(feedback, usual)))
        else:
            answers.append(_answer(part, 0, usual))
    return Foreign("multichoice", "", "", tuple(answers), single=single)


def _matching(inside: str, usual: str) -> Foreign:
    pairs = []
    for part in parts(inside, "="):
        left, arrow, right = part.partition("->")
        if not arrow:
            raise UnreadableError(f"Il manque « -> » dans la paire « {shown(part)} ».")
        pairs.append((shown(left, usual), shown(right, "plain")))
    return Foreign("matching", "", "", pairs=tuple(pairs))


def _true_false(inside: str, usual: str) -> Foreign:
    said, _, feedback = inside.partition("#")
    right = "true" if said.strip() in _TRUE else "false"
    told = " ".join(filter(None, (shown(one, usual) for one in feedback.split("#"))))
    return Foreign("truefalse", "", "", (Answer(right, feedback=told),))


def _short(inside: str, usual: str) -> Foreign:
    several = parts(inside, "=") if inside.lstrip().startswith("=") else [inside]
    answers = tuple(_answer(one, 100, usual) for one in several)
    return Foreign("shortanswer", "", "", answers)


def _numerical(inside: str, usual: str) -> Foreign:
    inside = re.split(r"~", inside)[0]
    several = parts(inside, "=") if "=" in inside else [inside]
    answers = tuple(_numeric(_answer(one, 100, usual)) for one in several if one.strip())
    if not answers:
        raise UnreadableError("Il manque le nombre attendu.")
    return Foreign("numerical", "", "", answers)


def _numeric(answer: Answer) -> Answer:
    """``72``, ``72:0.5`` (margin) or ``71..73``."""
    low, dots, high = answer.text.partition("..")
    if dots:
        middle = round((number(low) + number(high)) / 2, 9)
        return replace(answer, text=digits(middle), tolerance=round(number(high) - middle, 9))
    value, colon, margin = answer.text.partition(":")
    tolerance = number(margin) if colon else 0
    return replace(answer, text=digits(number(value)), tolerance=tolerance)

"""Moodle XML: the kinds of questions a bank of ours can ask; the others are told."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from ...content.kinds.questions import BankContext
from .finishing import NOTHING, Defaults, Imported, finish
from .foreign import (
    Answer,
    Fault,
    Foreign,
    Found,
    MoodleKind,
    Parsed,
    UnreadableError,
    digits,
    number,
)
from .keeping import kept_in
from .markup import looks_like_html, plain, usual_spaces
from .xml_tree import Node, XmlError, tree
from .xml_writing import xml_of

_FILES = {"file", "image_base64"}


def read_xml(text: str, defaults: Defaults = NOTHING, known: BankContext | None = None) -> Imported:
    """The questions of a Moodle XML file. ``known``: what its module holds."""
    return finish(parse_xml(text), defaults, known, _again)


def _again(question: Foreign) -> Foreign:
    """What a file we write gives back of a question."""
    return xml_question(tree(xml_of(question)))


def parse_xml(text: str) -> Parsed:
    try:
        quiz = tree(text)
    except XmlError as error:
        return Parsed([], [error.fault], {})
    if quiz.tag != "quiz":
        return Parsed([], [Fault(quiz.line, "Ce n'est pas un export « Moodle XML ».")], {})
    found, faults = [], []
    settings: dict[str, Any] = {}
    for node in quiz.all("question"):
        kept = _kept(node, settings)
        try:
            if node.attributes.get("type") != "category":
                found.append(Found(node.line, xml_question(node), kept))
        except UnreadableError as error:
            faults.append(Fault(node.line, str(error)))
        faults += _files(node)
    return Parsed(found, faults + _categories(quiz, settings), settings)


def _kept(node: Node, settings: dict[str, Any]) -> Mapping[str, Any]:
    kept: dict[str, Any] = {}
    for comment in node.comments:
        values = kept_in(comment)
        (kept if values.keys() & {"type", "suite"} else settings).update(values)
    return kept


def _categories(quiz: Node, settings: Mapping[str, Any]) -> list[Fault]:
    """Told once; the one our own files start with goes without saying."""
    lines = [one.line for one in quiz.all("question") if one.attributes.get("type") == "category"]
    told = "Les catégories de Moodle ne sont pas reprises."
    return [Fault(lines[0], told, refused=False)] if lines and not settings else []


def _files(node: Node) -> Iterator[Fault]:
    for one in node.walk():
        if one.tag in _FILES and one.words.strip():
            name = one.attributes.get("name", "image")
            told = (
                f"Le fichier joint « {name} » n'est pas repris : la question doit se lire sans lui."
            )
            yield Fault(one.line, told, refused=False)


def xml_question(node: Node) -> Foreign:
    """Raises UnreadableError."""
    name = _text(node.find("name"), "plain_text")
    asked = node.find("questiontext")
    usual = asked.attributes.get("format", "") if asked else ""
    kind = node.attributes.get("type", "")
    if kind not in _BY_KIND:
        raise UnreadableError(f"Une question « {kind} » n'est pas reprise.")
    text = _text(asked, usual)
    if not text:
        raise UnreadableError("La question n'a pas d'énoncé.")
    fields = _BY_KIND[kind](node, usual)
    told = _text(node.find("generalfeedback"), usual)
    return Foreign(cast("MoodleKind", kind), name, text, feedback=told, **fields)


def _text(node: Node | None, usual: str) -> str:
    """The plain text of what has a ``text`` and perhaps a ``format``."""
    inside = node.find("text") if node else None
    if node is None or inside is None:
        return ""
    named = node.attributes.get("format", usual)
    html = named == "html" or (
        named in {"", "moodle_auto_format"} and looks_like_html(inside.words)
    )
    return usual_spaces(plain(inside.words) if html else inside.words)


def _answers(node: Node, usual: str) -> Iterator[Answer]:
    for one in node.all("answer"):
        margin = one.find("tolerance")
        yield Answer(
            _text(one, usual),
            number(one.attributes.get("fraction", "0")),
            _text(one.find("feedback"), usual),
            number(margin.words or "0") if margin else 0,
        )


def _options(node: Node, usual: str) -> dict[str, Any]:
    single = node.find("single")
    return {
        "answers": tuple(_answers(node, usual)),
        "single": single is None or single.words.strip() in {"true", "1"},
    }


def _true_false(node: Node, usual: str) -> dict[str, Any]:
    answers = list(_answers(node, usual))
    right = next((one for one in answers if one.fraction == 100), None)
    if right is None or right.text.lower() not in {"true", "false"}:
        raise UnreadableError("Ce vrai ou faux ne dit pas ce qui est juste.")
    told = " ".join(one.feedback for one in answers if one.feedback)
    return {"answers": (Answer(right.text.lower(), feedback=told),)}


def _matching(node: Node, usual: str) -> dict[str, Any]:
    pairs = [(_text(one, usual), _text(one.find("answer"), "")) for one in node.all("subquestion")]
    return {"pairs": tuple(pair for pair in pairs if pair[1])}


def _ordering(node: Node, usual: str) -> dict[str, Any]:
    """``fraction`` is the rank."""
    return {"answers": tuple(sorted(_answers(node, usual), key=lambda one: one.fraction))}


def _short(node: Node, usual: str) -> dict[str, Any]:
    return {"answers": tuple(_answers(node, usual))}


def _numerical(node: Node, usual: str) -> dict[str, Any]:
    answers = tuple(
        Answer(
            one.text if one.text == "*" else digits(number(one.text)),
            one.fraction, one.feedback, one.tolerance,
        )
        for one in _answers(node, usual)
    )  # fmt: skip
    return {"answers": answers, "unit": _unit(node)}


def _unit(node: Node) -> str | None:
    """The unit worth one."""
    units = node.find("units")
    for one in units.all("unit") if units else []:
        worth, name = one.find("multiplier"), one.find("unit_name")
        if name and worth and number(worth.words) == 1:
            return name.words.strip() or None
    return None


_BY_KIND: Mapping[str, Callable[[Node, str], dict[str, Any]]] = {
    "multichoice": _options,
    "truefalse": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "shortanswer": _short,
    "numerical": _numerical,
    "cloze": lambda _node, _usual: {},
}

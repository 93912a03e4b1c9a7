"""Our own question in a comment of the file: what no other format has a word for comes back exactly."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ...content.kinds.questions import Question

ADAPTER: TypeAdapter[Any] = TypeAdapter(Question)
SETTINGS = ("tirage", "temps", "essais_par_jour")
_KEPT = re.compile(r"\s*(?://)?\s*integration-portal (\{.*\})\s*", re.DOTALL)


def question_comment(question: Mapping[str, Any]) -> str:
    """The question on one line; what has its ordinary value is left out."""
    short = ADAPTER.validate_python(question).model_dump(mode="json", exclude_defaults=True)
    return comment(short)


def comment(values: Mapping[str, Any]) -> str:
    """Neither a line break nor « -- », that an XML comment cannot hold."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    for sign in ("\u0085", "\u2028", "\u2029"):
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return f"integration-portal {text}".replace("--", "-\\u002d")


def settings_comment(bank: Mapping[str, Any]) -> str:
    return comment({name: bank[name] for name in SETTINGS if bank.get(name) is not None})


def kept_in(text: str) -> Mapping[str, Any]:
    """What a comment keeps; nothing when it is not one of ours."""
    found = _KEPT.fullmatch(text)
    if not found:
        return {}
    try:
        values = json.loads(found[1])
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}


def question_in(kept: Mapping[str, Any]) -> dict[str, Any] | None:
    """The whole question kept, as a quiz holds it; None when it is not there or was damaged."""
    try:
        return dict(ADAPTER.validate_python(kept).model_dump(mode="json"))
    except ValidationError:
        return None


def about(question: Mapping[str, Any]) -> str:
    """A line for people; Moodle takes ``[id:…]`` and ``[tag:…]`` from it."""
    star = " [tag:securite]" if question["etoile"] else ""
    sources = ", ".join(question["sources"])
    return (
        f"[id:{question['id']}]{star} {'★, ' if question['etoile'] else ''}"
        f"objectif {question['objectif']}, leçon {question['lecon']}, sources {sources}"
    )

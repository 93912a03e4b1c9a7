"""A bank as the ``questions.yml`` an editor opens next, written as the guide writes it."""

import re
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from ...content.kinds.questions import Bank
from ...content.messages import explain
from .foreign import UnreadableError
from .keeping import ADAPTER, SETTINGS

_LAST = ("explication", "sources")
_FIRST = ("id", "type", "objectif", "lecon", "etoile", "enonce", "contexte")
_USUAL_DRAW = 8
_WORD = re.compile(r"(?:\d+-)?[A-Za-z][A-Za-z0-9-]*")


def bank_text(
    questions: list[dict[str, Any]], settings: Mapping[str, Any], draws: int | None
) -> str:
    """``draws``: how many a quiz asks. Raises UnreadableError when it makes no bank."""
    usual = min(_USUAL_DRAW, len(questions))
    bank = {"tirage": usual, **settings, **({"tirage": draws} if draws else {})}
    try:
        Bank.model_validate({**bank, "questions": questions})
    except ValidationError as error:
        sentences = [explain(fault) for fault in error.errors(include_url=False)]
        raise UnreadableError(" ".join(sentences)) from error
    head = {name: bank[name] for name in SETTINGS if bank.get(name) is not None}
    document = {**head, "questions": [_ordered(one) for one in questions]}
    return yaml.dump(document, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def _ordered(question: Mapping[str, Any]) -> dict[str, Any]:
    """Its fields in their usual order; what has its ordinary value is left out."""
    short = ADAPTER.validate_python(question).model_dump(mode="json", exclude_defaults=True)
    middle = [name for name in short if name not in {*_FIRST, *_LAST}]
    ordered = {name: short[name] for name in (*_FIRST, *middle, *_LAST) if name in short}
    return {name: _on_lines(name, value) for name, value in ordered.items()}


class _OnOneLine(dict[str, Any]):
    """``{texte: "…", juste: true}``."""


class _Listed(list[str]):
    """``[S1, S2]``."""


def _on_lines(name: str, value: Any) -> Any:
    """A short list on one line; of a long one, a line each."""
    if not isinstance(value, list):
        return value
    if name in {"sources", "categories", "leurres"}:
        return _Listed(value)
    return [_OnOneLine(one) if isinstance(one, dict) else one for one in value]


class _Dumper(yaml.SafeDumper):
    """Texts in straight quotes, never an anchor: the loader reads strictly."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    plain = _WORD.fullmatch(text) and text not in {"true", "false", "null"}
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _OnOneLine, lambda d, one: d.represent_mapping("tag:yaml.org,2002:map", one, flow_style=True)
)
_Dumper.add_representer(
    _Listed, lambda d, one: d.represent_sequence("tag:yaml.org,2002:seq", one, flow_style=True)
)

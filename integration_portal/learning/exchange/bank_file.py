"""A bank as the ``questions.yml`` an editor opens next."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ...content.export import yaml_text
from ...content.kinds.questions import Bank
from ...content.messages import explain
from .foreign import UnreadableError
from .keeping import ADAPTER, SETTINGS

_LAST = ("explication", "sources")
_FIRST = ("id", "type", "objectif", "lecon", "etoile", "enonce", "contexte")
_USUAL_DRAW = 8


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
    return yaml_text({**head, "questions": [_ordered(one) for one in questions]})


def _ordered(question: Mapping[str, Any]) -> dict[str, Any]:
    """Its fields as the guide writes them; what has its ordinary value is left out."""
    short = ADAPTER.validate_python(question).model_dump(mode="json", exclude_defaults=True)
    middle = [name for name in short if name not in {*_FIRST, *_LAST}]
    return {name: short[name] for name in (*_FIRST, *middle, *_LAST) if name in short}

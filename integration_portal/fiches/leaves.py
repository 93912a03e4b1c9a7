"""The sentences of a fiche that a hospital may reword, each by its path. Pure."""

from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

# Section → fields of its rows (none: the row is the sentence), and the field that names a row.
_TEXTS = ("questions", "a_noter", "administratif", "pieges", "limites_de_role")
_ROWS = {
    "alertes": (("si", "geste"), "si"),
    "urgence": (("quand", "faire"), "niveau"),
    "parcours": (("etape", "interlocuteur", "note"), "etape"),
}
_BEFORE = ("documents", "examens", "consignes")


@dataclass(frozen=True)
class Spot:
    """One sentence. ``anchor`` names its row: the sign of a gesture, the level of a row."""

    path: Path
    text: str
    anchor: str | None = None


def spots(payload: Mapping[str, Any]) -> Iterator[Spot]:
    """Every sentence, in the order of the page."""
    if payload.get("resume"):
        yield Spot(("resume",), payload["resume"])
    for section in ("alertes", "urgence"):
        yield from _rows(payload, section)
    for section in ("questions", "a_noter"):
        yield from _texts(payload.get(section), (section,))
    before = payload.get("avant") or {}
    for part in _BEFORE:
        yield from _texts(before.get(part), ("avant", part))
    yield from _rows(payload, "parcours")
    for section in _TEXTS[2:]:
        yield from _texts(payload.get(section), (section,))


def _rows(payload: Mapping[str, Any], section: str) -> Iterator[Spot]:
    fields, anchor = _ROWS[section]
    for number, row in enumerate(payload.get(section) or ()):
        for name in fields:
            if row.get(name):
                yield Spot((section, number, name), row[name], row.get(anchor))


def _texts(texts: Any, path: Path) -> Iterator[Spot]:
    for number, text in enumerate(texts or ()):
        yield Spot((*path, number), text)


def may_correct(path: Path) -> bool:
    """``path`` is one of those that ``spots`` could give."""
    match path:
        case ("resume",):
            return True
        case (str(section), int(), str(name)) if section in _ROWS:
            return name in _ROWS[section][0]
        case ("avant", str(part), int()):
            return part in _BEFORE
        case (str(section), int()):
            return section in _TEXTS
    return False


def text_at(payload: Any, path: Path) -> str | None:
    """What stands there now, if it is a text."""
    value = payload
    for part in path:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return None
    return value if isinstance(value, str) else None


def put(payload: MutableMapping[str, Any], path: Path, text: str) -> None:
    """Replace the text at ``path``, which exists."""
    value: Any = payload
    for part in path[:-1]:
        value = value[part]
    value[path[-1]] = text

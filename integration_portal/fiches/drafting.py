"""Between a patch and the plain fields of its form. Pure.

Fields: ``numeros-0-libelle``…, ``delais-U2``, ``mots`` (one a line), ``note``, and one for each
sentence of the fiche (``phrase-alertes-2-geste``), which holds the text as the place reads it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .leaves import Path, spots, text_at
from .local import LISTS, find, merge

ROWS: dict[str, tuple[str, ...]] = {
    "numeros": ("libelle", "numero", "precision"),
    "circuits": ("etape", "interlocuteur", "note"),
    "contacts": ("nom_fonction", "joindre", "precision"),
}
# A vital call has no delay.
DELAYS = ("U1", "U2", "U3")
SPARE_ROWS, MAX_ROWS = 2, 30
_NAMES_ITS_ROW = {"alertes": "si", "urgence": "niveau", "parcours": "etape"}


@dataclass(frozen=True)
class Ground:
    """What a form stands on: the shipped text, and the patch of the establishment above (or {})."""

    base: Mapping[str, Any]
    above: Mapping[str, Any]

    @property
    def inherited(self) -> Mapping[str, Any]:
        """What the place reads without its own layer."""
        return merge(self.base, [self.above]).payload


def sentence_field(path: Path) -> str:
    return "-".join(("phrase", *map(str, path)))


def to_fields(patch: Mapping[str, Any], ground: Ground) -> dict[str, str]:
    """The values a form shows for ``patch``."""
    added = patch.get("ajouts") or {}
    fields = {
        f"{name}-{number}-{key}": row.get(key) or ""
        for name in LISTS
        for number, row in enumerate(added.get(name) or ())
        for key in ROWS[name]
    }
    delays = added.get("delais") or {}
    fields |= {f"delais-{level}": delays.get(level, "") for level in DELAYS}
    fields |= {"mots": "\n".join(added.get("mots") or ()), "note": added.get("note") or ""}
    read = merge(ground.base, [ground.above, {"corrections": patch.get("corrections")}]).payload
    return fields | {
        sentence_field(spot.path): text_at(read, spot.path) or "" for spot in spots(ground.base)
    }


def to_patch(
    fields: Mapping[str, Any], ground: Ground, previous: Mapping[str, Any]
) -> dict[str, Any]:
    """The patch that the typed fields say. What ``previous`` holds and no field shows stays."""
    values = {name: (text or "").strip() for name, text in fields.items() if _is_content(name)}
    added = {name: list(_rows(values, name)) for name in LISTS}
    patch = {
        "ajouts": _filled({
            **added,
            "delais": _filled({level: values.get(f"delais-{level}") for level in DELAYS}),
            "mots": _lines(values.get("mots", "")),
            "note": values.get("note"),
        }),
        "corrections": [*_corrections(values, ground), *_unseen(previous, ground)],
        "de_cote": previous.get("de_cote"),
    }  # fmt: skip
    return _filled(patch)


def _is_content(name: str) -> bool:
    """Neither the token nor the confirmation box."""
    return "-" in name or name in {"mots", "note"}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _rows(values: Mapping[str, str], name: str) -> Iterator[dict[str, str]]:
    for number in range(MAX_ROWS):
        row = {key: values.get(f"{name}-{number}-{key}", "") for key in ROWS[name]}
        if any(row.values()):
            yield row


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _corrections(values: Mapping[str, str], ground: Ground) -> Iterator[dict[str, Any]]:
    """An emptied sentence is the shipped one: a fiche never loses a line here."""
    inherited = ground.inherited
    for spot in spots(ground.base):
        typed = values.get(sentence_field(spot.path), "")
        if not typed or typed == (text_at(inherited, spot.path) or "").strip():
            continue
        correction = {"chemin": list(spot.path), "avant": spot.text, "apres": typed}
        if spot.anchor and spot.path[-1] != _NAMES_ITS_ROW[str(spot.path[0])]:
            correction["repere"] = spot.anchor
        yield correction


def _unseen(previous: Mapping[str, Any], ground: Ground) -> Iterator[dict[str, Any]]:
    """Corrections that apply no more have no field: they wait in the patch for a decision."""
    for correction in previous.get("corrections") or ():
        if find(ground.base, correction) is None:
            yield correction


def sections(ground: Ground) -> list[tuple[str, list[str]]]:
    """The sentence fields by section of the fiche, in the order of the page."""
    found: dict[str, list[str]] = {}
    for spot in spots(ground.base):
        found.setdefault(str(spot.path[0]), []).append(sentence_field(spot.path))
    return list(found.items())


def differences(mine: Mapping[str, Any], theirs: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """(field, mine, theirs) for every field that is not the same in both."""
    names = [name for name in dict.fromkeys([*theirs, *mine]) if _is_content(name)]
    pairs = ((name, (mine.get(name) or "").strip(), theirs.get(name, "")) for name in names)
    return [(name, own, other) for name, own, other in pairs if own != other.strip()]

"""« Chez nous » laid over a shipped fiche. Pure.

A patch is ``{"ajouts": {"numeros": [{"libelle", "numero", "precision"}], "circuits": [{"etape",
"interlocuteur", "note"}], "delais": {"U2": texte}, "contacts": [{"nom_fonction", "joindre",
"precision"}], "mots": [texte], "note": texte}, "corrections": [{"chemin", "avant", "apres"}]}``,
every key optional. ``de_cote`` keeps corrections that no longer apply and that somebody put
aside: they are stored, and not read. A wholly local fiche is ``{"fiche": payload}``. ``origine`` in a patch says
who wrote it: ``etablissement`` or ``unite``.

The merged payload has a ``local`` key as soon as a patch changes what is read: ``numeros``,
``circuits`` and ``contacts`` (items with their ``origine``), ``delais``, ``mots``, ``notes``
(``texte``, ``origine``) and ``corriges`` (``chemin``, ``avant``, ``origine``).
"""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .leaves import Path, Spot, may_correct, put, spots

Patch = Mapping[str, Any]
ESTABLISHMENT, UNIT = "etablissement", "unite"
LISTS = ("numeros", "circuits", "contacts")


@dataclass(frozen=True)
class Lost:
    """A correction whose sentence is no longer in the fiche. ``layer``: index of its patch;
    ``number``: its rank in it; ``stands``: what is in its place today."""

    layer: int
    number: int
    path: Path
    before: str
    after: str
    stands: Spot | None
    origin: str | None = None

    @property
    def now(self) -> str | None:
        return self.stands.text if self.stands else None


@dataclass(frozen=True)
class Merged:
    payload: dict[str, Any]
    lost: tuple[Lost, ...] = ()


def merge(base: Mapping[str, Any] | None, patches: Sequence[Patch]) -> Merged:
    """``base`` with ``patches`` over it, the establishment's first, then the unit's, which wins.

    A correction speaks of the shipped text: it applies where ``avant`` still stands. Without any
    change the result is equal to ``base``.
    """
    text: Mapping[str, Any] = base or {}
    for patch in patches:
        text = patch.get("fiche") or text
    payload: dict[str, Any] = dict(text)
    local = _additions([patch for patch in patches if patch.get("ajouts")])
    fixed, lost = _correct(text, patches)
    if fixed:
        payload = copy.deepcopy(payload)
    for correction in fixed:
        put(payload, correction["chemin"], correction["apres"])
    local["corriges"] = [_without_text(one) for one in fixed]
    if any(local.values()):
        payload["local"] = local
    return Merged(payload, lost)


def _additions(patches: Sequence[Patch]) -> dict[str, Any]:
    local: dict[str, Any] = {name: [] for name in (*LISTS, "mots", "notes")}
    local["delais"] = {}
    for patch in patches:
        added, origin = patch["ajouts"], patch.get("origine")
        for name in LISTS:
            local[name] += [{**item, "origine": origin} for item in added.get(name) or ()]
        local["mots"] += [said for said in added.get("mots") or () if said not in local["mots"]]
        delays = added.get("delais") or {}
        local["delais"] |= {level: text for level, text in delays.items() if text}
        if added.get("note"):
            local["notes"].append({"texte": added["note"], "origine": origin})
    return local


def _correct(
    text: Mapping[str, Any], patches: Sequence[Patch]
) -> tuple[list[dict[str, Any]], tuple[Lost, ...]]:
    """What applies, by place (a later patch replaces an earlier one), and what does not."""
    fixed: dict[Path, dict[str, Any]] = {}
    lost = []
    for layer, patch in enumerate(patches):
        origin = patch.get("origine")
        for number, one in enumerate(patch.get("corrections") or ()):
            path = find(text, one)
            if path is None:
                was = tuple(one["chemin"]), one["avant"], one["apres"]
                lost.append(Lost(layer, number, *was, standing(text, one), origin))
            else:
                fixed[path] = {**one, "chemin": list(path), "origine": origin}
    return list(fixed.values()), tuple(lost)


def find(text: Mapping[str, Any], correction: Mapping[str, Any]) -> Path | None:
    """Where the corrected sentence stands now: at its path, else the one place of the same list
    that holds exactly it. ``repere``, when known, is the sign (or step, or level) it goes with: a
    gesture never moves to another sign. Several places, or none: nobody can tell, None."""
    wanted, anchor = tuple(correction["chemin"]), correction.get("repere")
    if not may_correct(wanted):
        return None
    held = [
        spot.path
        for spot in spots(text)
        if _same_list(spot, wanted)
        and spot.text == correction["avant"]
        and anchor in {None, spot.anchor}
    ]
    if wanted in held:
        return wanted
    return held[0] if len(held) == 1 else None


def standing(text: Mapping[str, Any], correction: Mapping[str, Any]) -> Spot | None:
    """What took the place of a sentence that is gone: beside the same sign, else at its path."""
    wanted, anchor = tuple(correction["chemin"]), correction.get("repere")
    near = [spot for spot in spots(text) if _same_list(spot, wanted)]
    beside = [spot for spot in near if anchor is not None and spot.anchor == anchor]
    return next(iter([*beside, *(spot for spot in near if spot.path == wanted)]), None)


def _same_list(spot: Spot, wanted: Path) -> bool:
    """``alertes, 2, geste`` and ``alertes, 5, geste``: all but the row."""
    return [part for part in spot.path if isinstance(part, str)] == [
        part for part in wanted if isinstance(part, str)
    ]


def _without_text(correction: Mapping[str, Any]) -> dict[str, Any]:
    return {key: correction[key] for key in ("chemin", "avant", "origine")}


def is_empty(patch: Patch) -> bool:
    """Nothing in it: the layer was deleted."""
    kept = any(patch.get(key) for key in ("fiche", "corrections", "de_cote"))
    return not kept and not any((patch.get("ajouts") or {}).values())


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON: for a shipped payload, its version."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()

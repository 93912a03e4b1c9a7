"""Each piece of evidence as one French line, written once. Pure.

A ledger line never changes, and neither do its words: what was read of it is kept by its hash.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

import orjson

from ..core.typography import french
from ..fiches.keeping import Kept
from ..signoffs.levels import Level
from .facts import Entry, Learnt, ModuleFacts
from .sheet import Evidence, EvidenceKind

# By the value of the kind. A kind that is no evidence of a competency has no words.
_WORDS = {
    "observed": "Observation par {who} : « {title} »",
    "talked": "Entretien réflexif avec {who}",
    "confirmed": "Confirmation par {who}",
    "signed": "Validation par {who} : « {title} »",
    "returned": "À reprendre, dit {who} : « {title} »",
    "countersigned": "Contresignature de {who} : « {title} »",
    "declined": "À reprendre, dit {who} avant de contresigner : « {title} »",
    "visaed": "Visa de {who} : « {title} »",
    "acknowledged": "La recrue a pris acte",
    "disputed": "La recrue a écrit un désaccord",
    "corrected": "Correction par {who}",
    "withdrawn": "Signature retirée par {who}",
}


def is_evidence(entry: Entry) -> bool:
    return entry.kind.value in _WORDS


class Told(NamedTuple):
    """What a signed text says that a sheet shows."""

    words: str
    level: Level | None
    levels: Mapping[str, int]
    comment: str


_TOLD: Kept[str, Told] = Kept(20_000)


def told(entry: Entry) -> Told:
    return _TOLD.get(entry.hash, lambda: _tell(entry))


def _tell(entry: Entry) -> Told:
    payload = orjson.loads(entry.payload)
    author = payload["author"]
    who = f"{author['given_name']} {author['family_name']}"
    words = _WORDS[entry.kind.value].format(who=who, title=entry.title)
    level = payload.get("level")
    comment = payload.get("comment") or payload.get("note") or ""
    levels = payload.get("levels") or {}
    return Told(french(words), None if level is None else Level(level), levels, comment)


def evidence(entry: Entry, *, level: Level | None, standing: bool) -> Evidence:
    """``level``: the one to show beside a line that carries none of its own."""
    said = told(entry)
    return Evidence(
        entry.at, EvidenceKind(entry.kind.value), said.words,
        said.level if said.level is not None else level,
        entry.id, entry.hash[:12], standing, said.comment,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def learnt_evidence(one: Learnt, module: ModuleFacts) -> Evidence:
    """A quiz, a simulation, a credit: dated, with the version of the module, never signed."""
    version = f"version {one.version[:8]}"
    if one.what == "quiz":
        words = f"Quiz du module {module.code} réussi à {one.percent} % ({version})"
    elif one.what == "simulation":
        words = f"Mise en situation du module {module.code} réussie ({version})"
    else:
        words = f"Module {module.code} reconnu comme déjà acquis ({version})"
    return Evidence(one.at, EvidenceKind(one.what), french(words), None, None, "", standing=True)

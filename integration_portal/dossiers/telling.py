"""Each piece of evidence as one French line, written once. Pure.

A ledger line never changes, and neither do its words: what was read of it is kept by its hash.
"""

from collections.abc import Mapping
from typing import NamedTuple

import orjson

from ..core.typography import french
from ..fiches.keeping import Kept
from ..signoffs.levels import Level
from ..signoffs.models import EntryKind
from .facts import Entry, Learnt, ModuleFacts
from .sheet import Evidence, EvidenceKind

_WORDS = {
    EntryKind.OBSERVED: "Observation par {who} : « {title} »",
    EntryKind.TALKED: "Entretien réflexif avec {who}",
    EntryKind.CONFIRMED: "Confirmation par {who}",
    EntryKind.SIGNED: "Validation par {who} : « {title} »",
    EntryKind.RETURNED: "À reprendre, dit {who} : « {title} »",
    EntryKind.COUNTERSIGNED: "Contresignature de {who} : « {title} »",
    EntryKind.VISAED: "Visa de {who} : « {title} »",
    EntryKind.ACKNOWLEDGED: "La recrue a pris acte",
    EntryKind.DISPUTED: "La recrue a écrit un désaccord",
    EntryKind.CORRECTED: "Correction par {who}",
    EntryKind.WITHDRAWN: "Signature retirée par {who}",
}


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
    words = _WORDS[entry.kind].format(who=who, title=entry.title)
    level = payload.get("level")
    comment = payload.get("comment", "")
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

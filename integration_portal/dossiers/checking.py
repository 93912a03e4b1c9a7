"""What a visitor reads of an attestation: nothing but that it holds, unless its holder agreed. Pure."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.dates import day_words
from ..core.typography import french
from ..signoffs.levels import Level

SHOWABLE = {
    "nom": "Mon nom",
    "etablissement": "L’établissement",
    "unite": "Le service",
    "niveaux": "Le bloc et le niveau de chaque compétence",
}


@dataclass(frozen=True)
class Checked:
    """``facts``: (term, value) that the holder agreed to show; ``levels``: (competency, level)."""

    sentence: str
    holds: bool
    facts: tuple[tuple[str, str], ...]
    levels: tuple[tuple[str, str], ...]
    short_hash: str


def checked(
    *,
    shown: Mapping[str, bool],
    payload: Mapping[str, Any],
    name: str,
    titles: Mapping[str, str],
    issued_on: dt.date,
    withdrawn_on: dt.date | None,
    short_hash: str,
) -> Checked:
    """``payload``: the visa as it was signed; ``name``: the holder's today, "" once erased;
    ``titles``: of competencies, by code. A withdrawn attestation shows none of its facts."""
    if withdrawn_on is not None:
        sentence = f"Cette attestation ne vaut plus depuis le {day_words(withdrawn_on, year=True)}."
        return Checked(sentence, holds=False, facts=(), levels=(), short_hash=short_hash)
    agreed = {key for key, value in shown.items() if value}
    facts = [("Délivrée le", day_words(issued_on, year=True))] if agreed else []
    if "nom" in agreed and name:
        facts.append(("Titulaire", name))
    if "etablissement" in agreed:
        facts.append(("Établissement", payload["establishment"]["name"]))
    if "unite" in agreed:
        facts.append(("Service", payload["unit"]["name"]))
    levels: tuple[tuple[str, str], ...] = ()
    if "niveaux" in agreed:
        facts.append(("Objet", french(payload["subject"]["title"])))
        levels = tuple(
            (f"{code}, {titles[code]}" if code in titles else code, Level(level).label)
            for code, level in payload["levels"].items()
        )
    return Checked(
        french("Cette attestation est valable."),
        holds=True,
        facts=tuple(facts),
        levels=levels,
        short_hash=short_hash,
    )

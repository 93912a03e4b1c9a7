"""A blank observation grid, as plain data. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.typography import french
from ...paper.typeset import Document
from ...signoffs.evidence import Rule
from ...signoffs.levels import Level

TEMPLATE = Path(__file__).parent / "grid.typ"
# A blank form has no date of its own.
UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
# What identifies a situation, what to write there, half the height of the box in millimetres.
_IDENTITY = (
    ("Date, heure de début", "", 3),
    ("Lieu ou poste", "", 3),
    (
        "La situation, en mots généraux",
        "Rien qui désigne un patient : ni nom, ni date, ni numéro.",
        6,
    ),
    ("Qui observe", "Nom et qualité", 3),
    ("Faits, mots exacts", "Ce qui a été vu et entendu, sans l’interpréter.", 10),
)
_GUARD = (
    "Grille de travail : elle aide à observer et ne vaut pas signature. Reportez l’observation dans "
    "le portail, où elle est signée. Aucune information sur un patient ne s’écrit ici."
)


def document(
    *,
    subject: str,
    criteria: Sequence[Mapping[str, Any]],
    rule: Mapping[str, Any],
    establishment: str,
    people: Sequence[tuple[str, str]],
) -> Document:
    """``people``: (quality, name) of who is observed and who observes; a line to fill by hand
    where the name is ""."""
    graded = [level for level in Level if level is not Level.NOT_SEEN]
    return {
        "title": "Grille d’observation",
        "author": establishment,
        "foot": french(f"Grille d’observation · {subject}"),
        "subject": french(subject),
        "people": list(people),
        "rule": french(Rule.of(rule).sentence),
        "identity": [(french(name), french(hint), half) for name, hint, half in _IDENTITY],
        "criteria": [french(("★ " if one["securite"] else "") + one["texte"]) for one in criteria],
        "scale": french(" · ".join(f"{int(one)} : {one.label}, {one.meaning}" for one in graded)),
        "signatures": ["Situation 1, signatures", "Situation 2, signatures", "Situation 3, signatures"],
        "guard": french(_GUARD),
    }  # fmt: skip

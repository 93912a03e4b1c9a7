"""An attendance sheet, signed by hand half-day by half-day, as plain data. Pure."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from ...core.dates import day_words
from ...core.typography import french, plural
from ...paper.typeset import Document

TEMPLATE = Path(__file__).parent / "attendance.typ"
_NOTE = (
    "Chaque personne signe elle-même, pour la demi-journée où elle est là. Une case vide vaut "
    "absence : barrez-la. L’original signé est gardé par l’établissement."
)


def document(
    *,
    subject: str,
    day: dt.date,
    trainer: str,
    place: str,
    establishment: str,
    people: Sequence[tuple[str, str]],
) -> Document:
    """``people``: (name, unit) of those expected, in the order of the sheet."""
    return {
        "title": "Feuille d’émargement",
        "author": establishment,
        "foot": french(
            f"Émargement · {subject} · {day_words(day, year=True)} · "
            + plural(len(people), "personne attendue", "personnes attendues")
        ),
        "subject": french(subject),
        "facts": [("Date", day_words(day, year=True)), ("Animée par", trainer), ("Lieu", place)],
        "people": list(people),
        "trainer": french(f"Signature de {trainer}"),
        "note": french(_NOTE),
    }

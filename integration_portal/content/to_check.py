"""What is still to be checked in modules and fiches, by who must settle it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..core.typography import french
from .loader import Entry, Library

# Who settles, and the words that name them; the first one named in a line has it.
SETTLERS: tuple[tuple[str, str], ...] = (
    ("Médecins et pharmaciens", r"(?<!ordre des )médecins?\b(?! traitant)|pharmacien"),
    ("Affaires juridiques", r"juridiques?\b|juriste|Légifrance|article [LR]\. ?\d"),
    ("Délégué à la protection des données", r"\bDPO\b|protection des données"),
    ("Département d’information médicale", r"\bDIM\b|information médicale|cotation|codage"),
    ("Cellule d’identitovigilance", r"identitovigilance|\bidentité"),
    ("Informatique et référentes logiciel", r"informatique|logiciel|\bDSI\b|\bDPI\b|référente? numérique"),
    ("Bureau des entrées, facturation", r"bureau des entrées|facturation"),
    ("Hygiène", r"hygiène|infections"),
    ("Encadrement et direction", r"encadr|direction|cadre de santé|ressources humaines"),
)  # fmt: skip
_NAMED = [(who, re.compile(pattern, re.IGNORECASE)) for who, pattern in SETTLERS]
OF_MODULES = "Modules, personne n’est nommé : la rédaction, avec qui sait"
OF_FICHES = "Fiches, personne n’est nommé : le médecin qui valide la fiche"
INTRODUCTION = """\
# Contenus à vérifier

Ce que les modules et les fiches livrés ne tiennent pas pour acquis, rangé par la personne que la ligne nomme.
Une ligne qui ne nomme personne vient ensuite, par module puis par fiche. Quand un point est réglé, on le retire de
`a_verifier` dans le fichier.

Fait par `integration-portal content to-check > docs/contenus-a-verifier.md` : ne l’écrivez pas à la main.
"""


@dataclass(frozen=True)
class Point:
    """One thing to check, and the entry that says so."""

    entry: Entry
    text: str

    @property
    def settler(self) -> str:
        """Who must settle it, by the first words that name somebody."""
        named = [(found.start(), who) for who, one in _NAMED if (found := one.search(self.text))]
        if named:
            return min(named)[1]
        return OF_FICHES if self.entry.kind == "fiche" else OF_MODULES


def report(library: Library) -> str:
    """The whole list, as Markdown."""
    entries = [*library.of_kind("module"), *library.of_kind("fiche")]
    points = [Point(entry, text) for entry in entries for text in entry.payload["a_verifier"]]
    sources = [Point(entry, text) for entry in entries for text in _unverified(entry)]
    lines = [
        INTRODUCTION,
        french(f"{len(points)} points et {len(sources)} sources non vérifiées, ")
        + f"dans {len(library.of_kind('module'))} modules et {len(library.of_kind('fiche'))} fiches.",
    ]
    for who in (*(who for who, _ in SETTLERS), OF_MODULES, OF_FICHES):
        lines += _section(who, [point for point in points if point.settler == who])
    lines += _section("Sources non vérifiées", sources)
    return "\n".join(lines) + "\n"


def _unverified(entry: Entry) -> Iterator[str]:
    for source in entry.payload["sources"]:
        if source["statut"] == "non_verifie":
            yield f"{source['id']}, {source['editeur']} : {source['titre']}"


def _section(title: str, points: Iterable[Point]) -> Iterator[str]:
    """A heading, the entries in it, their points. Nothing when there is none."""
    by_entry: dict[str, list[Point]] = {}
    for point in points:
        by_entry.setdefault(point.entry.file, []).append(point)
    if not by_entry:
        return
    count = sum(map(len, by_entry.values()))
    yield french(f"\n## {title} ({count})")
    for file, found in by_entry.items():
        yield f"\n**{french(found[0].entry.title)}** (`{file}`)\n"
        yield from (f"- {french(' '.join(point.text.split()))}" for point in found)

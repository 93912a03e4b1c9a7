"""What of an entry can be found, line by line. Pure: a payload in, lines out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

# How much a word tells by where it stands: what the entry is called, what callers say, the signs of
# danger, what letters say, the rest.
WEIGHTS = {"titre": 1.0, "nom": 1.0, "sigle": 1.0, "appelant": 0.8, "alerte": 0.7, "courrier": 0.8,
           "texte": 0.6}  # fmt: skip
ANYWHERE = ""


class Line(NamedTuple):
    """``place``: a key of WEIGHTS; ``level``: U0 to U3, "" when the line has none; ``act``: what an
    alert says to do."""

    place: str
    text: str
    level: str = ""
    act: str = ""


@dataclass(frozen=True)
class Document:
    """``reach``: "" for everybody, else the place whose own text this is (« e3 », « u12 »)."""

    kind: str
    slug: str
    title: str
    digest: str
    lines: tuple[Line, ...]
    priority: int = 3
    reach: str = ANYWHERE
    parent: str = ""


def fiche_lines(payload: Mapping[str, Any]) -> Iterator[Line]:
    yield Line("titre", payload["titre"])
    yield from (Line("nom", name) for name in payload["synonymes"])
    for short in payload["abreviations"]:
        yield Line("sigle", f"{short['sigle']} : {short['sens']}")
    for said in payload["mots_patient"]:
        yield Line("appelant", said["mots"], said["niveau"])
    for alert in payload["alertes"]:
        yield Line("alerte", alert["si"], alert["niveau"], alert["geste"])
    for written in payload["mots_courrier"]:
        yield Line("courrier", written["mots"], written["niveau"])
    for term in payload["vocabulaire"]:
        yield Line("texte", f"{term['terme']} : {term['definition']}")
    yield from (Line("texte", exam["examen"]) for exam in payload["examens"])
    yield from (Line("texte", code) for code in payload["cim10"])
    yield Line("texte", payload["resume"])
    yield Line("texte", payload["corps"])
    yield from _local_lines(payload.get("local") or {})


def _local_lines(local: Mapping[str, Any]) -> Iterator[Line]:
    """« Chez nous » is found by its own words: numbers, circuits, what callers say here."""
    yield from (Line("appelant", words) for words in local.get("mots", ()))
    for name in ("numeros", "circuits", "contacts"):
        for row in local.get(name, ()):
            yield Line("texte", " ".join(str(value) for value in row.values() if value))
    if local.get("note"):
        yield Line("texte", local["note"])


def fiche(slug: str, digest: str, payload: Mapping[str, Any], reach: str = ANYWHERE) -> Document:
    lines = tuple(fiche_lines(payload))
    return Document("fiche", slug, payload["titre"], digest, lines, payload["priorite"], reach)


def module(slug: str, digest: str, payload: Mapping[str, Any]) -> Iterator[Document]:
    """The module, then each of its lessons."""
    lines = [Line("titre", payload["titre"]), Line("nom", payload["code"])]
    lines += [Line("texte", one) for one in payload["objectifs"]]
    yield Document("module", slug, payload["titre"], digest, tuple(lines))
    for lesson in payload["lecons"]:
        inside = (Line("titre", lesson["titre"]), Line("texte", lesson["corps"]))
        place = f"{slug}/{lesson['slug']}"
        yield Document("lesson", place, lesson["titre"], digest, inside, parent=slug)


def glossary(payloads: Mapping[str, Mapping[str, Any]], digest: str) -> Iterator[Document]:
    """The words that fiches explain, once each: « slug » is that of the first fiche that does."""
    known: dict[str, Document] = {}
    for slug, payload in payloads.items():
        for short in payload["abreviations"]:
            meanings = [short["sens"], *short.get("autres_sens", ())]
            _explain(known, short["sigle"], " ; ou ".join(meanings), slug, digest)
        for term in payload["vocabulaire"]:
            _explain(known, term["terme"], term["definition"], slug, digest)
    return iter(known.values())


def _explain(
    known: dict[str, Document], word: str, meaning: str, slug: str, digest: str
) -> None:  # fmt: skip
    lines = (Line("titre", word), Line("texte", meaning))
    known.setdefault(word.casefold(), Document("word", word, word, digest, lines, parent=slug))

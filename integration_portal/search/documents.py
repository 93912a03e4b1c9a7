"""What of an entry can be found, line by line. Pure: a payload in, documents out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .prose import bare_lines

# How much a word tells by where it stands: what the entry is called, what callers say, what letters
# say, other ways of saying it, the signs of danger, the rest. Set on the evaluation (bench/).
WEIGHTS = {"titre": 1.0, "nom": 1.0, "sigle": 1.0, "appelant": 0.8, "courrier": 0.8,
           "parole": 0.7, "alerte": 0.7, "texte": 0.6}  # fmt: skip
Key = tuple[str, str, str]
Payload = Mapping[str, Any]


class Line(NamedTuple):
    """``place``: a key of WEIGHTS; ``level``: U0 to U3, "" when the line has none; ``act``: what an
    alert says to do. A « parole » is never shown: it teaches."""

    place: str
    text: str
    level: str = ""
    act: str = ""


@dataclass(frozen=True)
class Document:
    """A page that can be found. ``parent``: the page that holds it, for a lesson or a word."""

    kind: str
    slug: str
    title: str
    lines: tuple[Line, ...]
    priority: int = 3
    parent: str = ""


@dataclass(frozen=True)
class Source:
    """One text, in one version (``digest``), and what it lets be found. ``reach``: "" for
    everybody, else the place whose own text this is (« e3 », « u12 »)."""

    kind: str
    slug: str
    reach: str
    digest: str
    documents: tuple[Document, ...]

    @property
    def key(self) -> Key:
        return self.kind, self.slug, self.reach


def fiche(
    slug: str, digest: str, payload: Payload, sayings: Payload | None = None, reach: str = ""
) -> Source:
    """A fiche, and the words it explains."""
    lines = (*_fiche_lines(payload), *_saying_lines(sayings or {}))
    page = Document("fiche", slug, payload["titre"], lines, payload["priorite"])
    return Source("fiche", slug, reach, digest, (page, *_words(slug, payload)))


def module(slug: str, digest: str, payload: Payload) -> Source:
    """A module, and its lessons."""
    goals = tuple(Line("texte", one) for one in payload["objectifs"])
    lines = (Line("titre", payload["titre"]), Line("nom", payload["code"]), *goals)
    page = Document("module", slug, payload["titre"], lines)
    lessons = (
        Document(
            "lesson", lesson["slug"], lesson["titre"],
            (Line("titre", lesson["titre"]), *_prose(lesson["corps"])), parent=slug,
        )
        for lesson in payload["lecons"]
    )  # fmt: skip
    return Source("module", slug, "", digest, (page, *lessons))


def _fiche_lines(payload: Payload) -> Iterator[Line]:
    yield Line("titre", payload["titre"])
    yield from (Line("nom", name) for name in payload.get("synonymes", ()))
    for short in payload.get("abreviations", ()):
        yield Line("sigle", f"{short['sigle']} : {short['sens']}")
    for said in payload["mots_patient"]:
        yield Line("appelant", said["mots"], said["niveau"])
    for alert in payload["alertes"]:
        yield Line("alerte", alert["si"], alert["niveau"], alert["geste"])
    for written in payload.get("mots_courrier", ()):
        yield Line("courrier", written["mots"], written["niveau"])
    for term in payload.get("vocabulaire", ()):
        yield Line("texte", f"{term['terme']} : {term['definition']}")
    yield from (Line("texte", exam["examen"]) for exam in payload.get("examens", ()))
    yield from (Line("texte", code) for code in payload.get("cim10", ()))
    yield Line("texte", payload["resume"])
    yield from _prose(payload.get("corps", ""))
    yield from _local_lines(payload.get("local") or {})


def _prose(markdown: str) -> Iterator[Line]:
    yield from (Line("texte", text) for text in bare_lines(markdown))


def _local_lines(local: Payload) -> Iterator[Line]:
    """« Chez nous » is found by its own words: numbers, circuits, what callers say here."""
    yield from (Line("appelant", _text(words)) for words in local.get("mots", ()))
    for name in ("numeros", "circuits", "contacts"):
        yield from (Line("texte", _text(row)) for row in local.get(name, ()))
    if local.get("note"):
        yield Line("texte", _text(local["note"]))


def _text(value: Any) -> str:
    """The words of a row of « Chez nous », whatever its fields."""
    if isinstance(value, Mapping):
        return " ".join(_text(one) for one in value.values() if one)
    if isinstance(value, (list, tuple)):
        return " ".join(_text(one) for one in value)
    return str(value)


def _saying_lines(sayings: Payload) -> Iterator[Line]:
    yield from (Line("parole", text, "U0") for text in sayings.get("vitales", ()))
    yield from (Line("parole", text) for text in sayings.get("autres", ()))


def _words(slug: str, payload: Payload) -> Iterator[Document]:
    for short in payload.get("abreviations", ()):
        meanings = " ; ou ".join([short["sens"], *short.get("autres_sens", ())])
        yield _word(slug, short["sigle"], meanings)
    for term in payload.get("vocabulaire", ()):
        yield _word(slug, term["terme"], term["definition"])


def _word(slug: str, word: str, meaning: str) -> Document:
    return Document("word", word, word, (Line("titre", word), Line("texte", meaning)), parent=slug)

"""Read content packs from disk: every fault is a file, a line and a sentence an editor understands.

A pack is a folder laid out like ``content/``, or a ``.zip`` of one. Later packs replace entries of
earlier ones (same kind, same slug); their ``search/synonymes.yml`` adds to those of the others.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pydantic import BaseModel

from . import archives, modules
from .kinds.competency import Competency
from .kinds.drill import Drill
from .kinds.fiche import Fiche
from .kinds.journey import JourneyDefinition
from .kinds.questionnaire import Questionnaire
from .kinds.search import Evaluation, Sayings, Synonyms
from .kinds.vocabulary import Vocabulary
from .reading import SLUG, Problem, Reader

__all__ = ["KINDS", "Entry", "Kind", "Library", "Problem", "load"]

Kind = Literal[
    "fiche",
    "module",
    "journey",
    "questionnaire",
    "competency",
    "drill",
    "vocabulary",
    "synonyms",
    "evaluation",
    "sayings",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
MAX_SLUG = 80


@dataclass(frozen=True)
class Entry:
    """One content entry. ``payload`` is canonical, JSON-safe data; ``version`` its SHA-256."""

    kind: Kind
    slug: str
    title: str
    payload: dict[str, Any]
    counts: dict[str, int]
    file: str

    @property
    def canonical(self) -> str:
        return json.dumps(self.payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def version(self) -> str:
        return hashlib.sha256(self.canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Library:
    """All entries of the packs laid over each other, and everything wrong in them."""

    entries: dict[tuple[Kind, str], Entry]
    problems: list[Problem]

    def of_kind(self, kind: Kind) -> list[Entry]:
        return [entry for (k, _), entry in sorted(self.entries.items()) if k == kind]


def load(packs: Iterable[Path]) -> Library:
    """Read every pack, in order; never raises for bad content: see ``Library.problems``."""
    entries: dict[tuple[Kind, str], Entry] = {}
    problems: list[Problem] = []
    names: set[str] = set()
    for number, pack in enumerate(packs):
        if pack.stem in names:
            problems.append(Problem(pack.name, 1, "Deux packs portent ce nom : renommez-en un."))
        names.add(pack.stem)
        try:
            with archives.opened(pack) as root:
                reader = Reader(root, first=number == 0)
                entries |= _read_all(reader)
                problems += reader.problems
        except archives.BrokenPackError as error:
            problems.append(Problem(pack.name, 1, str(error)))
    return Library(entries, sorted(problems))


def _read_all(reader: Reader) -> dict[tuple[Kind, str], Entry]:
    """The entries of one pack, each once."""
    entries: dict[tuple[Kind, str], Entry] = {}
    for entry in _read_pack(reader):
        other = entries.setdefault((entry.kind, entry.slug), entry)
        if other is not entry:
            message = f"« {entry.slug} » existe déjà dans {other.file}."
            reader.problems.append(Problem(entry.file, 1, message))
    if not entries and not reader.problems:
        message = "Aucun contenu : un pack a les mêmes dossiers que les contenus livrés."
        reader.problems.append(Problem(reader.root.name, 1, message))
    return entries


def _read_pack(reader: Reader) -> Iterator[Entry]:
    for folder in ("pathologies", "situations"):
        yield from _fiches(reader, sorted((reader.root / folder).glob("*.md")))
    yield from _modules(reader)
    yield from _documents(reader, "journeys", "journey", JourneyDefinition)
    yield from _documents(reader, "questionnaires", "questionnaire", Questionnaire)
    yield from _documents(reader, "competencies", "competency", Competency)
    yield from _documents(reader, "drill", "drill", Drill)
    yield from _documents(reader, "vocabulary", "vocabulary", Vocabulary)
    yield from _for_search(reader)


def _entry(
    reader: Reader,
    kind: Kind,
    slug: str,
    file: Path,
    payload: dict[str, Any],
    counts: dict[str, int],
) -> Entry:
    name = file.relative_to(reader.root.parent).as_posix()
    return Entry(kind, slug, payload["titre"], payload, counts, name)


def _fiches(reader: Reader, files: list[Path]) -> Iterator[Entry]:
    for file in files:
        parsed = reader.markdown(file, Fiche)
        if parsed is None:
            continue
        fiche, body = parsed
        payload = {**fiche.model_dump(mode="json"), "corps": body}
        counts = {
            "alertes": len(fiche.alertes),
            "mots_patient": len(fiche.mots_patient),
            "mots_courrier": len(fiche.mots_courrier),
            "sources": len(fiche.sources),
        }
        yield _entry(reader, "fiche", file.stem, file, payload, counts)


def _modules(reader: Reader) -> Iterator[Entry]:
    for file in sorted((reader.root / "modules").glob("*/*/module.md")):
        payload = modules.read(reader, file)
        if payload is not None:
            counts = {
                "lessons": len(payload["lecons"]),
                "questions": len(payload["questions"]),
                "simulations": int(payload["simulation"] is not None),
            }
            yield _entry(reader, "module", file.parent.name, file, payload, counts)


_COUNTED = {
    "journey": ("steps", "etapes"),
    "questionnaire": ("questions", "sections"),
    "competency": ("criteria", "criteres"),
    "drill": ("phrases", "phrases"),
    "vocabulary": ("cards", "cartes"),
}


def _documents(reader: Reader, folder: str, kind: Kind, model: type[BaseModel]) -> Iterator[Entry]:
    for file in sorted((reader.root / folder).glob("*.yml")):
        text = reader.text(file)
        parsed = None if text is None else reader.yaml(file, text, model)
        if parsed is None:
            continue
        payload = parsed.model_dump(mode="json")
        name, key = _COUNTED[kind]
        counts = {name: _count(payload[key])}
        yield _entry(reader, kind, file.stem, file, payload, counts)


def _for_search(reader: Reader) -> Iterator[Entry]:
    """What teaches the search: named after their files, they have no title.

    ``synonymes.yml`` of a pack laid over others takes the pack's name: it adds to theirs. A named
    list (``synonymes/*.yml``) replaces the one of the same name."""
    folder = reader.root / "search"
    taught: tuple[tuple[Kind, type[BaseModel], str], ...] = (
        ("synonyms", Synonyms, "synonymes.yml"),
        ("synonyms", Synonyms, "synonymes/*.yml"),
        ("evaluation", Evaluation, "evaluation.yml"),
        ("sayings", Sayings, "paroles/*.yml"),
    )
    for kind, model, pattern in taught:
        for file in sorted(folder.glob(pattern)):
            text = reader.text(file)
            parsed = None if text is None else reader.yaml(file, text, model)
            if parsed is not None:
                lists = parsed.model_dump(mode="json")
                counts = {name: len(items) for name, items in lists.items()}
                slug = _taught_slug(reader, file)
                payload = {**lists, "titre": slug}
                yield _entry(reader, kind, slug, file, payload, counts)


def _taught_slug(reader: Reader, file: Path) -> str:
    if reader.first or file.name != "synonymes.yml" or file.parent.name != "search":
        return file.stem
    name = reader.root.name
    if not SLUG.match(name) or len(name) > MAX_SLUG or name == file.stem:
        message = "Nommez le dossier du pack en minuscules, mots reliés par « - » : ses synonymes portent ce nom."
        reader.report(file, 1, message)
    return name


def _count(items: list[dict[str, Any]]) -> int:
    return sum(len(item["questions"]) if "questions" in item else 1 for item in items)

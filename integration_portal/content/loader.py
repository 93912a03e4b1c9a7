"""Read content packs from disk: every fault is a file, a line and a sentence an editor understands.

A pack is a folder laid out like ``content/``. Later packs replace entries of earlier ones
(same kind, same slug).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from . import strict_yaml
from .kinds.competency import Competency
from .kinds.drill import Drill
from .kinds.fiche import Fiche
from .kinds.journey import JourneyDefinition
from .kinds.module import Lesson, Module
from .kinds.questionnaire import Questionnaire
from .kinds.search import Evaluation, Sayings, Synonyms
from .messages import explain
from .strict_yaml import Document, StrictYamlError

Kind = Literal[
    "fiche",
    "module",
    "journey",
    "questionnaire",
    "competency",
    "drill",
    "synonyms",
    "evaluation",
    "sayings",
]
KINDS: tuple[Kind, ...] = (
    "fiche",
    "module",
    "journey",
    "questionnaire",
    "competency",
    "drill",
    "synonyms",
    "evaluation",
    "sayings",
)
M = TypeVar("M", bound=BaseModel)
SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one file. ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.message}"


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


class _Reader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def report(self, file: Path, line: int, message: str) -> None:
        name = file.relative_to(self.root.parent).as_posix()
        self.problems.append(Problem(name, line, message))

    def text(self, file: Path) -> str | None:
        if not SLUG.match(file.stem) or not SLUG.match(file.parent.name):
            self.report(
                file, 1, "Le nom du fichier doit être en minuscules, mots reliés par « - »."
            )
            return None
        try:
            return file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            self.report(file, 1, "Le fichier n'est pas lisible en UTF-8.")
            return None

    def yaml(self, file: Path, text: str, model: type[M], offset: int = 0) -> M | None:
        try:
            document = strict_yaml.read(text)
        except StrictYamlError as error:
            self.report(file, error.line + offset, error.message)
            return None
        try:
            return model.model_validate(document.data)
        except ValidationError as error:
            self._report_validation(file, document, error, offset)
            return None

    def _report_validation(
        self, file: Path, document: Document, error: ValidationError, offset: int
    ) -> None:
        for fault in error.errors(include_url=False):
            line = document.line_of(fault["loc"]) + offset
            self.report(file, line, explain(fault))

    def markdown(self, file: Path, model: type[M]) -> tuple[M, str] | None:
        """A file that starts with front matter between two ``---`` lines."""
        text = self.text(file)
        if text is None:
            return None
        parts = re.split(r"^---[ \t]*$", text, maxsplit=2, flags=re.MULTILINE)
        if len(parts) != 3 or parts[0].strip():
            self.report(
                file, 1, "Le fichier doit commencer par un en-tête entre deux lignes « --- »."
            )
            return None
        parsed = self.yaml(file, parts[1], model)
        return None if parsed is None else (parsed, parts[2].strip())


def load(packs: Iterable[Path]) -> Library:
    """Read every pack, in order; never raises for bad content: see ``Library.problems``."""
    entries: dict[tuple[Kind, str], Entry] = {}
    problems: list[Problem] = []
    for root in packs:
        reader = _Reader(root)
        seen: dict[tuple[Kind, str], str] = {}
        for entry in _read_pack(reader):
            key = (entry.kind, entry.slug)
            if key in seen:
                reader.problems.append(
                    Problem(entry.file, 1, f"« {entry.slug} » existe déjà dans {seen[key]}.")
                )
            seen[key] = entry.file
            entries[key] = entry
        problems += reader.problems
    return Library(entries, sorted(problems))


def _read_pack(reader: _Reader) -> Iterator[Entry]:
    for folder in ("pathologies", "situations"):
        yield from _fiches(reader, sorted((reader.root / folder).glob("*.md")))
    for file in sorted((reader.root / "modules").glob("*/*/module.md")):
        yield from _module(reader, file)
    yield from _documents(reader, "journeys", "journey", JourneyDefinition)
    yield from _documents(reader, "questionnaires", "questionnaire", Questionnaire)
    yield from _documents(reader, "competencies", "competency", Competency)
    yield from _documents(reader, "drill", "drill", Drill)
    yield from _for_search(reader)


def _entry(
    reader: _Reader,
    kind: Kind,
    slug: str,
    file: Path,
    payload: dict[str, Any],
    counts: dict[str, int],
) -> Entry:
    name = file.relative_to(reader.root.parent).as_posix()
    return Entry(kind, slug, payload["titre"], payload, counts, name)


def _fiches(reader: _Reader, files: list[Path]) -> Iterator[Entry]:
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


def _module(reader: _Reader, file: Path) -> Iterator[Entry]:
    parsed = reader.markdown(file, Module)
    lessons = []
    for lesson_file in sorted((file.parent / "lessons").glob("*.md")):
        lesson = reader.markdown(lesson_file, Lesson)
        if lesson is None:
            continue
        front, body = lesson
        if not body:
            reader.report(lesson_file, 1, "La leçon est vide.")
        lessons.append({"slug": lesson_file.stem, **front.model_dump(mode="json"), "corps": body})
    if parsed is None:
        return
    module, intro = parsed
    if not lessons:
        reader.report(file, 1, "Le module n'a aucune leçon (dossier « lessons »).")
    if module.bloc != file.parent.parent.name:
        reader.report(file, 1, f"Le bloc « {module.bloc} » ne correspond pas au dossier.")
    payload = {**module.model_dump(mode="json"), "corps": intro, "lecons": lessons}
    yield _entry(reader, "module", file.parent.name, file, payload, {"lessons": len(lessons)})


_COUNTED = {
    "journey": ("steps", "etapes"),
    "questionnaire": ("questions", "sections"),
    "competency": ("criteria", "criteres"),
    "drill": ("phrases", "phrases"),
}


def _documents(reader: _Reader, folder: str, kind: Kind, model: type[BaseModel]) -> Iterator[Entry]:
    for file in sorted((reader.root / folder).glob("*.yml")):
        text = reader.text(file)
        parsed = None if text is None else reader.yaml(file, text, model)
        if parsed is None:
            continue
        payload = parsed.model_dump(mode="json")
        name, key = _COUNTED[kind]
        counts = {name: _count(payload[key])}
        yield _entry(reader, kind, file.stem, file, payload, counts)


def _for_search(reader: _Reader) -> Iterator[Entry]:
    """What teaches the search: named after their files, they have no title."""
    folder = reader.root / "search"
    taught: tuple[tuple[Kind, type[BaseModel], str], ...] = (
        ("synonyms", Synonyms, "synonymes.yml"),
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
                payload = {**lists, "titre": file.stem}
                yield _entry(reader, kind, file.stem, file, payload, counts)


def _count(items: list[dict[str, Any]]) -> int:
    return sum(len(item["questions"]) if "questions" in item else 1 for item in items)

"""Read the files of one pack: a text, a YAML document, a Markdown one with its front matter."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from . import strict_yaml
from .messages import explain
from .strict_yaml import Document, StrictYamlError

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


class Reader:
    """One pack. ``first``: nothing is under it; ``problems``: what was wrong so far."""

    def __init__(self, root: Path, *, first: bool) -> None:
        self.root = root
        self.first = first
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
        if not file.resolve().is_relative_to(self.root.resolve()):
            self.report(file, 1, "Ce lien sort du pack : mettez le fichier lui-même.")
            return None
        try:
            return file.read_text(encoding="utf-8")
        except (UnicodeDecodeError, OSError):
            self.report(file, 1, "Le fichier n'est pas lisible en UTF-8.")
            return None

    def yaml(
        self,
        file: Path,
        text: str,
        model: type[M],
        offset: int = 0,
        context: Mapping[str, Any] | None = None,
    ) -> M | None:
        """``context``: what the model's validators may look at beside the document."""
        try:
            document = strict_yaml.read(text)
        except StrictYamlError as error:
            self.report(file, error.line + offset, error.message)
            return None
        try:
            return model.model_validate(document.data, context=context)
        except ValidationError as error:
            self._report_validation(file, document, error, offset)
            return None

    def _report_validation(
        self, file: Path, document: Document, error: ValidationError, offset: int
    ) -> None:
        for fault in error.errors(include_url=False):
            line = document.line_of(_untagged(fault["loc"], document.data)) + offset
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


def _untagged(loc: tuple[str | int, ...], data: Any) -> tuple[str | int, ...]:
    """The path in the document: pydantic also names the kind (``type``) of what has several."""
    path: tuple[str | int, ...] = ()
    tagged = False
    for part in loc:
        if isinstance(data, dict) and data.get("type") == part and not tagged:
            tagged = True
            continue
        tagged, path = False, (*path, part)
        data = _child(data, part)
    return path


def _child(data: Any, part: str | int) -> Any:
    if isinstance(data, dict):
        return data.get(part)
    inside = isinstance(data, list) and isinstance(part, int) and part < len(data)
    return data[part] if inside else None

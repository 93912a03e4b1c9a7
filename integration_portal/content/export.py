"""The content in force as the files of a pack: read again, they give the same versions."""

import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .loader import Kind

Payload = Mapping[str, Any]
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_FOLDERS: dict[Kind, str] = {
    "journey": "journeys",
    "questionnaire": "questionnaires",
    "competency": "competencies",
    "drill": "drill",
    "synonyms": "search/synonymes",
    "sayings": "search/paroles",
    "evaluation": "search",
}
# Named after their files: the title is not written in them.
_UNTITLED = frozenset({"synonyms", "sayings", "evaluation"})


class _Dumper(yaml.CSafeDumper):
    """Never an anchor: editors read these files, and the loader refuses them."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def files_of(entries: Iterable[tuple[Kind, str, Payload]]) -> dict[str, str]:
    """Path → text, for (kind, slug, payload) of each entry."""
    found: dict[str, str] = {}
    for kind, slug, payload in entries:
        found.update(_files(kind, slug, payload))
    return dict(sorted(found.items()))


_BANK = ("tirage", "temps", "essais_par_jour", "questions")


def _files(kind: Kind, slug: str, payload: Payload) -> Iterator[tuple[str, str]]:
    if kind == "fiche":
        folder = "pathologies" if payload["type_fiche"] == "pathologie" else "situations"
        yield f"{folder}/{slug}.md", _markdown(payload)
    elif kind == "module":
        folder = f"modules/{payload['bloc']}/{slug}"
        parts = ("lecons", *_BANK, "simulation", "figures")
        yield f"{folder}/module.md", _markdown(_without(payload, *parts))
        for lesson in payload["lecons"]:
            yield f"{folder}/lessons/{lesson['slug']}.md", _markdown(_without(lesson, "slug"))
        yield from _exercises(folder, payload)
    else:
        kept = _without(payload, "titre") if kind in _UNTITLED else payload
        yield f"{_FOLDERS[kind]}/{slug}.yml", _yaml(kept)


def _exercises(folder: str, payload: Payload) -> Iterator[tuple[str, str]]:
    if payload["questions"]:
        yield f"{folder}/questions.yml", _yaml({name: payload[name] for name in _BANK})
    if payload["simulation"]:
        yield f"{folder}/simulation.yml", _yaml(payload["simulation"])
    for name, drawing in payload["figures"].items():
        yield f"{folder}/figures/{name}", drawing


def _markdown(payload: Payload) -> str:
    return f"---\n{_yaml(_without(payload, 'corps'))}---\n{payload['corps']}\n"


def _yaml(value: Payload) -> str:
    return yaml.dump(
        dict(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100
    )  # fmt: skip


def _without(payload: Payload, *names: str) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key not in names}


def write_zip(target: Path, files: Mapping[str, str]) -> None:
    """The same files give the same bytes, on any day and any machine. Raises FileExistsError."""
    with open(target, "xb") as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as archive:
        for path, text in files.items():
            member = zipfile.ZipInfo(path, _DAY_ONE)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode())


def write_folder(target: Path, files: Mapping[str, str]) -> None:
    """Raises FileExistsError: nothing is mixed with what is already there."""
    os.mkdir(target)
    for path, text in files.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")

"""Read the folder of a module: its text, its lessons, its question bank, its simulation, its figures."""

from pathlib import Path
from typing import Any

from . import blocks, simulations, strict_yaml
from .blocks import BlockError
from .kinds.module import Lesson, Module
from .kinds.questions import Bank, BankContext
from .kinds.simulation import Simulation
from .reading import Reader

MAX_FIGURE = 200_000


def read(reader: Reader, file: Path) -> dict[str, Any] | None:
    """The payload of a module. Faults are reported to the reader; None when ``module.md`` is one."""
    folder = file.parent
    parsed = reader.markdown(file, Module)
    lessons = _lessons(reader, folder)
    if parsed is None:
        return None
    module, intro = parsed
    if not lessons:
        reader.report(file, 1, "Le module n'a aucune leçon (dossier « lessons »).")
    if module.bloc != folder.parent.name:
        reader.report(file, 1, f"Le bloc « {module.bloc} » ne correspond pas au dossier.")
    context = _known(module, lessons)
    bank = _document(reader, folder / "questions.yml", Bank, context)
    simulation = _document(reader, folder / "simulation.yml", Simulation, context)
    payload = {
        **module.model_dump(mode="json"),
        "corps": intro,
        "lecons": lessons,
        **(bank or {"tirage": 0, "temps": None, "essais_par_jour": None, "questions": []}),
        "simulation": simulation,
        "figures": _figures(reader, folder),
    }
    _check_simulation(reader, folder / "simulation.yml", simulation)
    _check_blocks(reader, folder, payload)
    return payload


def known_to(folder: Path) -> BankContext | None:
    """What the questions of that module may name; None when it cannot be read."""
    reader = Reader(folder.parent.parent, first=True)
    parsed = reader.markdown(folder / "module.md", Module)
    return None if parsed is None else _known(parsed[0], _lessons(reader, folder))


def _known(module: Module, lessons: list[dict[str, Any]]) -> BankContext:
    return BankContext(
        objectives=len(module.objectifs),
        lessons={lesson["slug"] for lesson in lessons},
        sources={source.id for source in module.sources},
    )


def _lessons(reader: Reader, folder: Path) -> list[dict[str, Any]]:
    lessons = []
    for file in sorted((folder / "lessons").glob("*.md")):
        lesson = reader.markdown(file, Lesson)
        if lesson is None:
            continue
        front, body = lesson
        if not body:
            reader.report(file, 1, "La leçon est vide.")
        lessons.append({"slug": file.stem, **front.model_dump(mode="json"), "corps": body})
    return lessons


def _document(
    reader: Reader, file: Path, model: type[Bank] | type[Simulation], context: BankContext
) -> dict[str, Any] | None:
    text = reader.text(file) if file.exists() else None
    found = None if text is None else reader.yaml(file, text, model, context=context)
    return None if found is None else found.model_dump(mode="json")


def _figures(reader: Reader, folder: Path) -> dict[str, str]:
    """SVG drawings by file name."""
    figures = {}
    for file in sorted((folder / "figures").glob("*.svg")):
        text = reader.text(file)
        if text is None:
            continue
        if len(text) > MAX_FIGURE or "<script" in text.lower():
            reader.report(file, 1, "Figure refusée : plus de 200 000 caractères, ou un script.")
            continue
        figures[file.name] = text
    return figures


def _check_simulation(reader: Reader, file: Path, simulation: dict[str, Any] | None) -> None:
    faults = list(simulations.problems(simulation)) if simulation else []
    if not simulation or not faults:
        return
    document = strict_yaml.read(file.read_text(encoding="utf-8"))
    names = [turn["id"] for turn in simulation["tours"]]
    for turn, message in faults:
        path = ("depart",) if turn is None else ("tours", names.index(turn), "id")
        reader.report(file, document.line_of(path), message)


def _check_blocks(reader: Reader, folder: Path, payload: dict[str, Any]) -> None:
    known = {
        "question": {question["id"] for question in payload["questions"]},
        "figure": set(payload["figures"]),
    }
    for lesson in payload["lecons"]:
        file = folder / "lessons" / f"{lesson['slug']}.md"
        text = file.read_text(encoding="utf-8")
        try:
            pieces = blocks.split(text)
        except BlockError as error:
            reader.report(file, error.line, error.message)
            continue
        for piece in pieces:
            named = piece.argument.partition(" ")[0]
            if piece.kind in known and named not in known[piece.kind]:
                reader.report(file, piece.line, f"« {named} » n'existe pas dans ce module.")

"""Every file of the folder of a module: path → text."""

import re
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ...content.blocks import BlockKind
from ...core.dates import duration
from ...core.markdown import render
from ...core.typography import french
from ..blocks import lesson_html
from ..presentation import BLOCKS, Lesson, Module, neighbours
from .asked import asked
from .style import style
from .talk import addresses, gauges, turns

# A link into the portal leads nowhere from a folder: its words stay.
_INTO_THE_PORTAL = re.compile(r'<a href="/[^"]*"[^>]*>(.*?)</a>', re.DOTALL)
_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {"french": french, "duration": duration}


def files_of(module: Module, fiches: Mapping[str, str], licence: str) -> dict[str, str]:
    """``fiches``: title by slug; ``licence``: the sentence under each page."""
    page = partial(_page, module=module, block=BLOCKS[module.card.block], licence=licence)
    files = {"index.html": page("index", body=_local(render(module.intro)))}
    for lesson in module.lessons:
        before, after = neighbours(module.lessons, lesson.slug)
        files[f"{lesson.slug}.html"] = page(
            "lesson", lesson=lesson, before=before, after=after, body=_body(module, lesson, fiches)
        )
    if module.questions:
        files["questions.html"] = page(
            "questions", rows=[asked(module, one) for one in module.questions.values()]
        )
    files |= _talk(module, fiches, page) if module.simulation else {}
    files |= {f"figures/{name}": drawing for name, drawing in module.figures.items()}
    return {**files, "style.css": style()}


def _page(name: str, **values: Any) -> str:
    return _PAGES.get_template(f"{name}.html").render(**values)


def _talk(module: Module, fiches: Mapping[str, str], page: Any) -> dict[str, str]:
    simulation = module.simulation or {}
    titles = {lesson.slug: lesson.title for lesson in module.lessons}
    common = {"simulation": simulation, "lessons": titles, "fiches": fiches}
    start = page(
        "talk", **common, gauges=gauges(simulation), first=addresses(simulation)[simulation["depart"]]
    )  # fmt: skip
    pages = {turn.address: page("turn", **common, turn=turn) for turn in turns(simulation)}
    return {"mise-en-situation.html": start, **pages}


def _body(module: Module, lesson: Lesson, fiches: Mapping[str, str]) -> str:
    """The lesson's HTML, cleaned by ``core.markdown``; its questions and figures at their place."""

    def slot(kind: BlockKind, name: str) -> str:
        if kind == "figure":
            return str(Markup.escape(f"figures/{name}"))
        if kind == "fiche":
            return str(Markup("<p>Fiche réflexe «\u202f{}\u202f», dans le portail.</p>").format(
                french(fiches.get(name, name))
            ))  # fmt: skip
        question = module.questions.get(name)
        return _page("_asked", one=asked(module, question)) if question else ""

    return _local(lesson_html(lesson.text, slot))


def _local(html: str) -> str:
    return _INTO_THE_PORTAL.sub(r"\1", html)

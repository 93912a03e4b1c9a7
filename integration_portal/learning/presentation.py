"""Turn a module's payload into what its pages show. Pure; French typography applied once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..core.markdown import render
from ..core.typography import french
from .rules import Parts, Question, digest

BLOCKS = {
    "gestion-information": "Gestion de l’information",
    "eco-systeme": "Éco-système de soins",
    "transversales": "Compétences transversales",
    "specialisation": "Compléments de spécialisation",
}
_KINDS = ("GI", "ES", "CT", "SP")  # the order of the blocks


@dataclass(frozen=True)
class ModuleCard:
    """A module in the list. ``duration`` in minutes, practice included."""

    slug: str
    code: str
    title: str
    summary: str
    block: str
    duration: int
    lesson_count: int
    competencies: tuple[str, ...]


@dataclass(frozen=True)
class Competency:
    code: str
    title: str


@dataclass(frozen=True)
class Lesson:
    """``text`` is Markdown: only the page that shows it pays for its HTML. ``digest``: of all that
    is read in it."""

    slug: str
    title: str
    duration: int
    objectives: tuple[str, ...]
    text: str
    digest: str


@dataclass(frozen=True)
class Module:
    """One version of a module. ``requires`` are codes of modules; ``questions`` by id, as written,
    ``draws`` of them in a quiz; ``simulation`` as written, None when it has none."""

    card: ModuleCard
    version: str
    intro: str
    objectives: tuple[str, ...]
    prerequisites: tuple[str, ...]
    requires: tuple[str, ...]
    practice: str
    yearly: bool
    to_check: tuple[str, ...]
    sources: tuple[Mapping[str, Any], ...]
    lessons: tuple[Lesson, ...]
    questions: Mapping[str, Question]
    draws: int
    minutes: int | None
    tries_a_day: int | None
    simulation: Mapping[str, Any] | None
    figures: Mapping[str, str]
    parts: Parts

    @property
    def rule(self) -> str:
        """When the module is done, in words."""
        count = len(self.lessons)
        asked = ["1 leçon lue" if count == 1 else f"{count} leçons lues"]
        if self.questions:
            asked += ["quiz à 80 % ou plus", "toutes les questions ★ justes"]
        if self.simulation:
            asked.append("mise en situation réussie, sans erreur ★")
        return french("Terminé quand : " + ", ".join(asked) + ".")


@lru_cache(maxsize=512)
def body_html(text: str) -> str:
    """The HTML of a Markdown text, kept by the text itself: it can never be stale."""
    return render(text)


def card(slug: str, payload: Mapping[str, Any]) -> ModuleCard:
    return ModuleCard(
        slug=slug,
        code=payload["code"],
        title=french(payload["titre"]),
        summary=french(payload["resume"]),
        block=payload["bloc"],
        duration=payload["duree"],
        lesson_count=len(payload["lecons"]),
        competencies=tuple(payload["competences"]),
    )


def competency(payload: Mapping[str, Any]) -> Competency:
    return Competency(payload["code"], french(payload["titre"]))


def module(slug: str, version: str, payload: Mapping[str, Any]) -> Module:
    lessons = tuple(_lesson(lesson) for lesson in payload["lecons"])
    questions = {question["id"]: question for question in payload.get("questions", ())}
    simulation = payload.get("simulation")
    return Module(
        card=card(slug, payload),
        version=version,
        intro=payload["corps"],
        objectives=_texts(payload["objectifs"]),
        prerequisites=_texts(payload["prerequis"]),
        requires=tuple(payload["modules_prerequis"]),
        practice=french(payload["pratique"]),
        yearly=payload["frequence"] == "annuel",
        to_check=_texts(payload["a_verifier"]),
        sources=tuple(_source(source) for source in payload["sources"]),
        lessons=lessons,
        questions=questions,
        draws=payload.get("tirage", 0),
        minutes=payload.get("temps"),
        tries_a_day=payload.get("essais_par_jour"),
        simulation=simulation,
        figures=payload.get("figures", {}),
        parts=Parts(
            {lesson.slug: lesson.digest for lesson in lessons},
            {name: digest(question) for name, question in questions.items()},
            digest(simulation) if simulation else None,
        ),
    )


def by_block(cards: Iterable[ModuleCard]) -> list[tuple[str, str, list[ModuleCard]]]:
    """(slug, name, modules by number) of each block, the empty ones too."""
    ordered = sorted(cards, key=_rank)
    return [(slug, name, [c for c in ordered if c.block == slug]) for slug, name in BLOCKS.items()]


def neighbours(lessons: tuple[Lesson, ...], slug: str) -> tuple[Lesson | None, Lesson | None]:
    """The lesson before and the one after."""
    place = next(i for i, lesson in enumerate(lessons) if lesson.slug == slug)
    before = lessons[place - 1] if place else None
    return before, lessons[place + 1] if place + 1 < len(lessons) else None


def _rank(one: ModuleCard) -> tuple[int, int]:
    kind, _, number = one.code.partition("-")
    return _KINDS.index(kind), int(number)


def _lesson(payload: Mapping[str, Any]) -> Lesson:
    return Lesson(
        slug=payload["slug"],
        title=french(payload["titre"]),
        duration=payload["duree"],
        objectives=_texts(payload["objectifs"]),
        text=payload["corps"],
        digest=digest([payload["titre"], payload["corps"]]),
    )


def _texts(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(french(value) for value in values)


def _source(source: Mapping[str, Any]) -> Mapping[str, Any]:
    shown = {
        key: french(source[key]) for key in ("editeur", "titre", "note", "date_doc") if source[key]
    }
    return {**source, **shown}

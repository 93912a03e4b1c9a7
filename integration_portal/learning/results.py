"""A quiz told by objective: what is held, what is missed, which lesson to read again. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ..core.typography import french
from .presentation import Lesson, Module


class Answered(Protocol):
    place: int
    question_id: str
    points: float


@dataclass(frozen=True)
class Row:
    """A question of the quiz; ``number`` from 1. ``points`` None: not answered in time."""

    number: int
    text: str
    star: bool
    points: float | None
    lesson: Lesson | None

    @property
    def right(self) -> bool:
        return self.points == 1


@dataclass(frozen=True)
class Objective:
    """``rows`` of the quiz that ask about it."""

    text: str
    rows: tuple[Row, ...]

    @property
    def points(self) -> float:
        return sum(row.points or 0 for row in self.rows)


@dataclass(frozen=True)
class Result:
    """``percent`` is rounded down: 79,9 % is not 80 %."""

    percent: int
    objectives: tuple[Objective, ...]
    missed_stars: tuple[Row, ...]

    @property
    def lessons(self) -> list[Lesson]:
        """To read again, in the order of the module, once each."""
        rows = [row for one in self.objectives for row in one.rows if not row.right and row.lesson]
        found = {row.lesson.slug: row.lesson for row in rows if row.lesson}
        return [found[slug] for slug in sorted(found)]


def result_of(module: Module, drawn: Sequence[str], answers: Sequence[Answered]) -> Result:
    """``drawn``: ids in the order asked; ``answers``: those given."""
    given = {answer.place: answer.points for answer in answers}
    lessons = {lesson.slug: lesson for lesson in module.lessons}
    by_objective: dict[int, list[Row]] = {}
    for place, name in enumerate(drawn):
        question = module.questions[name]
        row = Row(
            place + 1, french(question["enonce"]), question["etoile"], given.get(place),
            lessons.get(question["lecon"]),
        )  # fmt: skip
        by_objective.setdefault(question["objectif"], []).append(row)
    objectives = tuple(
        Objective(module.objectives[number - 1], tuple(rows))
        for number, rows in sorted(by_objective.items())
    )
    rows = [row for one in objectives for row in one.rows]
    return Result(
        int(100 * sum(given.values()) / len(drawn) + 1e-9),
        objectives,
        tuple(row for row in rows if row.star and not row.right),
    )

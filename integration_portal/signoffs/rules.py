"""What a decision must respect. Pure."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.dates import day_words
from ..core.errors import RuleError
from .errors import MissingExplanationError, SafetyCriterionError
from .levels import Level

Criterion = Mapping[str, Any]
Levels = Mapping[str, int]


@dataclass(frozen=True)
class Redo:
    """« À reprendre »: what is missing, how to take it up again, and for when."""

    what: str
    how: str
    on: dt.date

    @property
    def complete(self) -> bool:
        return bool(self.what.strip() and self.how.strip())

    def words(self, comment: str = "") -> str:
        """As one text, ``comment`` last."""
        lines = [
            f"Ce qui manque : {self.what}",
            f"Comment le reprendre : {self.how}",
            f"Pour le {day_words(self.on, year=True)}.",
            comment,
        ]
        return "\n".join(line for line in lines if line.strip())

    def kept(self) -> dict[str, str]:
        """As the signed text keeps it."""
        return {"quoi": self.what, "comment": self.how, "quand": self.on.isoformat()}


def overall(criteria: Sequence[Criterion], levels: Levels) -> Level:
    """The level of a step is that of its weakest criterion: one gap is a gap."""
    return Level(min(levels[criterion["code"]] for criterion in criteria))


def find_fault(
    criteria: Sequence[Criterion], levels: Levels, *, validates: bool, redo: Redo | None = None
) -> RuleError | None:
    """Why this decision cannot be signed: a validation with a safety criterion below « acquis »,
    or a return that does not say what is missing, how and for when to take it up again."""
    if not validates:
        return None if redo is not None and redo.complete else MissingExplanationError()
    for criterion in criteria:
        if criterion["securite"] and levels[criterion["code"]] < Level.ACQUIRED:
            return SafetyCriterionError(criterion["texte"])
    return None

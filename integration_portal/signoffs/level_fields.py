"""One radio group per criterion, for the self-assessment and for the signature."""

from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from wtforms import RadioField
from wtforms.validators import InputRequired

from ..core.typography import french
from ..web.forms import GuardedForm
from .levels import Level

F = TypeVar("F", bound=GuardedForm)
CHOOSE = "Choisissez un niveau pour ce critère."
_GRADED = [level for level in Level if level is not Level.NOT_SEEN]
DECISION_CHOICES = [(str(int(level)), level.label.capitalize()) for level in _GRADED]
SELF_CHOICES = [
    (str(int(level)), f"{level.label.capitalize()} : {level.meaning}") for level in _GRADED
]


def levels_form(
    criteria: Sequence[Mapping[str, Any]], base: type[F], choices: Sequence[tuple[str, str]]
) -> type[F]:
    """A form class with one required level per criterion, before the fields of ``base``. The same
    criteria give the same class."""
    asked = tuple((one["code"], one["texte"], one["securite"]) for one in criteria)
    return cast("type[F]", _made(asked, cast("Hashable", base), tuple(choices)))


# Made once: a new class costs, and WTForms sorts its fields again. Some 4 kB each.
@lru_cache(maxsize=256)
def _made(
    criteria: tuple[tuple[str, str, bool], ...], base: Any, choices: tuple[Any, ...]
) -> type[Any]:
    fields: dict[str, Any] = {
        f"level_{code}": RadioField(
            french(("★ " if safety else "") + text),
            choices=choices,
            validators=[InputRequired(CHOOSE)],
        )
        for code, text, safety in criteria
    }
    return type("LevelsForm", (base,), fields)


def levels_of(form: GuardedForm, criteria: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Criterion code → chosen level."""
    return {c["code"]: int(form[f"level_{c['code']}"].data) for c in criteria}

"""« Où » in a form: a whole establishment, or one unit, as one value."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..core.actor import Scope
from ..core.errors import NotFoundError
from .models import Establishment, Unit

Choices = list[tuple[str, str]]


def place_choices(places: Sequence[Establishment], units: Iterable[Unit], scope: Scope) -> Choices:
    """A whole establishment is offered only when held as a whole. None is chosen beforehand."""
    found = [("", "Choisir un lieu")]
    by_place: dict[int, list[Unit]] = defaultdict(list)
    for unit in units:
        by_place[unit.establishment_id].append(unit)
    for place in places:
        suffix = f", {place.name}" if len(places) > 1 else ""
        if scope.covers(place.id, None):
            found.append((f"{place.id}:", f"Tout l’établissement{suffix}"))
        for unit in by_place[place.id]:
            found.append((f"{place.id}:{unit.id}", unit.name + suffix))
    return found


def read_place(value: str) -> tuple[int, int | None]:
    """(establishment id, unit id or None). Raises NotFoundError on anything else."""
    establishment, _, unit = value.partition(":")
    if not establishment.isdecimal() or (unit and not unit.isdecimal()):
        raise NotFoundError
    return int(establishment), int(unit) if unit else None

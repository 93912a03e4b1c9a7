"""« Où » in a form: a whole establishment, or one unit, as one value."""

from collections.abc import Iterable

from ..core.actor import Scope
from ..core.errors import NotFoundError
from .models import Establishment, Unit

Choices = dict[str, list[tuple[str, str]]]


def place_choices(
    establishments: Iterable[Establishment], units: Iterable[Unit], scope: Scope
) -> Choices:
    """Grouped by establishment; a whole one is offered only when held as a whole."""
    found: Choices = {}
    by_place: dict[int, list[tuple[str, str]]] = {}
    for unit in units:
        value = f"{unit.establishment_id}:{unit.id}"
        by_place.setdefault(unit.establishment_id, []).append((value, unit.name))
    for place in establishments:
        whole = [(f"{place.id}:", "Tout l’établissement")] if scope.covers(place.id, None) else []
        found[place.name] = whole + by_place.get(place.id, [])
    return found


def read_place(value: str) -> tuple[int, int | None]:
    """(establishment id, unit id or None). Raises NotFoundError on anything else."""
    establishment, _, unit = value.partition(":")
    if not establishment.isdecimal() or (unit and not unit.isdecimal()):
        raise NotFoundError
    return int(establishment), int(unit) if unit else None

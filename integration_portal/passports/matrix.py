"""People × units, filtered as the address says. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.folding import fold
from .queries import Line
from .rules import State


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; "" or None: everything."""

    words: str = ""
    unit_id: int | None = None
    state: State | None = None


@dataclass(frozen=True)
class Row:
    """One person. ``cells``: her passport in each unit of the table, None where she has none."""

    holder: str
    cells: tuple[Line | None, ...]


@dataclass(frozen=True)
class Matrix:
    units: tuple[tuple[int, str], ...]
    rows: tuple[Row, ...]


def units_of(lines: Iterable[Line]) -> list[tuple[int, str]]:
    """The units where somebody has a passport, by name."""
    found = {line.unit_id: line.unit for line in lines}
    return sorted(found.items(), key=lambda one: fold(one[1]))


def matrix(lines: Sequence[Line], asked: Asked) -> Matrix:
    """``state`` keeps the people who have it in one of the units shown."""
    units = [one for one in units_of(lines) if asked.unit_id in {None, one[0]}]
    people: dict[int, dict[int, Line]] = {}
    for line in lines:
        people.setdefault(line.holder_id, {})[line.unit_id] = line
    rows = [_row(mine, units) for mine in people.values()]
    return Matrix(tuple(units), tuple(row for row in rows if _kept(row, asked)))


def _row(mine: Mapping[int, Line], units: Sequence[tuple[int, str]]) -> Row:
    name = next(iter(mine.values())).holder
    return Row(name, tuple(mine.get(unit_id) for unit_id, _ in units))


def _kept(row: Row, asked: Asked) -> bool:
    held = [cell for cell in row.cells if cell is not None]
    if asked.state is None:
        shown = bool(held)
    elif asked.state is State.NONE:
        shown = len(held) < len(row.cells)
    else:
        shown = any(cell.standing.state is asked.state for cell in held)
    return shown and (not asked.words or fold(asked.words) in fold(row.holder))

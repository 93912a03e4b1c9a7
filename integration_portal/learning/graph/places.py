"""Where the turns of each row stand from left to right, so that few arrows cross. Pure."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from .rows import Arrow, Node, NodeKind, Simulation, rows_of

WIDTHS: Mapping[NodeKind, int] = {"turn": 186, "marker": 150, "bend": 12}
GAP = 20
_SWEEPS = 12
_Ties = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Layout:
    """``middles``: the middle of each node, from 0 at the far left; ``width``: of the widest row."""

    rows: tuple[tuple[Node, ...], ...]
    middles: Mapping[str, float]
    arrows: tuple[Arrow, ...]
    width: float


def lay_out(simulation: Simulation) -> Layout:
    """The whole picture; the same simulation always gives the same one."""
    rows, arrows = rows_of(simulation)
    above, below = _ties(arrows)
    for row, other, ties in _sweeps(rows, above, below):
        _untangle(row, other, ties)
    width = max(_packed(row) for row in rows)
    middles: dict[str, float] = {}
    for row in rows:
        middles |= _spread(row, dict.fromkeys((node.key for node in row), width / 2), width)
    for row, _, ties in _sweeps(rows, above, below):
        wanted = {
            node.key: _mean([middles[key] for key in ties.get(node.key, ())], middles[node.key])
            for node in row
        }
        middles |= _spread(row, wanted, width)
    return Layout(tuple(map(tuple, rows)), middles, tuple(arrows), width)


def _ties(arrows: Sequence[Arrow]) -> tuple[_Ties, _Ties]:
    """(those just above each node, those just below it)."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for arrow in arrows:
        for high, low in zip(arrow.path, arrow.path[1:], strict=False):
            above.setdefault(low, []).append(high)
            below.setdefault(high, []).append(low)
    return above, below


def _sweeps(
    rows: Sequence[list[Node]], above: _Ties, below: _Ties
) -> Iterator[tuple[list[Node], list[Node], _Ties]]:
    """(row, the one it follows, its ties there), down then up, a few times; down at last."""
    for _ in range(_SWEEPS):
        for high, low in reversed(list(itertools.pairwise(rows))):
            yield high, low, below
        for high, low in itertools.pairwise(rows):
            yield low, high, above


def _untangle(row: list[Node], other: Sequence[Node], ties: _Ties) -> None:
    """Put each node of a row in the order of those it is tied to."""
    places = {node.key: float(place) for place, node in enumerate(other)}
    wanted = {
        node.key: _mean([places[key] for key in ties.get(node.key, ())], float(place))
        for place, node in enumerate(row)
    }
    row.sort(key=lambda node: wanted[node.key])


def _spread(
    row: Sequence[Node], wanted: Mapping[str, float], width: float
) -> Iterator[tuple[str, float]]:
    """(node, its middle): as near as can be to what is wanted, in order, never one over another."""
    steps = [_apart(one, two) for one, two in itertools.pairwise(row)]
    aims = [wanted[node.key] for node in row]
    right = _pushed(aims, steps)
    left = [-x for x in _pushed([-aim for aim in aims[::-1]], steps[::-1])][::-1]
    places = [(one + two) / 2 for one, two in zip(right, left, strict=True)]
    edge = width - WIDTHS[row[-1].kind] / 2
    ends = [-x for x in places[::-1]]
    ends[0] = max(ends[0], -edge)
    places = [-x for x in _pushed(ends, steps[::-1])][::-1]
    places[0] = max(places[0], WIDTHS[row[0].kind] / 2)
    return zip((node.key for node in row), _pushed(places, steps), strict=True)


def _pushed(aims: Sequence[float], steps: Sequence[float]) -> list[float]:
    """Each at its aim, or just as far after the one before it as its step says."""
    places = [aims[0]]
    for aim, step in zip(aims[1:], steps, strict=True):
        places.append(max(aim, places[-1] + step))
    return places


def _apart(one: Node, two: Node) -> float:
    return (WIDTHS[one.kind] + WIDTHS[two.kind]) / 2 + GAP


def _packed(row: Sequence[Node]) -> float:
    return sum(WIDTHS[node.kind] for node in row) + GAP * (len(row) - 1)


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise

"""In which row of its picture each turn of a simulation stands, and what the arrows go through. Pure.

A turn is in the row of its longest path from the start. A way back, or one that jumps over many rows,
is not drawn across the picture: it ends at a marker that names where it goes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Simulation = Mapping[str, Any]
LinkKind = Literal["expected", "star", "plain"]
NodeKind = Literal["turn", "marker", "bend"]

LONGEST_JUMP = 3
WIDEST = 5  # turns in a row, beyond which the ends go one row further down


@dataclass(frozen=True)
class Link:
    """What leads from a turn to another. ``numbers``: choices, from 1; ``sometimes``: on a condition."""

    source: str
    target: str
    kind: LinkKind
    numbers: tuple[int, ...]
    sometimes: bool


@dataclass(frozen=True)
class Node:
    """``key``: the turn itself, or its own name for a marker (of turn ``goes_to``) or a bend."""

    key: str
    kind: NodeKind
    goes_to: str = ""
    back: bool = False


@dataclass(frozen=True)
class Arrow:
    """A link and the nodes it passes through, its two ends included."""

    link: Link
    path: tuple[str, ...]


def links(simulation: Simulation) -> list[Link]:
    """Every link, those of one turn to one other in the same way as one."""
    found: dict[tuple[str, str, LinkKind, bool], list[int]] = {}
    for turn in simulation["tours"]:
        for number, choice in enumerate(turn["choix"], 1):
            for target, conditions in ways(choice):
                key = (turn["id"], target, _kind(choice), bool(conditions))
                found.setdefault(key, []).append(number)
    return [
        Link(source, target, kind, tuple(dict.fromkeys(numbers)), sometimes)
        for (source, target, kind, sometimes), numbers in found.items()
    ]


def ways(choice: Mapping[str, Any]) -> list[tuple[str, tuple[str, ...]]]:
    """(where it leads, on which conditions): those that offer the choice, then those of its way.
    The last way has none of its own."""
    if isinstance(choice["vers"], str):
        return [(choice["vers"], tuple(choice["si"]))]
    return [(way["vers"], (*choice["si"], *way["si"])) for way in choice["vers"]]


def rows_of(simulation: Simulation) -> tuple[list[list[Node]], list[Arrow]]:
    """The rows from the start down, and the arrows with their markers and bends in these rows."""
    found = links(simulation)
    order, backwards = _walk(simulation["depart"], found)
    ranks = _ranks(order, [link for link in found if link not in backwards])
    rows: list[list[Node]] = [[] for _ in range(max(ranks.values()) + 2)]
    for turn in order:
        rows[ranks[turn]].append(Node(turn, "turn"))
    arrows = []
    for link in found:
        path = [link.source]
        for rank, node in _passes(link, ranks, back=link in backwards):
            if node not in rows[rank]:
                rows[rank].append(node)
            path.append(node.key)
        arrows.append(Arrow(link, tuple(path)))
    return [row for row in rows if row], arrows


def _kind(choice: Mapping[str, Any]) -> LinkKind:
    if choice["etoile"]:
        return "star"
    return "expected" if choice["attendu"] else "plain"


def _walk(begin: str, found: Sequence[Link]) -> tuple[list[str], set[Link]]:
    """(turns, each after those that lead to it, ways back apart; the links that go back)."""
    after: dict[str, list[Link]] = {}
    for link in found:
        after.setdefault(link.source, []).append(link)
    done: list[str] = []
    backwards: set[Link] = set()
    path = [(begin, iter(after.get(begin, ())))]
    seen = {begin}
    while path:
        _, left = path[-1]
        taken = next(left, None)
        if taken is None:
            done.append(path.pop()[0])
        elif taken.target not in seen:
            seen.add(taken.target)
            path.append((taken.target, iter(after.get(taken.target, ()))))
        elif any(taken.target == open_turn for open_turn, _ in path):
            backwards.add(taken)
    return done[::-1], backwards


def _ranks(order: Sequence[str], forward: Sequence[Link]) -> dict[str, int]:
    ranks = dict.fromkeys(order, 0)
    for turn in order:
        for link in forward:
            if link.source == turn:
                ranks[link.target] = max(ranks[link.target], ranks[turn] + 1)
    leading = {link.source for link in forward}
    rank = 0
    while rank <= max(ranks.values()):
        row = [turn for turn in order if ranks[turn] == rank]
        ends = [turn for turn in row if turn not in leading]
        for turn in ends[max(0, WIDEST - (len(row) - len(ends))) :]:
            ranks[turn] += 1
        rank += 1
    return ranks


def _passes(link: Link, ranks: Mapping[str, int], *, back: bool) -> Iterator[tuple[int, Node]]:
    """(row, node) of what an arrow passes through after its source."""
    start, end = ranks[link.source], ranks[link.target]
    if back or end - start > LONGEST_JUMP:
        key = f"{link.source} → {link.target}"
        yield start + 1, Node(key, "marker", link.target, back)
        return
    for rank in range(start + 1, end):
        yield rank, Node(f"{link.source} → {link.target} {link.kind} {rank}", "bend")
    yield end, Node(link.target, "turn")

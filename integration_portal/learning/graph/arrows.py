"""The arrows of the picture of a simulation: a line by kind of choice, its numbers where it leaves."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from .places import WIDTHS, Layout
from .rows import Arrow, Link, LinkKind
from .shapes import DANGER, HEIGHT, INK, MUTED, PAPER, number

STEP = 132
CROWD = 3
LINES: Mapping[LinkKind, str] = {
    "plain": f'stroke="{MUTED}" stroke-width="1.2" marker-end="url(#pointe)"',
    "star": f'stroke="{DANGER}" stroke-width="1.7" stroke-dasharray="6 4" marker-end="url(#pointe-etoile)"',
    "expected": f'stroke="{INK}" stroke-width="3.2" marker-end="url(#pointe)"',
}
_ORDER = tuple(LINES)


def heads() -> str:
    """The points of the arrows, drawn once."""
    shapes = [
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="10" markerHeight="10" '
        f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0L8 4L0 8z" fill="{colour}"/></marker>'
        for name, colour in (("pointe", INK), ("pointe-etoile", DANGER))
    ]
    return f"<defs>{''.join(shapes)}</defs>"


def arrows(layout: Layout) -> Iterator[str]:
    """Every line, the expected ones over the others, then what is written on them."""
    tops = {node.key: rank * STEP for rank, row in enumerate(layout.rows) for node in row}
    leaves, arrives = _ports(layout, leaving=True), _ports(layout, leaving=False)
    for one in sorted(layout.arrows, key=lambda arrow: _ORDER.index(arrow.link.kind)):
        bends = [(layout.middles[key], tops[key] + HEIGHT / 2) for key in one.path[1:-1]]
        start = (leaves[one], tops[one.path[0]] + HEIGHT)
        end = (arrives[one], tops[one.path[-1]] - 1.0)
        yield f'<path d="{_curve([start, *bends, end])}" fill="none" {LINES[one.link.kind]}/>'
    for one, lower in _labelled(layout.arrows, leaves):
        y = tops[one.path[0]] + HEIGHT + (29 if lower else 15)
        yield _label(one.link, leaves[one], y)


def _ports(layout: Layout, *, leaving: bool) -> dict[Arrow, float]:
    """Where each arrow touches its turn: side by side, in the order of where they come from or go."""
    side, near = (0, 1) if leaving else (-1, -2)
    kinds = {node.key: node.kind for row in layout.rows for node in row}
    touching: dict[str, list[Arrow]] = {}
    for one in layout.arrows:
        touching.setdefault(one.path[side], []).append(one)
    ports: dict[Arrow, float] = {}
    for key, found in touching.items():
        found.sort(key=lambda arrow: layout.middles[arrow.path[near]])
        width = WIDTHS[kinds[key]] - 24
        for place, one in enumerate(found):
            share = (place + 0.5) / len(found) - 0.5
            ports[one] = layout.middles[key] + share * width
    return ports


def _labelled(
    found: Sequence[Arrow], leaves: Mapping[Arrow, float]
) -> Iterator[tuple[Arrow, bool]]:
    """(arrow, whether its words go a line lower: every other one, where many leave a turn). Words
    that would stand beside the same ones are left out."""
    beside: dict[str, list[Arrow]] = {}
    for one in found:
        beside.setdefault(one.link.source, []).append(one)
    for ones in beside.values():
        ones.sort(key=lambda arrow: leaves[arrow])
        shown: list[Arrow] = []
        for one in ones:
            if shown and _words(one.link) == _words(shown[-1].link) and len(ones) > CROWD:
                continue
            shown.append(one)
            yield one, len(ones) > CROWD and len(shown) % 2 == 0


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A smooth line down through the points."""
    (x, y), *rest = points
    steps = [f"M{number(x)} {number(y)}"]
    for to_x, to_y in rest:
        half = (to_y - y) / 2
        steps.append(
            f"C{number(x)} {number(y + half)} {number(to_x)} {number(to_y - half)} "
            f"{number(to_x)} {number(to_y)}"
        )
        x, y = to_x, to_y
    return "".join(steps)


def _words(link: Link) -> str:
    numbers = ", ".join(map(str, link.numbers))
    return f"{numbers}{' ★' if link.kind == 'star' else ''}{' si' if link.sometimes else ''}"


def _label(link: Link, x: float, y: float) -> str:
    colour = DANGER if link.kind == "star" else INK
    return (
        f'<text x="{number(x)}" y="{number(y)}" fill="{colour}" stroke="{PAPER}" stroke-width="4" '
        f'paint-order="stroke" font-weight="700" text-anchor="middle">{escape(_words(link))}</text>'
    )

"""What the picture of a simulation is made of: turns, ends, markers, texts, as SVG elements."""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from ...core.typography import french
from ..endings import ENDINGS
from .places import WIDTHS
from .rows import Node

INK, MUTED, PAPER, DANGER = "#182125", "#454f52", "#fdfcf8", "#a20f2b"
HEIGHT, MARKER_HEIGHT = 66, 28
# The fill and the line of each end; its shape and its word say the same without colour.
_COLOURS = {
    "reussie": ("#d9ecec", "#0b5160"),
    "a-reprendre": ("#fbf0cc", "#7a5300"),
    "danger": ("#fbe8e8", DANGER),
}


def number(value: float) -> str:
    """One decimal at most: the same text on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float, y: float, words: str, *, colour: str = INK, bold: bool = False, anchor: str = "middle"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" fill="{colour}"{weight} '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def cut(words: str, length: int) -> str:
    return words if len(words) <= length else words[: length - 1] + "…"


def turn(one: Mapping[str, Any], x: float, y: float) -> Iterator[str]:
    """A turn or an end, its name and its first words, from its top left corner."""
    ending, middle = one["fin"], x + WIDTHS["turn"] / 2
    yield shape(ending, x, y, WIDTHS["turn"], HEIGHT)
    said = one["titre"] if ending else one["dit"] or one["scene"]
    lines = textwrap.wrap(said, 27, max_lines=1 if ending else 2, placeholder=" …")
    lines = [ENDINGS[ending].sign if ending else "", cut(one["id"], 25), *map(french, lines)]
    for place, line in enumerate(filter(None, lines)):
        yield text(
            middle, y + 20 + 17 * place, line, bold=not place, colour=MUTED if place else INK
        )


def shape(ending: str | None, x: float, y: float, width: float, height: float) -> str:
    """A turn is a box; an end is round when it went well, slanted to do again, cut when in danger."""
    fill, line = _COLOURS.get(ending or "", ("#ffffff", MUTED))
    paint = f'fill="{fill}" stroke="{line}" stroke-width="{2.2 if ending else 1.2}"'
    if ending == "danger":
        return _polygon(_cut_corners(x, y, width, height, 13), paint)
    if ending == "a-reprendre":
        slanted = [(x + 7, y), (x + width + 7, y), (x + width - 7, y + height), (x - 7, y + height)]
        return _polygon(slanted, paint)
    return _box(x, y, width, height, height / 2 if ending else 5, paint)


def marker(node: Node, x: float, y: float) -> Iterator[str]:
    """Where an arrow goes that is not drawn to its end: up for a way back, else further down."""
    dashes = ' stroke-dasharray="2 3"' if node.back else ""
    paint = f'fill="#f5eee1" stroke="{MUTED}"{dashes}'
    yield _box(x, y, WIDTHS["marker"], MARKER_HEIGHT, 14, paint)
    words = f"{'↑' if node.back else '↓'} {cut(node.goes_to, 20)}"
    yield text(x + WIDTHS["marker"] / 2, y + 19, words)


def _cut_corners(
    x: float, y: float, width: float, height: float, by: float
) -> Sequence[tuple[float, float]]:
    right, low = x + width, y + height
    return [
        (x + by, y), (right - by, y), (right, y + by), (right, low - by),
        (right - by, low), (x + by, low), (x, low - by), (x, y + by),
    ]  # fmt: skip


def _box(x: float, y: float, width: float, height: float, radius: float, paint: str) -> str:
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place} rx="{number(radius)}" {paint}/>'


def _polygon(corners: Sequence[tuple[float, float]], paint: str) -> str:
    points = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon points="{points}" {paint}/>'

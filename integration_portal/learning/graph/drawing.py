"""The picture of a simulation: SVG text that needs nothing else, the same bytes for the same one."""

from collections.abc import Iterator
from html import escape

from ...core.typography import french
from ..endings import ENDINGS
from .arrows import LINES, STEP, arrows, heads
from .places import WIDTHS, Layout, lay_out
from .rows import LinkKind, Node, Simulation
from .shapes import HEIGHT, INK, PAPER, marker, number, shape, text, turn

_MARGIN, _LEGEND, _NARROWEST = 20, 96, 900
_FONT = "Atkinson Hyperlegible Next, Hyperlegible, Segoe UI, Helvetica Neue, Arial, sans-serif"
_KINDS: tuple[tuple[LinkKind, str], ...] = (
    ("expected", "choix attendu"),
    ("star", "erreur ★ de sécurité"),
    ("plain", "autre choix"),
)


def draw(simulation: Simulation) -> str:
    """The whole picture, its legend on top."""
    layout = lay_out(simulation)
    width = max(layout.width, _NARROWEST) + 2 * _MARGIN
    height = _LEGEND + STEP * (len(layout.rows) - 1) + HEIGHT + 2 * _MARGIN
    size = f'width="{number(width)}" height="{number(height)}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(width)} {number(height)}" '
        f'{size} role="img" aria-labelledby="graphe-titre" font-family="{_FONT}" font-size="13">',
        f'<title id="graphe-titre">{escape(_title(simulation))}</title>',
        heads(),
        f'<rect {size} fill="{PAPER}"/>',
        *_legend(),
        f'<g transform="translate({number((width - layout.width) / 2)} {_LEGEND + _MARGIN})">',
        *arrows(layout),
        *_nodes(simulation, layout),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _title(simulation: Simulation) -> str:
    return french(f"Graphe de la mise en situation : {simulation['titre']}")


def _nodes(simulation: Simulation, layout: Layout) -> Iterator[str]:
    turns = {one["id"]: one for one in simulation["tours"]}
    for rank, row in enumerate(layout.rows):
        for node in row:
            x = layout.middles[node.key] - WIDTHS[node.kind] / 2
            if node.kind == "turn":
                yield from turn(turns[node.key], x, rank * STEP)
            elif node.kind == "marker":
                yield from marker(node, x, rank * STEP)


def _legend() -> Iterator[str]:
    """Arrows, then ends and markers."""
    for place, (kind, words) in enumerate(_KINDS):
        x = _MARGIN + place * 200
        yield f'<path d="M{x} 26h46" fill="none" {LINES[kind]}/>'
        yield text(x + 56, 30, words, anchor="start")
    yield text(
        _MARGIN + 600, 30, french("1, 2… : numéro du choix ; si : sous condition"), anchor="start"
    )
    for place, (ending, named) in enumerate(ENDINGS.items()):
        x = _MARGIN + place * 160
        yield shape(ending, x + 7, 52, 120, 30)
        yield text(x + 67, 72, named.sign, bold=True)
    for place, words in enumerate(("un tour plus bas", "un retour")):
        x = _MARGIN + 500 + place * 190
        yield from marker(Node("", "marker", words, back=bool(place)), x, 53)
    yield f'<path d="M{_MARGIN} 96h{_NARROWEST}" stroke="{INK}" stroke-width=".6"/>'

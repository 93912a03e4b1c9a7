"""The HTML of a lesson: free text and typed blocks, each in one place. Pure.

``slot`` gives the HTML of what the page alone knows: a question asked inline, the card of a fiche,
the address of a figure.
"""

from collections.abc import Callable
from html import escape

from ..content import blocks
from ..content.blocks import BlockKind, Piece
from ..core.markdown import render
from ..core.typography import french

# (kind, argument) → HTML, "" when the page has nothing to show there.
Slot = Callable[[BlockKind, str], str]
WORDS: dict[BlockKind, str] = {
    "objectif": "Objectif",
    "regle": "Règle",
    "exemple": "Exemple",
    "piege": "Piège",
    "retenir": "À retenir",
    "vocabulaire": "Vocabulaire",
    "dialogue": "Dialogue",
    "fiche": "Fiche réflexe",
    "question": "À vous",
}


def lesson_html(text: str, slot: Slot) -> str:
    """The whole lesson. Its text was checked when it was loaded: see ``content.modules``."""
    return "\n".join(_piece(piece, slot) for piece in blocks.split(text))


def _piece(piece: Piece, slot: Slot) -> str:
    if piece.kind is None:
        return render(piece.text)
    if piece.kind == "figure":
        return _figure(piece, slot)
    if piece.kind == "fiche":
        return _box(piece.kind, "", render(piece.text) + slot("fiche", piece.argument))
    if piece.kind == "question":
        asked = slot("question", piece.argument)
        return _box(piece.kind, "", asked) if asked else ""
    return _box(piece.kind, piece.argument, render(piece.text))


def _box(kind: BlockKind, title: str, body: str) -> str:
    """Told by its word first: colour and icon only repeat it."""
    named = f'<span class="block-title">{escape(french(title))}</span>' if title else ""
    word = f'<p class="block-word"><b>{WORDS[kind]}</b>{named}</p>'
    return f'<div class="block block-{kind}">{word}{body}</div>'


def _figure(piece: Piece, slot: Slot) -> str:
    """``::: figure dessin.svg Ce que le dessin montre``: the rest of the line is read instead."""
    name, _, shown = piece.argument.partition(" ")
    alt = escape(french(shown), quote=True)
    legend = f"<figcaption>{render(piece.text)}</figcaption>" if piece.text else ""
    return f'<figure class="block-figure"><img src="{slot("figure", name)}" alt="{alt}">{legend}</figure>'

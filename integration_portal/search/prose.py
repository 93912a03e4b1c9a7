"""The bare sentences of a Markdown text: what a search may find in it, and show. Pure."""

import re
from collections.abc import Iterator

# ``::: piege Le nom d'usage`` keeps its title; a block that names a fiche, a question or a figure
# shows that thing, and ``:::`` alone closes.
_BLOCK = re.compile(r"^::: *(?:(?:fiche|question|figure)\b.*|[a-z]*)")
_TABLE_RULE = re.compile(r"^\|[\s:|-]+$")
_OPENING = re.compile(r"^(?:#{1,6} |> ?|[-*+] |\d+[.)] )+")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*`]+|(?<!\w)_+|_+(?!\w)")
_CELLS = re.compile(r"(?:^\||\s*\|\s*)")


def bare_lines(markdown: str) -> Iterator[str]:
    """One line a paragraph, a list item or a row of a table, without its marks."""
    for line in markdown.splitlines():
        if not _TABLE_RULE.match(line):
            text = _OPENING.sub("", _BLOCK.sub("", line.strip()).strip())
            if text.startswith("|"):
                text = " ; ".join(cell for cell in _CELLS.split(text) if cell)
            text = _MARKS.sub("", _LINK.sub(r"\1", text)).strip()
            if text:
                yield text

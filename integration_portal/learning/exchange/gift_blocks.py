"""A GIFT file cut into its questions, with the line of each and the comments above it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .keeping import kept_in

_CATEGORY = re.compile(r"\s*\$CATEGORY:")


@dataclass(frozen=True)
class Block:
    """``line``: where its text starts, from 1; ``kept``: what our own comment says."""

    line: int
    text: str
    kept: Mapping[str, Any]
    category: bool = False


def blocks_of(text: str) -> Iterator[Block]:
    """Blank lines part the questions; comments and categories are not questions."""
    lines: list[tuple[int, str]] = []
    for number, line in enumerate([*_lines(text), ""], 1):
        if line.strip():
            lines.append((number, line))
        elif lines:
            yield _block(lines)
            lines = []


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _block(lines: list[tuple[int, str]]) -> Block:
    kept: dict[str, Any] = {}
    said = []
    for number, line in lines:
        if line.lstrip().startswith("//"):
            kept |= kept_in(line)
        else:
            said.append((number, line))
    asked = [(number, line) for number, line in said if not _CATEGORY.match(line)]
    first = (asked or lines)[0][0]
    return Block(first, "\n".join(line for _, line in asked), kept, len(asked) < len(said))

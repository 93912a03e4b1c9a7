"""Typed blocks of a lesson: ``::: regle`` … ``:::``. Splits a text into its pieces; pure.

::: piege Le nom d'usage
Le texte du bloc, en Markdown.
:::
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, cast, get_args

BlockKind = Literal[
    "objectif",
    "regle",
    "exemple",
    "piege",
    "retenir",
    "vocabulaire",
    "dialogue",
    "fiche",
    "question",
    "figure",
]
KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
_NAMES_SOMETHING = {"fiche", "question", "figure"}
_OPEN = re.compile(r"^::: *([^\s:]*) *(.*?) *$")


@dataclass(frozen=True)
class Piece:
    """Free text (``kind`` is None) or a block. ``argument``: what follows its name on the line;
    ``line``: where the block opens, from 1."""

    kind: BlockKind | None
    argument: str
    text: str
    line: int = 1


class BlockError(Exception):
    """``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def split(text: str) -> list[Piece]:
    """The pieces in order. Raises BlockError."""
    return list(_pieces(text.split("\n")))


def _pieces(lines: list[str]) -> Iterator[Piece]:
    free: list[str] = []
    place = 0
    while place < len(lines):
        if not lines[place].startswith(":::"):
            free.append(lines[place])
            place += 1
            continue
        yield from _free(free)
        free = []
        end = _end(lines, place)
        kind, argument = _opening(lines[place], place + 1)
        yield Piece(kind, argument, "\n".join(lines[place + 1 : end]).strip(), place + 1)
        place = end + 1
    yield from _free(free)


def _free(lines: list[str]) -> Iterator[Piece]:
    text = "\n".join(lines).strip()
    if text:
        yield Piece(None, "", text)


def _end(lines: list[str], place: int) -> int:
    for number in range(place + 1, len(lines)):
        if lines[number].startswith(":::"):
            if lines[number].strip() == ":::":
                return number
            break
    raise BlockError(place + 1, "Ce bloc n'est pas fermé : ajoutez une ligne « ::: ».")


def _opening(line: str, number: int) -> tuple[BlockKind, str]:
    found = cast("re.Match[str]", _OPEN.match(line))
    kind, argument = found[1], found[2]
    if kind not in KINDS:
        known = ", ".join(KINDS)
        raise BlockError(number, f"Bloc inconnu « {kind} ». Blocs admis : {known}.")
    if kind in _NAMES_SOMETHING and not argument:
        raise BlockError(number, f"Le bloc « {kind} » nomme ce qu'il montre, sur la même ligne.")
    return cast("BlockKind", kind), argument

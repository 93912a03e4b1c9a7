"""What changed between two texts of a fiche, section by section, in words. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from .sections import TITLES, lines

Payload = Mapping[str, Any]
_WORD = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
# Two lines with less in common than this read better as one removed and one added.
_ALIKE = 0.4


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Mark(StrEnum):
    """What became of some words of a changed line."""

    SAME = "same"
    ADDED = "ins"
    REMOVED = "del"


@dataclass(frozen=True)
class Piece:
    """Words that share one fate. Plain text: the template escapes and marks it."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True)
class Line:
    """One sentence of a section, and what became of it."""

    change: Change
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.mark is not Mark.ADDED)

    @property
    def after(self) -> str:
        return "".join(piece.text for piece in self.pieces if piece.mark is not Mark.REMOVED)


@dataclass(frozen=True)
class Section:
    title: str
    lines: tuple[Line, ...]


# Values differ, no word does: two different hashes never show an empty difference.
_SAME_WORDS = (Line(Change.CHANGED, (Piece("Mise en forme, sans un mot changé."),)),)


def differences(before: Payload, after: Payload) -> tuple[Section, ...]:
    """The sections that differ, in the order of the page. Empty: the texts are the same."""
    keys = [*TITLES, *sorted((before.keys() | after.keys()) - TITLES.keys())]
    differing = [key for key in keys if before.get(key) != after.get(key)]
    sections = [_section(key, before.get(key), after.get(key)) for key in differing]
    in_words = tuple(section for section in sections if section.lines)
    if sections and not in_words:
        return (Section(sections[0].title, _SAME_WORDS),)
    return in_words


def _section(key: str, before: Any, after: Any) -> Section:
    changed = tuple(_compare(lines(key, before), lines(key, after)))
    return Section(TITLES.get(key, key.replace("_", " ").capitalize()), changed)


def _compare(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, False).get_opcodes():
        if tag != "equal":
            yield from _pair(list(before[i1:i2]), list(after[j1:j2]))


def _pair(before: list[str], after: list[str]) -> Iterator[Line]:
    """Each new line beside the old one it most resembles, the others alone. Order: the new."""
    for new in after:
        old = max(before, key=lambda one: _likeness(one, new), default=None)
        if old is None or _likeness(old, new) < _ALIKE:
            yield Line(Change.ADDED, (Piece(new, Mark.ADDED),))
            continue
        before.remove(old)
        yield Line(Change.CHANGED, words_between(old, new))
    for old in before:
        yield Line(Change.REMOVED, (Piece(old, Mark.REMOVED),))


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _WORD.findall(one), _WORD.findall(other), False).ratio()


def words_between(before: str, after: str) -> tuple[Piece, ...]:
    """The line in pieces: words kept, taken away, put in."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    pieces: list[Piece] = []
    gone, come = "", ""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, False).get_opcodes():
        kept = "".join(old[i1:i2])
        if tag == "equal" and (kept.strip() or not (gone or come)):
            pieces += [*_changed(gone, come), Piece(kept)]
            gone, come = "", ""
        else:  # a space alone between two changes belongs to them
            gone, come = gone + kept, come + "".join(new[j1:j2])
    return (*pieces, *_changed(gone, come))


def _changed(gone: str, come: str) -> Iterator[Piece]:
    if gone == come:
        return
    if gone:
        yield Piece(gone, Mark.REMOVED)
    if come:
        yield Piece(come, Mark.ADDED)

"""What each line of a page says, as the index keeps it: which lines hold a term, what a line is.

Read for some thirty pages at each query: a page is three values, not a thousand. A number is one
character, ``chr(48 + number)``; a line is three: its place, its level, how many terms it says.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import orjson

from .documents import WEIGHTS, Line
from .ideas import Ideas
from .words import denied, split_all, telling_stem

_ZERO = 48
_PLACES = tuple(WEIGHTS)
_LEVELS = ("", "U0", "U1", "U2", "U3")
_WEIGHT_OF = {chr(_ZERO + code): WEIGHTS[place] for code, place in enumerate(_PLACES)}


class Terms(NamedTuple):
    """The terms of a line, each once: its stems and denials, ``size`` of them, then its ideas."""

    terms: tuple[str, ...]
    size: int


def terms_of(words: Sequence[str], ideas: Ideas) -> Terms:
    """Of the folded words of a line."""
    stems = [one for word in words if (one := telling_stem(word))]
    found = dict.fromkeys([*stems, *denied(words)])
    size = len(found)
    told = [*ideas.of_figures(words), *ideas.of_stems(stems)]
    for one in stems:
        told += ideas.of_stem(one)
    found.update(dict.fromkeys(told))
    return Terms(tuple(found), size)


class LineReader:
    """The lines of one update: the texts of a hospital's units repeat most of those they stand on,
    each is read once."""

    def __init__(self, ideas: Ideas) -> None:
        self.ideas = ideas
        self._words: set[str] = set()
        self._read: dict[str, Terms] = {}

    def terms(self, texts: Sequence[str]) -> list[Terms]:
        """The terms of each line."""
        new = [text for text in dict.fromkeys(texts) if text not in self._read]
        for text, words in zip(new, split_all(new), strict=True):
            self._words.update(words)
            self._read[text] = terms_of(words, self.ideas)
        return [self._read[text] for text in texts]

    def new_words(self) -> Iterator[tuple[str, str]]:
        """Every telling word read so far, with its stem."""
        return ((word, one) for word in self._words if (one := telling_stem(word)))


class Postings(NamedTuple):
    """``held``: the lines that hold each term; read them with ``lines_of`` and ``line``."""

    priority: int
    held: Mapping[str, str]
    lines: str

    def lines_of(self, term: str) -> list[int]:
        """Numbers of the lines that hold a term, none when it is not there."""
        return [ord(char) - _ZERO for char in self.held.get(term, "")]

    def weight(self, number: int) -> float:
        """What the place of a line is worth."""
        return _WEIGHT_OF[self.lines[3 * number]]

    def line(self, number: int) -> tuple[str, str, int]:
        """Place, level, and how many terms the line says."""
        place, level, size = map(ord, self.lines[3 * number : 3 * number + 3])
        return _PLACES[place - _ZERO], _LEVELS[level - _ZERO], size - _ZERO


def encode(priority: int, lines: Sequence[Line], terms_by_line: Sequence[Terms]) -> bytes:
    """The postings of a page as the index keeps them."""
    held: dict[str, list[str]] = defaultdict(list)
    codes = []
    for number, (line, read) in enumerate(zip(lines, terms_by_line, strict=True)):
        for term in read.terms:
            held[term].append(chr(_ZERO + number))
        place, level = _PLACES.index(line.place), _LEVELS.index(line.level)
        codes += [chr(_ZERO + place), chr(_ZERO + level), chr(_ZERO + read.size)]
    joined = {term: "".join(numbers) for term, numbers in held.items()}
    return orjson.dumps((priority, joined, "".join(codes)))


def decode(raw: bytes) -> Postings:
    return Postings(*orjson.loads(raw))

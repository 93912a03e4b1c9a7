"""Find a text by anybody's words: the caller's, the letter's, a title, a set of initials. Pure;
accents, capitals and plurals do not count.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

Segments = tuple[tuple[str, bool], ...]
_WORD = re.compile(r"[^\W_]+")
_INITIALS = re.compile(r"\b(\w)\.(?=\w\b)")
_TOGETHER = 5
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_LITTLE_WORDS = (
    "a ai au aujourd aux avec bonjour c ca ce cette d dans de depuis des du elle elles en est et eu "
    "hier hui il ils j je l la le les leur lui m ma me mes mon n ne nous on ont ou par pas pour qu "
    "que qui s sa se ses son sont sur "
    "t ta te tu un une veut veux vous y"
)
_LITTLE = frozenset(_LITTLE_WORDS.split())


@dataclass(frozen=True)
class Line:
    """A text to look in. ``weight`` ranks: a title before a word of a letter."""

    text: str
    weight: int
    words: frozenset[str]


@dataclass(frozen=True)
class Match:
    """``held``: the words that are there; ``lines``: where, the best first."""

    held: frozenset[str]
    score: int
    lines: tuple[Segments, ...]


def line(text: str, weight: int) -> Line:
    return Line(text, weight, frozenset(fold(word) for word in _WORD.findall(text)))


def fold(text: str) -> str:
    """Lower case, without accents nor ligatures."""
    parts = unicodedata.normalize("NFKD", text.lower().translate(_LIGATURES))
    return "".join(part for part in parts if not unicodedata.combining(part))


def query_words(query: str) -> tuple[str, ...]:
    """The words worth looking for; little words count only when there is nothing else."""
    joined = _INITIALS.sub(r"\1", query)  # A.V.C. is typed for AVC
    typed = _WORD.findall(fold(joined))
    telling = [word for word in typed if word not in _LITTLE] or typed
    return tuple(dict.fromkeys(_stem(word) for word in telling))


def find(words: Collection[str], lines: Iterable[Line]) -> Match | None:
    """Where the words are in ``lines``; None when none is. The score adds, for each word, its
    best place, and rewards a line that holds several."""
    found = []
    places: dict[str, int] = {}
    for one in lines:
        here = {word for word in words if any(_same(word, other) for other in one.words)}
        if here:
            places |= {word: max(one.weight, places.get(word, 0)) for word in here}
            score = one.weight + _TOGETHER * len(here) + len(here & one.words)
            found.append((score, one.text))
    if not found:
        return None
    found.sort(key=lambda pair: -pair[0])
    score = found[0][0] + sum(places.values())
    return Match(frozenset(places), score, tuple(mark(words, text) for _, text in found))


def mark(words: Collection[str], text: str) -> Segments:
    """``text`` in pieces; True for the pieces that matched."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for start, end in _hits(words, text):
        pieces += [(text[place:start], False), (text[start:end], True)]
        place = end
    pieces.append((text[place:], False))
    return tuple(piece for piece in pieces if piece[0])


def plain(segments: Segments) -> str:
    return "".join(text for text, _ in segments)


def holds(words: Collection[str], text: str) -> bool:
    """At least one of the words is in ``text``."""
    return next(_hits(words, text), None) is not None


def _hits(words: Collection[str], text: str) -> Iterator[tuple[int, int]]:
    for candidate in _WORD.finditer(text):
        folded = fold(candidate.group())
        if any(_same(word, folded) for word in words):
            yield candidate.span()


def _same(word: str, candidate: str) -> bool:
    """The same word, or its beginning: ``palpit`` finds ``palpitations``. A short word stands for
    itself: ``mal`` is not ``malaise``, ``ic`` is not ``ICC``."""
    if len(word) < 4:
        return candidate == word or (len(word) == 3 and candidate == word + "s")
    return candidate.startswith(word)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 4 and word[-1] in "sx" else word

"""The index by words at the end of the binder: from a caller's word to the fiches. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby

import snowballstemmer

from ..fiches.matching import fold
from ..fiches.presentation import Sheet
from .words import LITTLE

# A word that leads to more fiches than this leads nowhere.
MAX_FICHES = 6
MIN_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_STEMMER = snowballstemmer.stemmer("french")


@dataclass(frozen=True)
class Entry:
    """``main``: a name, another name or a set of initials, whatever the number of its fiches."""

    word: str
    slugs: tuple[str, ...]
    main: bool

    @property
    def letter(self) -> str:
        first = fold(self.word)[:1].upper()
        return first if first.isalpha() else "0–9"


@dataclass
class _Heard:
    """A word of callers, under all its endings."""

    forms: Counter[str] = field(default_factory=Counter)
    slugs: dict[str, None] = field(default_factory=dict)


def entries(sheets: Iterable[Sheet]) -> list[Entry]:
    """Alphabetical, the fiches of each in the order of the binder."""
    kept = list(sheets)
    names = _names(kept)
    known = {fold(name) for name in names}
    found = [Entry(name, tuple(slugs), main=True) for name, slugs in names.items()]
    found += [entry for entry in _heard(kept) if fold(entry.word) not in known]
    return sorted(found, key=lambda entry: (entry.letter, fold(entry.word), entry.word))


def by_letter(found: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    return [(letter, list(group)) for letter, group in groupby(found, lambda one: one.letter)]


def _names(sheets: Iterable[Sheet]) -> dict[str, dict[str, None]]:
    """Titles, other names and initials as they are written; an ambiguous one leads to them all."""
    names: dict[str, dict[str, None]] = {}
    spelt: dict[str, str] = {}
    for sheet in sheets:
        shorts = [
            f"{one['sigle']}, {one['sens']}" if one.get("ambigu") else one["sigle"]
            for one in sheet.text["abreviations"]
        ]
        for name in [sheet.title, *sheet.text["synonymes"], *shorts]:
            first = spelt.setdefault(fold(name), name)
            names.setdefault(first, {})[sheet.slug] = None
    return names


def _heard(sheets: Iterable[Sheet]) -> Iterator[Entry]:
    heard: defaultdict[str, _Heard] = defaultdict(_Heard)
    for sheet in sheets:
        for group in sheet.caller:
            for text in group.texts:
                for word in _telling(text):
                    one = heard[_stem(fold(word))]
                    one.forms[word] += 1
                    one.slugs[sheet.slug] = None
    for one in heard.values():
        if len(one.slugs) <= MAX_FICHES:
            yield Entry(one.forms.most_common(1)[0][0], tuple(one.slugs), main=False)


def _telling(text: str) -> Iterator[str]:
    for word in _WORD.findall(text.lower()):
        if len(word) >= MIN_LETTERS and fold(word) not in LITTLE:
            yield word


@cache
def _stem(word: str) -> str:
    stem: str = _STEMMER.stemWord(word)
    return stem

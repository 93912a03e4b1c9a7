"""The curated synonyms: lay words, old words, brands and medical words of one idea. Pure.

A text that holds a term of an idea holds the idea. Several words make a term when they stand near
each other, in any order: « son bras tombe », « elle a le bras qui tombe ».
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from .words import split, telling_stem

# A term's words may be this many telling words further apart than in the term itself.
SLACK = 2
IDEA = "zz"
_FIGURE = re.compile(r"^(\d{1,3})(?:v(\d+))?$")


class Figure(NamedTuple):
    """Figures between two bounds, in tenths, that tell an idea unless a word of ``but`` follows."""

    idea: str
    low: int
    high: int
    but: frozenset[str]


@dataclass(frozen=True, eq=False)  # one a vocabulary: itself is its key
class Ideas:
    """``single``: stem → ideas; ``several``: a stem of a longer term → (idea, its stems)."""

    single: Mapping[str, tuple[str, ...]]
    several: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]
    figures: tuple[Figure, ...] = ()

    def of_stem(self, one: str) -> tuple[str, ...]:
        return self.single.get(one, ())

    def of_stems(self, stems: Sequence[str]) -> Iterator[str]:
        """The ideas that these stems, in the order of the text, hold through longer terms."""
        if self.several.keys().isdisjoint(stems):
            return
        inside = set(stems)
        for one in inside & self.several.keys():
            for idea, wanted in self.several[one]:
                if wanted <= inside and _near(stems, one, wanted):
                    yield idea

    def of_figures(self, words: Sequence[str]) -> Iterator[str]:
        """The ideas that figures among folded words tell: « 38v5 » is 38,5."""
        for position, word in enumerate(words):
            if word[0] not in "0123456789" or not (found := _FIGURE.match(word)):
                continue
            after = words[position + 1] if position + 1 < len(words) else ""
            tenths = 10 * int(found[1]) + int((found[2] or "0")[0])
            for figure in self.figures:
                if figure.low <= tenths <= figure.high and after not in figure.but:
                    yield figure.idea


def _near(stems: Sequence[str], one: str, wanted: frozenset[str]) -> bool:
    reach = len(wanted) + SLACK
    return any(
        wanted.issubset(stems[max(0, position - reach + 1) : position + reach])
        for position, here in enumerate(stems)
        if here == one
    )


def stems_of(text: str) -> list[str]:
    """The stems of the telling words of a text, in order."""
    return [one for word in split(text) if (one := telling_stem(word))]


def compile_ideas(lists: Iterable[Mapping[str, Any]]) -> Ideas:
    """``lists``: payloads of ``content.kinds.search.Synonyms``. A term of stop words alone says
    nothing and is left out."""
    lists = list(lists)
    groups = [group for one in lists for group in one["groupes"]]
    figures = tuple(
        Figure(
            as_token(row["idee"]), row["de_dixiemes"], row["a_dixiemes"],
            frozenset(word for text in row["sauf"] for word in split(text)),
        )
        for one in lists
        for row in one["nombres"]
    )  # fmt: skip
    single: dict[str, list[str]] = {}
    several: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for group in groups:
        token = as_token(group["idee"])
        for term in group["termes"]:
            stems = stems_of(term)
            if len(stems) == 1:
                single.setdefault(stems[0], []).append(token)
            elif stems:
                wanted = frozenset(stems)
                # hung on its longest stem: seldom met, so seldom tried
                several.setdefault(max(stems, key=len), []).append((token, wanted))
    return Ideas(
        {one: tuple(dict.fromkeys(found)) for one, found in single.items()},
        {one: tuple(dict.fromkeys(found)) for one, found in several.items()},
        figures,
    )


def as_token(idea: str) -> str:
    """An idea as a word that no text holds."""
    return IDEA + "".join(char for char in idea if char.isalnum())

"""The curated synonyms: lay words, old words, brands and medical words of one idea. Pure.

A text that holds a term of an idea holds the idea. Several words make a term when they stand near
each other, in any order: « son bras tombe », « elle a le bras qui tombe ».
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .words import split, stem, tells

# A term's words may be this many telling words further apart than in the term itself.
SLACK = 2
IDEA = "zz"


@dataclass(frozen=True)
class Ideas:
    """``single``: stem → ideas; ``several``: a stem of a longer term → (idea, its stems)."""

    single: Mapping[str, tuple[str, ...]]
    several: Mapping[str, tuple[tuple[str, frozenset[str]], ...]]

    def of_stem(self, one: str) -> tuple[str, ...]:
        return self.single.get(one, ())

    def of_stems(self, stems: Sequence[str]) -> Iterator[str]:
        """The ideas that these stems, in the order of the text, hold through longer terms."""
        for position, one in enumerate(stems):
            for idea, wanted in self.several.get(one, ()):
                reach = len(wanted) + SLACK
                near = stems[max(0, position - reach + 1) : position + reach]
                if wanted.issubset(near):
                    yield idea


def stems_of(text: str) -> list[str]:
    """The stems of the telling words of a text, in order."""
    return [stem(word) for word in split(text) if tells(word)]


def compile_ideas(groups: Iterable[Mapping[str, object]]) -> Ideas:
    """``groups``: rows ``{"idee": slug, "termes": [text, …]}``. A term of stop words alone says
    nothing and is left out."""
    single: dict[str, list[str]] = {}
    several: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for group in groups:
        token = as_token(str(group["idee"]))
        terms = group["termes"]
        assert isinstance(terms, Iterable)
        for term in terms:
            stems = stems_of(str(term))
            if len(stems) == 1:
                single.setdefault(stems[0], []).append(token)
            elif stems:
                wanted = frozenset(stems)
                # hung on its longest stem: seldom met, so seldom tried
                several.setdefault(max(stems, key=len), []).append((token, wanted))
    return Ideas(
        {one: tuple(dict.fromkeys(found)) for one, found in single.items()},
        {one: tuple(dict.fromkeys(found)) for one, found in several.items()},
    )


def as_token(idea: str) -> str:
    """An idea as a word that no text holds."""
    return IDEA + "".join(char for char in idea if char.isalnum())

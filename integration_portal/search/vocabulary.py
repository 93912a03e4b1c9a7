"""The words of the index in memory: which exist, how common they are, which is meant by a typo."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .words import sound

MAX_VARIANTS = 6
# Readings this much less sure than the surest are left out.
MARGIN = 0.1
_ELIDED = ("qu", "l", "d", "j", "m", "t", "s", "n", "c")


@dataclass(frozen=True)
class Lexicon:
    """Every telling word written somewhere, with its stem; by sound and by length, for slips."""

    stems: Mapping[str, str]

    @cached_property
    def by_sound(self) -> Mapping[str, list[str]]:
        found = defaultdict(list)
        for word in self.stems:
            found[sound(word)].append(word)
        return found

    @cached_property
    def sounds(self) -> Mapping[str, list[str]]:
        """By their first sound, which a slip seldom changes."""
        found = defaultdict(list)
        for key in self.by_sound:
            if key.isalnum():
                found[key[0]].append(key)
        return found

    @cached_property
    def by_length(self) -> Mapping[int, list[str]]:
        found = defaultdict(list)
        for word in self.stems:
            if word.isalpha():
                found[len(word)].append(word)
        return found

    @cached_property
    def sorted(self) -> list[str]:
        return sorted(self.stems)


@dataclass(frozen=True)
class Vocabulary:
    """``frequency``: in how many of ``size`` lines each term stands, ``spread`` in how many pages."""

    lexicon: Lexicon
    frequency: Mapping[str, int]
    spread: Mapping[str, int]
    size: int
    _meant: dict[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    @property
    def stems(self) -> Mapping[str, str]:
        return self.lexicon.stems

    def weight(self, term: str) -> float:
        """Inverse frequency: a term of few lines tells more. BM25's, always above 0."""
        count = self.frequency.get(term, 0)
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def starting(self, start: str) -> list[str]:
        """Stems of the words that start so, the most common first."""
        words = self.lexicon.sorted
        first = bisect_left(words, start)
        found: dict[str, int] = {}
        for word in words[first : first + 400]:
            if not word.startswith(start):
                break
            one = self.stems[word]
            found[one] = self.frequency.get(one, 0)
        return sorted(found, key=lambda one: -found[one])

    def meant(self, word: str) -> tuple[tuple[str, float], ...]:
        """Stems that a word nobody wrote may stand for, each with how much it is to be trusted."""
        if word not in self._meant:
            if len(self._meant) > 20_000:
                self._meant.clear()
            self._meant[word] = self._guess(word)
        return self._meant[word]

    def _guess(self, word: str) -> tuple[tuple[str, float], ...]:
        trust: dict[str, float] = {}
        for start in _ELIDED:
            rest = word.removeprefix(start)
            if rest != word and len(rest) > 3 and rest in self.stems:
                _keep(trust, self.stems[rest], 0.95)
        for near, distance in self._alike(sound(word)):
            _keep(trust, self.stems[near], 0.85 - 0.25 * distance)
        for near, distance in self._near(word):
            _keep(trust, self.stems[near], 0.85 - 0.15 * distance)
        if len(word) > 3:
            for one in self.starting(word)[:4]:
                _keep(trust, one, 0.8)
        best = sorted(trust.items(), key=lambda item: (-item[1], -self.frequency.get(item[0], 0)))
        least = best[0][1] - MARGIN if best else 0.0
        return tuple([one for one in best[:MAX_VARIANTS] if one[1] >= least])

    def _alike(self, heard: str) -> Iterable[tuple[str, int]]:
        """Words that sound the same, or nearly when they are not too short."""
        slips = 0 if len(heard) < 4 else 1
        for key, distance, _ in process.extract(
            heard,
            self.lexicon.sounds.get(heard[:1], ()),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=4,
        ):
            for near in self.lexicon.by_sound[key]:
                yield near, int(distance)

    def _near(self, word: str) -> Iterable[tuple[str, int]]:
        """Words one slip away, two in a long word; in a short one, none is safe."""
        if not word.isalpha() or len(word) < 4:
            return
        slips = 1 if len(word) < 7 else 2
        for length in range(len(word) - slips, len(word) + slips + 1):
            for near, distance, _ in process.extract(
                word, self.lexicon.by_length.get(length, ()), scorer=OSA.distance,
                score_cutoff=slips, limit=4,
            ):  # fmt: skip
                yield near, int(distance)


def _keep(trust: dict[str, float], one: str, value: float) -> None:
    trust[one] = max(trust.get(one, 0.0), value)

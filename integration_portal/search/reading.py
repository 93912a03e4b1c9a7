"""What was typed, read in the words of an index: sure words, slips, first letters, ideas. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .ideas import IDEA, Ideas
from .vocabulary import Vocabulary
from .words import denied, stem, strength, tells

SURE, BY_ENDING, BY_IDEA, BY_START = 1.0, 0.8, 0.95, 0.75


class Part(NamedTuple):
    """One word or idea of what was typed. ``readings``: the stems and ideas it may mean in the
    index and what each is worth there; ``worth``: the most of them; ``word``: as typed, "" for an
    idea told in several words."""

    word: str
    readings: Mapping[str, float]
    worth: float


def read(
    vocabulary: Vocabulary, ideas: Ideas, words: Sequence[str], *, unfinished: bool
) -> list[Part]:
    """The parts of a text split in folded words. ``unfinished``: its last word may still be being
    typed. A word that nothing resembles is left out: it is somebody's name, or noise."""
    telling = [word for word in words if tells(word)] or list(words)
    stems, parts = [], []
    for number, word in enumerate(telling):
        last = unfinished and number == len(telling) - 1
        readings = _readings(vocabulary, ideas, word, unfinished=last)
        parts.append(_part(vocabulary, word, readings))
        stems.append(max(readings, key=lambda one: readings[one]) if readings else stem(word))
    told = dict.fromkeys([*ideas.of_stems(stems), *ideas.of_figures(words), *denied(words)])
    told = {idea: None for idea in told if idea in vocabulary.frequency}
    parts += [_part(vocabulary, "", {idea: SURE}) for idea in told]
    return list({frozenset(part.readings): part for part in parts if part.worth}.values())


def _readings(
    vocabulary: Vocabulary, ideas: Ideas, word: str, *, unfinished: bool
) -> dict[str, float]:
    """Stems and ideas a word may stand for, with the trust each deserves."""
    exact = stem(word)
    known = word in vocabulary.stems
    readings: dict[str, float] = {}
    if exact in vocabulary.frequency:
        readings[exact] = SURE if known else BY_ENDING
    if not known and not ideas.of_stem(exact):
        for one, trust in vocabulary.meant(word):
            readings[one] = max(readings.get(one, 0.0), trust)
    if unfinished and len(word) > 1:
        trust = BY_START / 2 if known else BY_START
        for one in vocabulary.starting(word)[:6]:
            readings.setdefault(one, trust)
    for one, trust in [(exact, SURE), *readings.items()]:
        for idea in ideas.of_stem(one):
            readings[idea] = max(readings.get(idea, 0.0), BY_IDEA * trust)
    return {one: trust for one, trust in readings.items() if one in vocabulary.frequency}


def _part(vocabulary: Vocabulary, word: str, readings: Mapping[str, float]) -> Part:
    """A word is worth what its idea is, or its surest reading: guessing a rare word must not pay
    more than guessing a common one, nor « thorax » more than « poitrine »."""
    if not readings:
        return Part(word, {}, 0.0)
    told = [one for one in readings if one.startswith(IDEA)]
    top = max(readings.values())
    surest = [one for one, trust in readings.items() if trust > top - 0.1]
    common = min(vocabulary.weight(one) for one in told or surest)
    factor = strength(word) if word else SURE
    worth = {one: factor * trust * common for one, trust in readings.items()}
    return Part(word, worth, max(worth.values()))

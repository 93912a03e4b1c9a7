"""What teaches the search its French (``content/search/``): ideas and their words, and other ways
of saying what a fiche is about. None of it is shown on a page."""

from pydantic import Field

from .base import ShortText, Slug, Strict


class Idea(Strict):
    """One idea that different people word differently."""

    idee: Slug
    termes: list[ShortText] = Field(min_length=1)


class Reading(Strict):
    """A figure that tells an idea by itself: « 39,2 » is a fever, unless a word of ``sauf`` comes
    after it (« 39 ans »). Bounds in tenths."""

    idee: Slug
    de_dixiemes: int
    a_dixiemes: int
    sauf: list[ShortText] = []


class Synonyms(Strict):
    """``synonymes.yml``: every pack adds its own ideas, or other words to an idea it names."""

    groupes: list[Idea] = Field(min_length=1)
    nombres: list[Reading] = []


class Sayings(Strict):
    """``paroles/<fiche>.yml``: sentences of callers. ``vitales`` tell a sign that goes to the 15."""

    vitales: list[ShortText] = []
    autres: list[ShortText] = []


class Query(Strict):
    """What somebody typed, and the fiches that answer it, the best first. ``genre`` sorts the
    report; ``vital``: it tells a sign that goes to the 15."""

    q: ShortText
    fiches: list[Slug] = Field(min_length=1)
    vital: bool = False
    genre: Slug = "phrase"


class Evaluation(Strict):
    """``evaluation.yml``: what the search must find, asked by ``search evaluate``."""

    requetes: list[Query] = Field(min_length=1)

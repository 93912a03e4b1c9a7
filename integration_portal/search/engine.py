"""From a caller's words to the right page: candidates from FTS5, then each line weighed.

A score says which part of what was typed a page answers: every word counts by its rarity (inverse
document frequency), where it stands (``documents.WEIGHTS``) and how sure its reading is; words that
stand together in one line, a short line, a sign of danger count more. Between 0 and about 1.1.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from .documents import WEIGHTS, Line
from .index import Index, reach_token
from .postings import Postings, decode
from .reading import Part, read
from .vocabulary import Lexicon, Vocabulary
from .words import split

CANDIDATES = 30
# Candidates come from the rarest terms: at least so many, then while they bring few pages to rank.
FEWEST, PAGES = 4, 1500
# A sentence is a caller's: lessons and words are looked for by a few words.
FEW_WORDS = 6
TOGETHER, SPREAD = 0.15, 0.5
# The two lines next to the best count for this share of theirs.
NEXT = (1.0, 0.0, 0.0)
ABOUT, SATURATION = 0.8, 8.0
CLOSE = 0.7
# A page that answers less than this part of what the best one answers is no answer.
KEPT_OF_BEST, LEAST = 0.35, 0.02
_BONUS = {"U0": 0.05, "U1": 0.02}
_PRIORITY = {1: 0.02, 2: 0.01}
_MAX_WORDS = 40
_COLUMNS = "{titre appelant alerte courrier texte}"
_RANK = "bm25({}, 0.0, 6.0, 4.0, 3.0, 2.5, 1.0)"


class Match(NamedTuple):
    """A page that answers, before its words are read. ``met``: the stems and ideas that met;
    ``best``: numbers of its best lines."""

    id: int
    kind: str
    slug: str
    reach: str
    score: float
    met: frozenset[str]
    best: tuple[int, ...]


@dataclass(frozen=True)
class Found:
    """``lines``: those that answer best, best first; ``words``: what was typed and is answered;
    ``terms``: the stems and ideas that met, for marking; ``reach``: whose text it is."""

    kind: str
    slug: str
    title: str
    score: float
    words: tuple[str, ...]
    terms: frozenset[str]
    lines: tuple[Line, ...]
    alerts: tuple[Line, ...]
    parent: str
    reach: str


class Engine:
    """Searches one index. Its vocabulary follows the index's generation."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._kept: tuple[int, Vocabulary, Vocabulary] | None = None
        self._asked = lru_cache(maxsize=2048)(self._search)

    def find(
        self, text: str, reach: Collection[str] = (), limit: int = 12
    ) -> tuple[Found, ...]:  # fmt: skip
        """The best pages for these words, fiches first. ``reach``: the places whose own texts the
        reader may see."""
        words = tuple(split(text)[:_MAX_WORDS])
        ends = text[-1:].isalnum()
        return self._asked(self.index.generation, words, ends, tuple(sorted(reach)), limit)

    def _vocabularies(self, generation: int) -> tuple[Vocabulary, Vocabulary]:
        """Of the fiches, and of the other pages."""
        kept = self._kept
        if kept is None or kept[0] != generation:
            connection = self.index.connection
            lexicon = Lexicon(dict(connection.execute("SELECT word, stem FROM words")))
            if kept is not None and kept[1].stems == lexicon.stems:
                lexicon = kept[1].lexicon  # most changes bring no new word
            made = []
            for table, terms in (("fiches", "terms"), ("others", "other_terms")):
                rows = connection.execute(f"SELECT term, cnt, doc FROM {terms}").fetchall()
                lines, pages = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
                made.append(Vocabulary(lexicon, lines, pages, self.index.lines(table)))
            kept = self._kept = (generation, made[0], made[1])
        return kept[1:]

    def _search(
        self,
        generation: int,
        words: tuple[str, ...],
        ends: bool,
        reach: tuple[str, ...],
        limit: int,
    ) -> tuple[Found, ...]:
        found: list[Found] = []
        fiches, others = self._vocabularies(generation)
        asked = [("fiches", fiches)]
        if len(words) <= FEW_WORDS:
            asked.append(("others", others))
        for table, vocabulary in asked:
            parts = read(vocabulary, self.index.ideas, words, unfinished=ends)
            matches = self._matches(table, parts, vocabulary, reach)
            found += [self._found(match, parts) for match in _best(matches)[:limit]]
        return tuple(found[:limit])

    def _matches(
        self, table: str, parts: Sequence[Part], vocabulary: Vocabulary, reach: tuple[str, ...]
    ) -> list[Match]:
        terms = _telling({term for part in parts for term in part.readings}, vocabulary)
        if not terms:
            return []
        places = " OR ".join(reach_token(one) for one in ("", *reach))
        asked = " OR ".join(terms)
        rows = self.index.connection.execute(
            f"SELECT id, kind, slug, reach, postings FROM docs JOIN ("
            f" SELECT rowid FROM {table} WHERE {table} MATCH ?"
            f" ORDER BY {_RANK.format(table)} LIMIT ?) AS near ON near.rowid = id",
            (f"(reach : ({places})) AND {_COLUMNS} : ({asked})", CANDIDATES),
        )
        return [match for row in rows if (match := _weigh(row, parts)) is not None]

    def _found(self, match: Match, parts: Sequence[Part]) -> Found:
        title, parent, raw = self.index.connection.execute(
            "SELECT title, parent, lines FROM docs WHERE id = ?", (match.id,)
        ).fetchone()
        rows = orjson.loads(raw)
        best = [Line(*rows[number]) for number in match.best]
        return Found(
            match.kind, match.slug, title, match.score,
            tuple(dict.fromkeys(p.word for p in parts if p.word and match.met & p.readings.keys())),
            match.met,
            tuple([line for line in best if line.place != "parole"]),
            tuple([Line(*row) for row in rows if row[0] == "alerte"]),
            parent, match.reach,
        )  # fmt: skip


def _telling(terms: Collection[str], vocabulary: Vocabulary) -> list[str]:
    """The rarest terms, as far as ranking the pages that hold them stays short."""
    kept: list[str] = []
    pages = 0
    for term in sorted(terms, key=lambda one: (vocabulary.spread[one], one)):
        pages += vocabulary.spread[term]
        if len(kept) >= FEWEST and pages > PAGES:
            break
        kept.append(term)
    return kept


def _weigh(row: tuple[Any, ...], parts: Sequence[Part]) -> Match | None:
    id_, kind, slug, reach, raw = row
    postings = decode(raw)
    whole = sum(part.worth for part in parts)
    gains: dict[int, float] = {}
    held: dict[int, int] = {}
    spread = 0.0
    met: set[str] = set()
    for part in parts:
        here = _where(part, postings, met)
        for number, worth in here.items():
            gains[number] = gains.get(number, 0.0) + worth
            held[number] = held.get(number, 0) + 1
        spread += _spread(here, postings)
    if not gains:
        return None
    values = {n: _line_value(postings.line(n), gain / whole, held[n]) for n, gain in gains.items()}
    best = sorted(values, key=lambda number: -values[number])[:6]
    near = sum(values[n] * share for n, share in zip(best, NEXT, strict=False))
    score = TOGETHER * near + SPREAD * spread / whole
    score *= 1 + _PRIORITY.get(postings.priority, 0.0)
    return Match(id_, kind, slug, reach, round(score, 4), frozenset(met), tuple(best))


def _spread(here: dict[int, float], postings: Postings) -> float:
    """What a part is worth to the whole page: its best place, and more when the page says it
    often: what a page is about comes back in it."""
    if not here:
        return 0.0
    weight = postings.weight
    best = max([worth * weight(number) for number, worth in here.items()])
    often = len(here) / (len(here) + SATURATION)
    return best * (1 - ABOUT + ABOUT * often)


def _where(part: Part, postings: Postings, met: set[str]) -> dict[int, float]:
    """The lines that hold a reading of the part, and what the surest of them is worth there."""
    here: dict[int, float] = {}
    for term, worth in part.readings.items():
        if term in postings.held:
            met.add(term)
            for number in postings.lines_of(term):
                if worth > here.get(number, 0.0):
                    here[number] = worth
    return here


def _line_value(line: tuple[str, str, int], part: float, held: int) -> float:
    """``part``: of what was typed, what this line answers; a line that says little besides is a
    closer answer."""
    place, level, size = line
    closeness = 1 - CLOSE + CLOSE * min(1.0, held / max(size, 1))
    return part * (WEIGHTS[place] * closeness + _BONUS.get(level, 0.0))


def _best(matches: Sequence[Match]) -> list[Match]:
    """One line a page, in the text of the nearest place, best first."""
    nearest: dict[tuple[str, str], Match] = {}
    for one in sorted(matches, key=lambda one: (one.reach[:1], one.score)):  # "" < "e" < "u"
        nearest[one.kind, one.slug.casefold()] = one
    ordered = sorted(nearest.values(), key=lambda one: (-one.score, one.slug))
    least = max(LEAST, KEPT_OF_BEST * ordered[0].score) if ordered else 0.0
    return [one for one in ordered if one.score >= least]

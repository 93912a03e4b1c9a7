"""The list of fiches, and what a search in it answers. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from ..establishments import specialties
from .matching import Line, Match, Segments, find, fold, holds, line, mark, plain, query_words
from .presentation import DRAFT, AlertGroup, AlertRow, alert_groups, typographed

_SHOWN = (
    "titre",
    "resume",
    "alertes",
    "synonymes",
    "mots_patient",
    "mots_courrier",
    "abreviations",
)
MAX_LINES, MAX_RESULTS = 2, 12


@dataclass(frozen=True)
class Card:
    """A fiche in the list. ``worst`` is the level of its gravest alert."""

    slug: str
    title: str
    summary: str
    specialty: str
    worst: str
    priority: int
    is_draft: bool
    alerts: tuple[AlertGroup, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Result:
    """A fiche found: why (``lines``), and its alert lines that hold the words, else all.

    ``left_out``: signs of the fiche that ``alerts`` does not show; ``vital`` of them are U0.
    """

    card: Card
    title: Segments
    lines: tuple[Segments, ...]
    alerts: tuple[AlertGroup, ...]
    left_out: int
    vital: int


@dataclass(frozen=True)
class Answer:
    """``unknown``: words that no fiche holds, folded."""

    results: tuple[Result, ...] = ()
    unknown: tuple[str, ...] = ()


def card(slug: str, payload: Mapping[str, Any]) -> Card:
    text = typographed({key: payload[key] for key in _SHOWN})
    return Card(
        slug=slug,
        title=text["titre"],
        summary=text["resume"],
        specialty=specialties.name(payload["specialite"]),
        worst=min(alert["niveau"] for alert in text["alertes"]),
        priority=payload["priorite"],
        is_draft=payload["validation"]["statut"] == DRAFT,
        alerts=tuple(alert_groups(text["alertes"])),
        lines=tuple(_lines(text)),
    )


def _lines(text: Mapping[str, Any]) -> Iterable[Line]:
    yield line(text["titre"], 12)
    for name in text["synonymes"]:
        yield line(name, 10)
    for short in text["abreviations"]:
        yield line(f"{short['sigle']} : {short['sens']}", 10)
    for said in text["mots_patient"]:
        yield line(said["mots"], 6)
    for alert in text["alertes"]:
        yield line(alert["si"], 5)
    for written in text["mots_courrier"]:
        yield line(written["mots"], 3)


def by_specialty(cards: Iterable[Card]) -> list[tuple[str, list[Card]]]:
    """Specialties in alphabetical order, in each the gravest fiches first."""
    ordered = sorted(cards, key=lambda c: (fold(c.specialty), c.worst, c.priority, fold(c.title)))
    return [(name, list(group)) for name, group in groupby(ordered, lambda c: c.specialty)]


def search(cards: Iterable[Card], query: str) -> Answer:
    """A caller's whole sentence finds its fiches: half as many words as the best one holds are
    enough. Best first."""
    words = query_words(query)
    found = [(one, match) for one in cards if (match := find(words, one.lines)) is not None]
    most = max((len(match.held) for _, match in found), default=0)
    kept = [pair for pair in found if 2 * len(pair[1].held) >= most]
    kept.sort(key=lambda pair: (-pair[1].score, pair[0].worst, fold(pair[0].title)))
    known = {word for _, match in found for word in match.held}
    return Answer(
        tuple(_result(one, match, words) for one, match in kept[:MAX_RESULTS]),
        tuple(word for word in words if word not in known),
    )


def _result(one: Card, match: Match, words: tuple[str, ...]) -> Result:
    title = mark(words, one.title)
    signs = {sign for group in one.alerts for row in group.rows for sign in row.plain_signs}
    lines = [said for said in match.lines if said != title and plain(said) not in signs]
    shown = _matched_alerts(one.alerts, words)
    return Result(
        card=one,
        title=title,
        lines=tuple(lines[:MAX_LINES]),
        alerts=shown,
        left_out=_count(one.alerts) - _count(shown),
        vital=_count(one.alerts, "U0") - _count(shown, "U0"),
    )


def _count(alerts: Iterable[AlertGroup], level: str | None = None) -> int:
    groups = [group for group in alerts if level in {None, group.level}]
    return sum(len(row.signs) for group in groups for row in group.rows)


def _matched_alerts(alerts: Sequence[AlertGroup], words: tuple[str, ...]) -> tuple[AlertGroup, ...]:
    """The groups cut down to the signs that hold a word; all of them when none does."""
    kept = []
    for group in alerts:
        rows = [
            AlertRow(signs, row.gesture)
            for row in group.rows
            if (signs := tuple(mark(words, s) for s in row.plain_signs if holds(words, s)))
        ]
        if rows:
            kept.append(AlertGroup(group.level, group.words, tuple(rows)))
    return tuple(kept or alerts)

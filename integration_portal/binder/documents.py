"""The binder put together as plain data: cover, fiches that fit, index."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..core.dates import day_words, short_day
from ..establishments.models import Establishment
from . import index, rules
from .rules import Leaf
from .scope import Scope
from .words import TEXTS

Document = dict[str, Any]


@dataclass(frozen=True)
class Cover:
    """``at``: the instant of the copy; ``day``: that day in the establishment."""

    establishment: str
    place: str
    label: str
    at: dt.datetime
    day: dt.date


def describe(session: Session, scope: Scope) -> Cover:
    establishment = session.get_one(Establishment, scope.establishment_id)
    now = clock.now()
    day = now.astimezone(ZoneInfo(establishment.time_zone)).date()
    return Cover(establishment.name, scope.place_name, scope.label, now, day)


def frame(leaves: Sequence[Leaf], cover: Cover) -> Document:
    """All but the fiches and the index."""
    drafts = sum(not leaf.validated for leaf in leaves)
    where = " · ".join(dict.fromkeys((cover.establishment, cover.place)))
    return {
        "words": TEXTS,
        "title": "Classeur de fiches réflexes",
        "author": cover.establishment,
        "establishment": cover.establishment,
        "scope": cover.label,
        "facts": [
            ("Service", cover.place),
            ("Copie du", day_words(cover.day, year=True)),
            ("Fiches", f"{len(leaves)}, {_drafts(drafts)}"),
        ],
        "warning": TEXTS["warning"] if drafts else "",
        "foot": f"{where} · copie du {short_day(cover.day)}",
        "fiches": [],
        "index": [],
    }


def _drafts(count: int) -> str:
    if not count:
        return "toutes validées par un médecin"
    return f"dont {count} pas encore validée{'s' if count > 1 else ''} par un médecin"


def parts(leaves: Sequence[Leaf]) -> Iterator[tuple[Leaf, str]]:
    """Each fiche with the heading it opens, if any: its specialty, the first time."""
    seen = ""
    for leaf in leaves:
        specialty = leaf.sheet.specialty
        yield leaf, "" if specialty == seen else specialty
        seen = specialty


def fitted(leaf: Leaf, part: str, frame: Document, count: Callable[[Document], int]) -> Document:
    """The fiche in the most comfortable setting that holds in two pages, else the tightest."""
    document: Document = {}
    for setting in rules.SETTINGS:
        document = rules.leaf_document(leaf, part=part, setting=setting)
        fits = rules.fits_surely(document)
        if fits is None:
            fits = count({**frame, "fiches": [document]}) <= rules.MAX_PAGES
        if fits:
            break
    return document


def whole(frame: Document, fiches: list[Document], leaves: Sequence[Leaf]) -> Document:
    found = index.by_letter(index.entries(leaf.sheet for leaf in leaves))
    lines = [
        {
            "letter": letter,
            "entries": [{"word": e.word, "slugs": e.slugs, "main": e.main} for e in group],
        }
        for letter, group in found
    ]
    return {**frame, "whole": True, "fiches": fiches, "index": lines}

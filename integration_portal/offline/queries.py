"""The copy of a place's fiches, made once for each set of texts and kept in the process."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..establishments.models import Establishment, Unit
from ..fiches.decisions import list_lives
from ..fiches.effective import list_effective
from ..fiches.keeping import Kept
from ..fiches.places import Place
from ..fiches.queries import sheet_of
from . import rules

FORMAT = 1
_LISTS = files("integration_portal.search")
Entry = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True)
class Copy:
    """``body``: JSON; ``etag``: its hash."""

    body: bytes
    etag: str


def _entry(row: ContentVersion) -> Entry:
    return row.slug, row.version, row.payload


_SAYINGS = Digests(_entry, "sayings")
_SYNONYMS = Digests(_entry, "synonyms")
# A copy weighs more than a megabyte: the places of one portal that are read on the same days.
_COPIES: Kept[tuple[Any, ...], Copy] = Kept(24)


def copy_of(session: Session, place: Place, key: str, today: dt.date) -> Copy:
    """The fiches as ``place`` reads them; ``key`` names the place to the browser."""
    texts = list_effective(session, place)
    lives = list_lives(session, place, texts, today)
    stands = {text.slug: rules.standing(lives[text.slug]) for text in texts}
    sayings, synonyms = _SAYINGS.current(session), _SYNONYMS.current(session)
    name = _name(session, place)
    versions = tuple(version for _, version, _ in (*sayings, *synonyms))
    hashes = tuple((text.slug, text.text_hash, stands[text.slug]) for text in texts)

    def make() -> Copy:
        said: dict[str, Mapping[str, Any]] = {slug: payload for slug, _, payload in sayings}
        cards = [
            rules.card(sheet_of(text), stands[text.slug], said.get(text.slug, {})) for text in texts
        ]
        return _made(key, name, cards, rules.ideas(payload for _, _, payload in synonyms))

    return _COPIES.get((key, name, hashes, versions), make)


def _made(key: str, name: str, cards: list[rules.Json], ideas: rules.Json) -> Copy:
    body = orjson.dumps(
        {
            "format": FORMAT,
            "place": key,
            "name": name,
            "ideas": ideas,
            "stop": _words("stop_words.txt"),
            "weak": _words("weak_words.txt"),
            "fiches": cards,
        }
    )
    return Copy(body, hashlib.sha256(body).hexdigest()[:32])


def _words(name: str) -> str:
    return " ".join((_LISTS / name).read_text(encoding="ascii").split())


def _name(session: Session, place: Place) -> str:
    """« Cardiologie, CH de la Baie »: whose texts these are, on a desk that several share."""
    unit = select(Unit.name).where(Unit.id == place.unit_id).scalar_subquery()
    row = session.execute(
        select(Establishment.name, unit).where(Establishment.id == place.establishment_id)
    ).one()
    return ", ".join(part for part in (row[1], row[0]) if part)

"""The search of the portal that answers this request, for views."""

import time
from collections.abc import Mapping
from typing import cast

from flask import Flask, current_app, has_app_context

from ..core.actor import Actor
from ..fiches.decisions import list_lives
from ..fiches.effective import list_effective
from ..fiches.life import Life, in_use
from ..fiches.places import usual
from ..web.portal import actor, db, portal, today
from .engine import Engine, Found
from .live import LOOK_EVERY_S, LiveSearch

_EXTENSION = "portal_search"


def live() -> LiveSearch:
    """Made at the first search of the process."""
    found = current_app.extensions.get(_EXTENSION)
    if found is None:
        search = LiveSearch(portal().settings.data_dir)
        found = current_app.extensions.setdefault(_EXTENSION, search)
    return cast("LiveSearch", found)


def warm(app: Flask) -> None:
    """Bring the index level before anybody searches: the first build takes seconds."""
    with app.app_context(), portal().database.reading() as session:
        live().engine(session)


def expire() -> None:
    """Look again at the next search. A command has none to refresh."""
    if has_app_context():
        live().expire()


def engine() -> Engine:
    return live().engine(db())


def find(text: str, limit: int = 12) -> tuple[Found, ...]:
    """What answers these words in the texts that the person acting reads, withdrawn fiches out."""
    found = engine().find(text, reach_of(actor()), limit)
    held = lives()
    return tuple([one for one in found if one.kind != "fiche" or in_use(held, one.slug)])


def lives() -> Mapping[str, Life]:
    """The life of every fiche where the person acting reads, as it was seconds ago at most."""
    place = usual(actor())
    key = place.code if place else ""
    kept: dict[str, tuple[float, Mapping[str, Life]]] = live().kept
    at, found = kept.get(key, (float("-inf"), {}))
    if time.monotonic() - at >= LOOK_EVERY_S:
        found = list_lives(db(), place, list_effective(db(), place), today())
        kept[key] = (time.monotonic(), found)
    return found


def reach_of(person: Actor) -> frozenset[str]:
    """The places whose own texts she reads: her units, and the establishments they are of."""
    places = {f"e{grant.establishment_id}" for grant in person.grants}
    return frozenset(places | {f"u{grant.unit_id}" for grant in person.grants if grant.unit_id})

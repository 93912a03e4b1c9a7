"""The search of the portal that answers this request, for views."""

from typing import cast

from flask import current_app

from ..core.actor import Actor
from ..web.portal import actor, db, portal
from .engine import Engine, Found
from .live import LiveSearch

_EXTENSION = "portal_search"
FILE = "recherche.db"


def live() -> LiveSearch:
    """Made at the first search of the process."""
    found = current_app.extensions.get(_EXTENSION)
    if found is None:
        path = portal().settings.data_dir / FILE
        found = current_app.extensions.setdefault(_EXTENSION, LiveSearch(path))
    return cast("LiveSearch", found)


def engine() -> Engine:
    return live().engine(db())


def find(text: str, limit: int = 12) -> tuple[Found, ...]:
    """What answers these words in the texts that the person acting reads."""
    return engine().find(text, reach_of(actor()), limit)


def reach_of(person: Actor) -> frozenset[str]:
    """The places whose own texts she reads: her units, and the establishments they are of."""
    places = {f"e{grant.establishment_id}" for grant in person.grants}
    return frozenset(places | {f"u{grant.unit_id}" for grant in person.grants if grant.unit_id})

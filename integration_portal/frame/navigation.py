"""The top bar: where this person goes, and what waits for her."""

from functools import lru_cache
from typing import NamedTuple, cast

from flask import Flask, g, request
from flask_login import current_user

from .. import __version__
from ..core.permissions import Permission
from ..web import kept
from ..web.kept import url_for
from ..web.portal import actor, db
from .queries import Around, read_around


class NavItem(NamedTuple):
    """``to_see`` 0 shows no figure; ``icon`` is a name of the sprite."""

    label: str
    url: str
    current: bool
    icon: str
    to_see: int = 0


# (permission, label, endpoint, icon, prefix of the paths where it is current)
_ITEMS = (
    (Permission.JOURNEY_OWN, "Mon parcours", "journeys.home", "journey", "/parcours"),
    (Permission.SIGNOFF_DECIDE, "À valider", "signoffs.queue", "sign", "/a-valider"),
    (Permission.COHORT_READ, "Promotions", "cohorts.index", "cohort", "/promotions"),
    (Permission.JOURNEY_FOLLOW, "Mes recrues", "journeys.followed", "people", "/mes-recrues"),
    (Permission.CONTENT_READ, "Fiches", "fiches.index", "fiche", "/fiches"),
    (Permission.CONTENT_READ, "Modules", "learning.index", "module", "/modules"),
    (Permission.JOURNEY_OWN, "Réviser", "recall.index", "review", "/reviser"),
    (Permission.DUTY_DO, "Mes tâches", "journeys.duties", "check", "/attentes"),
    (Permission.COHORT_READ, "À débloquer", "cohorts.unblock", "phone", "/a-debloquer"),
    (Permission.JOURNEY_READ, "Passeports", "passports.index", "shield", "/passeports"),
    (Permission.TEMPLATE_MANAGE, "Modèles", "journeys.templates", "edit", "/modeles"),
    (Permission.PEOPLE_MANAGE, "Personnes", "people.index", "person", "/personnes"),
    (Permission.ESTABLISHMENT_MANAGE, "Établissements", "places.index", "local", "/etablissements"),
    (Permission.ESTABLISHMENT_MANAGE, "Clés d’accès", "keys.index", "shield", "/cles-d-acces"),
    (Permission.AUDIT_READ, "Journal", "audit.index", "eye", "/journal"),
    (Permission.LEDGER_READ, "Registre", "signoffs.registre", "audit", "/registre"),
)
_PREFIXES = tuple(prefix for *_, prefix in _ITEMS)


def around() -> Around:
    """Read once a request, the first time that the page shows some of it."""
    if "around" not in g:
        g.around = read_around(db(), actor())
    return cast("Around", g.around)


def navigation() -> tuple[NavItem, ...]:
    """The entries of the person logged in, in the order of the bar."""
    path = request.path
    current = frozenset(one for one in _PREFIXES if f"{path}/".startswith(f"{one}/"))
    held, here = actor().permissions, path == "/notifications"
    if not actor().scope(Permission.LEDGER_READ).establishments:
        held -= {Permission.LEDGER_READ}  # the page shows whole ledgers only
    return _entries(request.script_root, held, current, around(), here)


@lru_cache(maxsize=1024)
def _entries(
    _root: str, held: frozenset[Permission], current: frozenset[str], seen: Around, here: bool
) -> tuple[NavItem, ...]:
    """Alike for whoever holds the same permissions, on the same page, with as much to see."""
    items = [
        NavItem(
            label,
            url_for(endpoint),
            prefix in current,
            icon,
            seen.waiting if endpoint == "signoffs.queue" else 0,
        )
        for permission, label, endpoint, icon, prefix in _ITEMS
        if permission in held and _concerns(held, endpoint, seen)
    ]
    inbox = url_for("notifications.inbox")
    return (*items, NavItem("Nouvelles", inbox, here, "bell", seen.unread))


def _concerns(held: frozenset[Permission], endpoint: str, seen: Around) -> bool:
    """Some entries are for those alone who have something there."""
    if endpoint == "recall.index":
        return seen.on_journey
    if endpoint == "passports.index":
        follows = Permission.JOURNEY_FOLLOW in held or Permission.COHORT_READ in held
        return follows or seen.holds_passport
    return True


def install(app: Flask) -> None:
    kept.install(app)
    app.jinja_env.globals |= {"navigation": navigation, "portal_version": __version__}

    @app.context_processor
    def frame() -> dict[str, object]:
        if not current_user.is_authenticated:
            return {}
        return {"search_url": url_for("search.index"), "establishment_name": LocalName()}


class LocalName:
    """The name of the person's establishment, read only if the page shows it."""

    def __str__(self) -> str:
        return around().place

    def __bool__(self) -> bool:
        return len(actor().establishment_ids) == 1

"""Doors: the list of fiches with its search, and one fiche."""

from flask import Blueprint, render_template, request

from ..core.permissions import Permission
from ..web.access import requires
from ..web.portal import actor, db
from . import catalogue, queries

bp = Blueprint("fiches", __name__, template_folder="templates")
MAX_QUERY = 100


@bp.get("/fiches")
@requires(Permission.CONTENT_READ)
def index() -> str:
    query = request.args.get("q", "").strip()[:MAX_QUERY]
    cards = queries.list_cards(db())
    return render_template(
        "fiches/index.html",
        query=query,
        groups=catalogue.by_specialty(cards),
        answer=catalogue.search(cards, query),
    )


@bp.get("/fiches/<slug>")
@requires(Permission.CONTENT_READ)
def fiche(slug: str) -> str:
    return render_template(
        "fiches/fiche.html",
        sheet=queries.get_sheet(db(), slug),
        may_edit=actor().can(Permission.CONTENT_EDIT),
    )

"""Doors of whoever reads: the list of fiches, and one fiche as her place reads it."""

from flask import Blueprint, render_template, request, url_for

from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import decisions, policy, queries, shelf
from ..effective import get_effective, list_effective, place_of
from ..life import in_use
from ..presentation import origins
from .parts import parts_of
from .readings import reading_context

bp = Blueprint("fiches", __name__, template_folder="../templates")


@bp.get("/fiches")
@requires(Permission.CONTENT_READ)
def index() -> str:
    place = place_of(db(), actor(), request.args.get("lieu"))
    texts = list_effective(db(), place)
    lives = decisions.list_lives(db(), place, texts, today())
    entries = [shelf.entry(text) for text in texts if in_use(lives, text.slug)]
    return render_template(
        "fiches/index.html",
        groups=shelf.by_specialty(entries),
        prefix=url_for("fiches.fiche", slug="-")[:-1],
        validated={slug for slug, life in lives.items() if life.validated},
        may_edit=actor().can(Permission.CONTENT_EDIT),
        may_keep=actor().can(Permission.CONTENT_HEALTH),
    )


@bp.get("/fiches/<slug>")
@requires(Permission.CONTENT_READ)
def fiche(slug: str) -> str:
    asked = request.args.get("lieu")
    place = place_of(db(), actor(), asked)
    text = get_effective(db(), actor(), slug, place)
    life = decisions.get_life(db(), place, text, today())
    sheet = queries.sheet_of(text)
    return render_template(
        "fiches/fiche.html",
        sheet=sheet,
        parts=parts_of(sheet, validated=life.validated),
        origins=origins(text.layers),
        place=place,
        places=queries.list_own_units(db(), actor()),
        life=life,
        validated=life.validated,
        may_review=place is not None and policy.reviews(actor(), place),
        may_edit=actor().can(Permission.CONTENT_EDIT),
        edits_here=place is not None and policy.edits(actor(), place),
        **reading_context(actor(), text),
    )

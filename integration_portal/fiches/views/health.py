"""Doors to what the fiches ask of those who keep them: their history, and their health."""

from flask import render_template, request

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import decisions, history
from ..differences import differences
from ..effective import get_effective, list_effective, place_of
from ..health import Ward, health
from ..life import Status
from .approval import bp

__all__ = ["bp", "content_health", "versions"]
SHOWN = 10


@bp.get("/fiches/<slug>/versions")
@requires(Permission.CONTENT_READ)
def versions(slug: str) -> str:
    place = place_of(db(), actor(), request.args.get("lieu"))
    if place is None:
        raise NotFoundError
    now = get_effective(db(), actor(), slug, place)
    moments = history.list_moments(db(), place, slug)
    asked = request.args.get("avant", ""), request.args.get("apres", history.NOW)
    sections = None
    if asked[0]:
        texts = [history.get_text(db(), actor(), place, now, moments, code) for code in asked]
        sections = differences(*texts)
    return render_template(
        "fiches/versions.html",
        text=now,
        place=place,
        place_name=decisions.name_of(db(), place),
        moments=moments,
        asked=asked,
        sections=sections,
    )


@bp.get("/sante-des-contenus")
@requires(Permission.CONTENT_HEALTH)
def content_health() -> str:
    place = place_of(db(), actor(), request.args.get("lieu"))
    if place is None:
        raise NotFoundError
    texts = list_effective(db(), place)
    ward = Ward(
        decisions.specialty_of(db(), place),
        decisions.list_doctors(db(), place),
        decisions.read_slugs(db(), place),
    )
    lives = decisions.list_lives(db(), place, texts, today())
    return render_template(
        "fiches/health.html",
        health=health(texts, lives, ward, today()),
        Status=Status,
        place=place,
        places=decisions.list_places(db(), actor()),
        may_edit=actor().can(Permission.CONTENT_EDIT),
        opened=request.args.get("voir", ""),
        shown=SHOWN,
    )

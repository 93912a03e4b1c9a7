"""``/api/v1``: fiches as JSON, for programs that hold a key of the establishment."""

import json
import re
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from ...core.errors import NotFoundError
from ...fiches.decisions import get_life, list_lives
from ...fiches.effective import find_effective, list_effective
from ...web import problems
from ...web.access import public, requires_token
from ...web.portal import db, portal, today
from .. import documents, queries
from ..openapi import document
from ..rules import ASKS_A_MINUTE
from .gate import reader

bp = Blueprint("api", __name__, template_folder="../templates")
MOST, USUAL = 100, 50
_CURSOR = re.compile(r"^[a-z0-9-]{1,80}$")


@bp.get("/api/v1/fiches")
@requires_token
def fiches() -> Response:
    """By slug. ``cursor`` goes on after a page; a fiche added meanwhile moves none of the rest."""
    limit, cursor = _limit(), _cursor()
    place = reader().place
    after = [text for text in list_effective(db(), place) if text.slug > cursor]
    page = after[:limit]
    lives = list_lives(db(), place, page, today())
    dates = queries.recorded_at(db(), [text.slug for text in page])
    items = [documents.summary(one, lives[one.slug], dates.get(one.slug)) for one in page]
    following = page[-1].slug if len(after) > limit else None
    answer = _json({"items": items, "next_cursor": following})
    if following:
        address = url_for("api.fiches", cursor=following, limit=limit)
        answer.headers["Link"] = f'<{address}>; rel="next"'
    return answer


@bp.get("/api/v1/fiches/<slug>")
@requires_token
def fiche(slug: str) -> Response:
    place = reader().place
    text = find_effective(db(), slug, place)
    if text is None:
        raise NotFoundError("Aucune fiche de l’établissement ne porte ce nom.")
    life = get_life(db(), place, text, today())
    recorded_at = queries.recorded_at(db(), [slug]).get(slug)
    return _json(documents.whole(text, life, recorded_at))


@bp.get("/api/v1/openapi.json")
@public
def openapi() -> Response:
    body = json.dumps(document(portal().settings.base_url), ensure_ascii=False, indent=1)
    return Response(body, mimetype="application/json")


@bp.get("/api")
@public
def about() -> str:
    return render_template("integrations/api.html", most=MOST, usual=USUAL, pace=ASKS_A_MINUTE)


def _json(body: dict[str, Any]) -> Response:
    """Kept by the program that asked and by nobody else; asked again, 304 when nothing moved."""
    if request.accept_mimetypes and not request.accept_mimetypes.accept_json:
        abort(problems.answer(406, "Cette adresse ne répond qu’en application/json."))
    answer = Response(json.dumps(body, ensure_ascii=False), mimetype="application/json")
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.vary.add("Authorization")
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def _limit() -> int:
    asked = request.args.get("limit", str(USUAL))
    if not asked.isdecimal() or not 1 <= int(asked[:9]) <= MOST:
        abort(problems.answer(400, f"limit : un entier de 1 à {MOST}."))
    return int(asked)


def _cursor() -> str:
    asked = request.args.get("cursor", "")
    if asked and not _CURSOR.match(asked):
        abort(problems.answer(400, "cursor : reprenez next_cursor de la page précédente."))
    return asked

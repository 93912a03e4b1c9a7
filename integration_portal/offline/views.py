"""Doors: the copy of fiches, the page without network, and the worker that keeps them."""

import hashlib
import hmac
from functools import lru_cache
from pathlib import Path
from typing import cast

import orjson
from flask import Blueprint, Response, current_app, render_template, request, session
from flask_login import current_user
from markupsafe import Markup

from .. import __version__
from ..core import clock
from ..core.permissions import Permission
from ..fiches.places import Place, usual
from ..learning.blocks import lesson_html
from ..learning.presentation import Lesson
from ..learning.queries import get_lesson
from ..web.access import public, requires
from ..web.cookies import DatedSession
from ..web.kept import asset, url_for
from ..web.portal import actor, db, portal, today
from . import queries, shell

bp = Blueprint("offline", __name__, template_folder="templates")


def _key(place: Place) -> str:
    """Names a place to the browser, which only compares it."""
    return _named(portal().settings.secret_key, place.code)


@lru_cache(maxsize=512)
def _named(secret: str, code: str) -> str:
    return hmac.new(secret.encode(), f"offline {code}".encode(), hashlib.sha256).hexdigest()[:24]


@lru_cache(maxsize=512)
def _html(text: str) -> str:
    """Its questions wait for the network."""
    return lesson_html(text, lambda kind, name: f"figures/{name}" if kind == "figure" else "")


def text_of(lesson: Lesson) -> Markup:
    return Markup(_html(lesson.text))  # noqa: S704 — cleaned by core.markdown


@bp.before_app_request
def leave_the_session_alone() -> None:
    """A browser asks for these by itself: that is nobody at work. It must neither put off the end
    of an idle session nor, answered late, bring back the cookie of somebody who has left."""
    if request.endpoint == "static" or request.blueprint == bp.name:
        cast("DatedSession", session).signed_at = clock.now()


@bp.app_context_processor
def offline() -> dict[str, str]:
    """``copy_key``: of the place whose fiches this reader's desk keeps, if she reads any."""
    if not current_user.is_authenticated or not actor().can(Permission.CONTENT_READ):
        return {}
    place = usual(actor())
    return {"copy_key": _key(place)} if place else {}


@bp.get("/hors-ligne/fiches.json")
@requires(Permission.CONTENT_READ)
def fiches() -> Response:
    """``no-store`` like every answer to somebody: the worker puts it in its own store itself."""
    place = usual(actor())
    assert place is not None  # whoever holds a permission holds it somewhere
    copy = queries.copy_of(db(), place, _key(place), today())
    response = Response(copy.body, mimetype="application/json")
    response.set_etag(copy.etag)
    response.make_conditional(request)
    return response


@bp.get("/hors-ligne/lecons/<slug>/<lesson>")
@requires(Permission.CONTENT_READ)
def lesson(slug: str, lesson: str) -> str:
    """A lesson without anybody's ticks: the worker keeps it for the day the network is down."""
    module, shown = get_lesson(db(), slug, lesson)
    return render_template(
        "offline/lesson.html", module=module, lesson=shown, body=text_of(shown), today=today()
    )


@bp.get("/hors-ligne")
@public
def page() -> str:
    return render_template("offline/page.html")


@bp.get("/service-worker.js")
@public
def worker() -> Response:
    """At the root of the portal, which is then all it answers for."""
    static = Path(str(current_app.static_folder))
    facts = {
        "version": f"{__version__}-{shell.digest_of(static, page())}",
        "page": url_for("offline.page"),
        "fiches": url_for("offline.fiches"),
        "lessons": url_for("offline.page") + "/lecons/",
        "shell": [asset(name, versioned=False) for name in shell.files_of(static)],
    }
    text = (static / shell.WORKER).read_text(encoding="utf-8")
    script = f"const PORTAL = {orjson.dumps(facts).decode()};\n{text}"
    response = Response(script, mimetype="text/javascript")
    response.headers["Service-Worker-Allowed"] = url_for("home.start")
    return response

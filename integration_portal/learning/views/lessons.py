"""Doors: the modules by block, one module, one lesson."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import presentation, queries, queries_progress
from ..actions import lessons as actions
from ..queries_credits import count_waiting, list_own_credits
from ..queries_lessons import list_readings
from .reading import body_of

bp = Blueprint("learning", __name__, template_folder="../templates")


@bp.get("/modules")
@requires(Permission.CONTENT_READ)
def index() -> str:
    modules = queries.list_modules(db())
    decides = actor().can(Permission.SIGNOFF_DECIDE)
    return render_template(
        "learning/index.html",
        blocks=presentation.by_block(module.card for module in modules),
        competencies=queries.get_catalogue(db()).competencies,
        progress=queries_progress.map_progress(db(), actor().id, modules),
        decides=decides,
        waiting=count_waiting(db(), actor()) if decides else 0,
    )


@bp.get("/modules/<slug>")
@requires(Permission.CONTENT_READ)
def module(slug: str) -> str:
    found = queries.get_module(db(), slug)
    catalogue = queries.get_catalogue(db())
    return render_template(
        "learning/module.html",
        module=found,
        block=presentation.BLOCKS[found.card.block],
        intro=presentation.body_html(found.intro),
        catalogue=catalogue,
        progress=queries_progress.get_progress(db(), actor().id, found),
        readings=list_readings(db(), actor(), slug),
        credits=list_own_credits(db(), actor().id, slug),
        may_keep=actor().can(Permission.CONTENT_HEALTH),
        may_edit=actor().can(Permission.CONTENT_EDIT),
    )


@bp.get("/modules/<slug>/<lesson>")
@requires(Permission.CONTENT_READ)
def lesson(slug: str, lesson: str) -> str:
    found, shown = queries.get_lesson(db(), slug, lesson)
    before, after = presentation.neighbours(found.lessons, shown.slug)
    return render_template(
        "learning/lesson.html",
        module=found,
        lesson=shown,
        body=body_of(found, shown),
        readings=list_readings(db(), actor(), slug),
        before=before,
        after=after,
    )


@bp.post("/modules/<slug>/<lesson>/lue")
@requires(Permission.CONTENT_READ)
def mark_read(slug: str, lesson: str) -> BaseResponse:
    found = actions.mark_read(
        db(), actor(), slug=slug, lesson_slug=lesson, shown=request.form.get("texte", "")
    )
    _, after = presentation.neighbours(found.lessons, lesson)
    flash("Leçon marquée comme lue.", "success")
    if after is not None:
        return redirect(url_for("learning.lesson", slug=slug, lesson=after.slug))
    return redirect(url_for("learning.module", slug=slug))


@bp.post("/modules/<slug>/<lesson>/position")
@requires(Permission.CONTENT_READ)
def keep_position(slug: str, lesson: str) -> tuple[str, int]:
    """Sent by the page itself when she leaves it."""
    position = request.form.get("position", 0, type=int)
    actions.keep_position(db(), actor(), slug=slug, lesson_slug=lesson, position=position)
    return "", 204


@bp.get("/modules/<slug>/figures/<name>")
@requires(Permission.CONTENT_READ)
def figure(slug: str, name: str) -> Response:
    """A drawing of a lesson. It is an image and nothing else: no script of it may run."""
    drawing = queries.get_module(db(), slug).figures.get(name)
    if drawing is None:
        raise NotFoundError
    response = Response(drawing, mimetype="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response

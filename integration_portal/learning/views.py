"""Doors: the modules by block, one module, one lesson."""

from flask import Blueprint, render_template

from ..core.permissions import Permission
from ..web.access import requires
from ..web.portal import actor, db
from . import presentation, queries

bp = Blueprint("learning", __name__, template_folder="templates")


@bp.get("/modules")
@requires(Permission.CONTENT_READ)
def index() -> str:
    catalogue = queries.get_catalogue(db())
    return render_template(
        "learning/index.html",
        blocks=presentation.by_block(catalogue.modules.values()),
        competencies=catalogue.competencies,
    )


@bp.get("/modules/<slug>")
@requires(Permission.CONTENT_READ)
def module(slug: str) -> str:
    found = queries.get_module(db(), slug)
    return render_template(
        "learning/module.html",
        module=found,
        block=presentation.BLOCKS[found.card.block],
        intro=presentation.body_html(found.intro),
        catalogue=queries.get_catalogue(db()),
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
        body=presentation.body_html(shown.text),
        before=before,
        after=after,
    )

"""Doors: the search page, its part that follows the typing, and what was not found."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ..core.permissions import Permission
from ..web.access import requires
from ..web.portal import actor, db
from . import actions, gaps
from .current import engine, find, lives
from .forms import GapForm
from .presentation import Result, grouped, result

bp = Blueprint("search", __name__, template_folder="templates")
MAX_QUERY = 200


def _asked() -> str:
    return request.args.get("q", "").replace("\x00", "").lstrip()[:MAX_QUERY]


def _groups(text: str) -> list[tuple[str, list[Result]]]:
    if not text.strip():
        return []
    ideas = engine().index.ideas
    return grouped([result(one, ideas) for one in find(text)])


def _validated() -> set[str]:
    """A line shown alone must not hide that no doctor here has validated its fiche."""
    if not _asked().strip():
        return set()
    return {slug for slug, life in lives().items() if life.validated}


@bp.get("/recherche")
@requires(Permission.CONTENT_READ)
def index() -> str:
    text = _asked()
    form = GapForm(formdata=None, words=text)
    return render_template(
        "search/index.html", query=text, groups=_groups(text), validated=_validated(), form=form
    )


@bp.get("/recherche/fragment")
@requires(Permission.CONTENT_READ)
def fragment() -> str:
    """The results alone, for the box that answers while somebody types."""
    text = _asked()
    return render_template(
        "search/_results.html", query=text, groups=_groups(text), validated=_validated()
    )


@bp.post("/recherche/manques")
@requires(Permission.CONTENT_READ)
def report() -> Response | tuple[str, int]:
    form = GapForm()
    if not form.validate_on_submit():
        text = form.words.data or ""
        page = render_template(
            "search/index.html", query=text, groups=_groups(text), validated=_validated(), form=form
        )
        return page, 422
    actions.report_gap(db(), actor(), words=form.words.data or "")
    flash("Merci : le manque est transmis à la rédaction.", "success")
    return redirect(url_for("search.index"))


@bp.get("/recherche/manques")
@requires(Permission.CONTENT_EDIT)
def missing() -> str:
    return render_template("search/gaps.html", gaps=gaps.list_gaps(db(), actor()))


@bp.post("/recherche/manques/<int:gap_id>/fermer")
@requires(Permission.CONTENT_EDIT)
def close(gap_id: int) -> Response:
    actions.close_gap(db(), actor(), gap=gaps.get_gap(db(), actor(), gap_id))
    flash("Manque classé.", "success")
    return redirect(url_for("search.missing"))

"""Doors: the search page, its part that follows the typing, and what was not found."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from ..core.permissions import Permission
from ..fiches.keeping import Kept
from ..web.access import requires
from ..web.portal import actor, db
from . import actions, gaps
from .current import engine, find, lives
from .engine import Found
from .forms import GapForm
from .ideas import Ideas
from .presentation import grouped, result

# What was typed, what answers it, and the fiches among them that a doctor validated here.
Asked = tuple[Ideas, str, tuple[Found, ...], frozenset[str]]

bp = Blueprint("search", __name__, template_folder="templates")
MAX_QUERY = 200
# About 10 kB each.
_ANSWERS: Kept[Asked, Markup] = Kept(512)


def _asked() -> str:
    return request.args.get("q", "").replace("\x00", "").lstrip()[:MAX_QUERY]


def _results(text: str) -> Markup:
    """What answers, as the page and the fragment show it; nothing while nothing is asked."""
    if not text.strip():
        return Markup()
    held = lives()
    found = find(text)
    # A line shown alone must not hide that no doctor here has validated its fiche.
    validated = frozenset(
        one.slug for one in found if one.slug in held and held[one.slug].validated
    )
    return _rendered((engine().index.ideas, text, found, validated))


def _rendered(asked: Asked) -> Markup:
    """The same words are asked again and again, letter after letter: each answer is made once."""
    return _ANSWERS.get(asked, lambda: _render(asked))


def _render(asked: Asked) -> Markup:
    ideas, text, found, validated = asked
    groups = grouped([result(one, ideas) for one in found])
    shown = render_template("search/_results.html", query=text, groups=groups, validated=validated)
    return Markup(shown)  # noqa: S704 — the template escaped it


@bp.get("/recherche")
@requires(Permission.CONTENT_READ)
def index() -> str:
    return _page(GapForm(formdata=None, words=_asked()), _asked())


def _page(form: GapForm, text: str) -> str:
    return render_template("search/index.html", query=text, results=_results(text), form=form)


@bp.get("/recherche/fragment")
@requires(Permission.CONTENT_READ)
def fragment() -> str:
    """The results alone, for the box that answers while somebody types."""
    return _results(_asked())


@bp.post("/recherche/manques")
@requires(Permission.CONTENT_READ)
def report() -> Response | tuple[str, int]:
    form = GapForm()
    if not form.validate_on_submit():
        return _page(form, form.words.data or ""), 422
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

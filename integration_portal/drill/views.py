"""Doors: the drill's front page, a sentence to answer, the result."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from ..core import clock
from ..core.errors import NotFoundError
from ..core.permissions import Permission
from ..fiches.queries import list_cards
from ..search import current as search
from ..search.presentation import result
from ..web.access import requires
from ..web.incoming import row_id
from ..web.portal import actor, db
from . import actions, presentation, queries, rules
from .models import DrillAttempt

bp = Blueprint("drill", __name__, template_folder="templates")
MAX_QUERY = 200
_BAR = "drill_bar"


@bp.get("/epreuve")
@requires(Permission.CONTENT_READ)
def index() -> str:
    attempts = queries.list_attempts(db(), actor())
    return render_template(
        "drill/index.html",
        finished=[
            (one, rules.passed(one.items)) for one in attempts if one.finished_at is not None
        ],
        open_=next((one for one in attempts if one.finished_at is None), None),
        rules=rules,
    )


@bp.post("/epreuve")
@requires(Permission.CONTENT_READ)
def start() -> Response:
    session[_BAR] = bool(request.form.get("barre"))
    return _to(actions.start(db(), actor()))


def _to(attempt: DrillAttempt) -> Response:
    return redirect(url_for("drill.play", attempt_id=attempt.id))


@bp.get("/epreuve/<int:attempt_id>")
@requires(Permission.CONTENT_READ)
def play(attempt_id: int) -> str:
    """The sentence in hand with its search, the pause between two, or the result."""
    attempt = queries.get_attempt(db(), actor(), attempt_id)
    index = rules.current(attempt.items)
    if index is None:
        return _result(attempt)
    item = attempt.items[index]
    if item["shown_at"] is None:
        return render_template("drill/between.html", attempt=attempt, number=index + 1)
    return render_template(
        "drill/play.html",
        attempt=attempt,
        said=item["said"],
        bar=session.get(_BAR, False),
        elapsed=round(rules.elapsed(item, clock.now()), 1),
        target=rules.TARGET_SECONDS,
        **_searched(index + 1),
    )


@bp.get("/epreuve/<int:attempt_id>/recherche")
@requires(Permission.CONTENT_READ)
def results(attempt_id: int) -> str:
    """The fiches alone, for the box that answers while she types."""
    attempt = queries.get_attempt(db(), actor(), attempt_id)
    index = rules.current(attempt.items)
    if index is None:
        raise NotFoundError
    return render_template("drill/_results.html", attempt=attempt, **_searched(index + 1))


def _searched(number: int) -> dict[str, object]:
    """What the portal's own search answers, fiches alone."""
    query = request.args.get("q", "").replace("\x00", "").strip()[:MAX_QUERY]
    ideas = search.engine().index.ideas
    found = search.find(query) if query else ()
    fiches = [result(one, ideas) for one in found if one.kind == "fiche"]
    return {"number": number, "query": query, "results": fiches}


def _result(attempt: DrillAttempt) -> str:
    cards = {card.slug: card for card in list_cards(db())}
    return render_template(
        "drill/result.html",
        attempt=attempt,
        passed=rules.passed(attempt.items),
        verdicts=presentation.verdicts(attempt.items, cards),
        rules=rules,
    )


def _number() -> int:
    return request.form.get("phrase", type=row_id) or 0


@bp.post("/epreuve/<int:attempt_id>/suite")
@requires(Permission.CONTENT_READ)
def show(attempt_id: int) -> Response:
    return _to(actions.show(db(), actor(), attempt_id, number=_number()))


@bp.post("/epreuve/<int:attempt_id>/reponse")
@requires(Permission.CONTENT_READ)
def answer(attempt_id: int) -> Response:
    slug = request.form.get("fiche", "")
    return _to(actions.answer(db(), actor(), attempt_id, number=_number(), slug=slug))

"""Doors: a learner says that a question is wrong; editors see how each question behaves."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries, queries_statistics, statistics
from ..actions import reports as actions
from ..forms import ReportForm
from ..question_types import kind_of
from ..solutions import solution
from .asking import asked_once

bp = Blueprint("quiz_reports", __name__, template_folder="../templates")


@bp.get("/modules/<slug>/questions/<question>/signalement")
@requires(Permission.CONTENT_READ)
def report(slug: str, question: str) -> str:
    return _page(slug, question, ReportForm(formdata=None))


def _page(slug: str, question: str, form: ReportForm) -> str:
    module = queries.get_version(db(), slug, request.args.get("version", ""))
    if question not in module.questions:
        raise NotFoundError
    return render_template(
        "learning/report.html", module=module, question=module.questions[question], form=form
    )


@bp.post("/modules/<slug>/questions/<question>/signalement")
@requires(Permission.CONTENT_READ)
def send(slug: str, question: str) -> Response | tuple[str, int]:
    form = ReportForm()
    if not form.validate_on_submit():
        return _page(slug, question, form), 422
    actions.report(
        db(), actor(), slug=slug, version=request.args.get("version", ""), question=question,
        words=form.words.data or "",
    )  # fmt: skip
    flash("Merci : votre remarque est transmise à la rédaction.", "success")
    return redirect(url_for("quiz.front", slug=slug))


@bp.get("/modules/questions/signalements")
@requires(Permission.CONTENT_EDIT)
def index() -> str:
    return render_template(
        "learning/reports.html", rows=queries_statistics.list_reports(db(), actor())
    )


@bp.post("/modules/questions/signalements/<int:report_id>/fermer")
@requires(Permission.CONTENT_EDIT)
def close(report_id: int) -> Response:
    found = queries_statistics.find_report(db(), actor(), report_id)
    if found is None:
        raise NotFoundError
    actions.close(db(), actor(), found)
    flash("Signalement classé.", "success")
    return redirect(url_for("quiz_reports.index"))


@bp.get("/modules/<slug>/questions")
@requires(Permission.CONTENT_HEALTH)
def bank(slug: str) -> str:
    """Every question of a module as learners see it, with its answer and how it behaves."""
    module = queries.get_module(db(), slug)
    found = statistics.items(queries_statistics.list_answers(db(), actor(), module))
    stars = [name for name, question in module.questions.items() if question["etoile"]]
    return render_template(
        "learning/bank.html",
        module=module,
        questions=[
            (one, kind_of(one), asked_once(one, None), found.get(name), solution(one))
            for name, one in module.questions.items()
        ],
        missed=[one for one in statistics.most_missed(found, stars) if one.success < 1][:5],
        enough=statistics.ENOUGH,
    )

"""Doors: a module's quiz, one question a page, the result by objective."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core import clock
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, unlocked
from .. import queries, queries_progress
from .. import queries_quiz as quizzes
from ..actions import quizzes as actions
from ..actions.answering import keep
from ..errors import IncompleteAnswerError
from ..marking import mark
from ..models import Purpose, QuizAttempt
from ..queries_own import get_own, list_own
from ..question_types import kind_of
from ..results import result_of
from .asking import Asked, corrected, fields_of, open_question

bp = Blueprint("quiz", __name__, template_folder="../templates")


@bp.get("/modules/<slug>/quiz")
@requires(Permission.CONTENT_READ)
def front(slug: str) -> str:
    module = queries.get_module(db(), slug)
    attempts = list_own(db(), actor(), QuizAttempt, slug)
    return render_template(
        "learning/quiz.html",
        module=module,
        open_=next((one for one in attempts if one.finished_at is None), None),
        attempts=[one for one in attempts if one.finished_at is not None],
        progress=queries_progress.get_progress(db(), actor().id, module),
    )


@bp.post("/modules/<slug>/quiz")
@requires(Permission.CONTENT_READ)
def start(slug: str) -> Response:
    try:
        purpose = Purpose(request.form.get("quiz", Purpose.QUIZ))
    except ValueError:
        raise NotFoundError from None
    return _to(actions.start(db(), actor(), slug=slug, purpose=purpose))


def _to(attempt: QuizAttempt) -> Response:
    """Where the attempt is: its question in hand, or its result."""
    if attempt.finished_at is not None:
        return redirect(url_for("quiz.result", attempt_id=attempt.id))
    return redirect(url_for("quiz.question", attempt_id=attempt.id, number=attempt.answered + 1))


@bp.get("/quiz/<int:attempt_id>")
@requires(Permission.CONTENT_READ)
def resume(attempt_id: int) -> Response:
    return _to(get_own(db(), actor(), QuizAttempt, attempt_id))


@bp.get("/quiz/<int:attempt_id>/<int:number>")
@requires(Permission.CONTENT_READ)
def question(attempt_id: int, number: int) -> str | Response:
    """A question to answer, or the correction of one already answered."""
    attempt = get_own(db(), actor(), QuizAttempt, attempt_id)
    if not 1 <= number <= len(attempt.drawn):
        raise NotFoundError
    if number > attempt.answered + 1 or (number > attempt.answered and attempt.finished_at):
        return _to(attempt)
    return _page(attempt, number)


def _page(attempt: QuizAttempt, number: int, sent: dict[str, list[str]] | None = None) -> str:
    module = queries.get_version(db(), attempt.module, attempt.version)
    asked_of = module.questions[attempt.drawn[number - 1]]
    draw = quizzes.order_of(attempt, asked_of)
    answer = quizzes.find_answer(db(), attempt, number - 1) if number <= attempt.answered else None
    asked: Asked = (
        corrected(asked_of, draw, answer.given["r"])
        if answer is not None
        else open_question(asked_of, draw, sent)
    )
    deadline = quizzes.deadline_of(module, attempt)
    return render_template(
        "learning/question.html",
        module=module,
        attempt=attempt,
        number=number,
        question=asked_of,
        kind=kind_of(asked_of),
        asked=asked,
        deadline=deadline,
        over=attempt.finished_at is None and deadline is not None and deadline <= clock.now(),
    )


@bp.post("/quiz/<int:attempt_id>/<int:number>")
@requires(Permission.CONTENT_READ)
def answer(attempt_id: int, number: int) -> Response | tuple[str, int]:
    """Marked first: the write lock is held only to keep the answer."""
    fields = fields_of(request.form)
    try:
        marked = mark(unlocked(), actor(), attempt_id, place=number - 1, fields=fields)
    except IncompleteAnswerError as error:
        attempt = get_own(db(), actor(), QuizAttempt, attempt_id)
        return _page(attempt, number, fields), error.status
    if marked is not None:
        keep(db(), actor(), marked)
    return redirect(url_for("quiz.question", attempt_id=attempt_id, number=number))


@bp.post("/quiz/<int:attempt_id>/fin")
@requires(Permission.CONTENT_READ)
def finish(attempt_id: int) -> Response:
    return _to(actions.finish(db(), actor(), attempt_id))


@bp.get("/quiz/<int:attempt_id>/resultat")
@requires(Permission.CONTENT_READ)
def result(attempt_id: int) -> str | Response:
    attempt = get_own(db(), actor(), QuizAttempt, attempt_id)
    if attempt.finished_at is None:
        return _to(attempt)
    module = queries.get_version(db(), attempt.module, attempt.version)
    return render_template(
        "learning/result.html",
        module=module,
        attempt=attempt,
        result=result_of(module, attempt.drawn, quizzes.list_answers(db(), attempt)),
        progress=queries_progress.get_progress(
            db(), actor().id, queries.get_module(db(), attempt.module)
        ),
    )

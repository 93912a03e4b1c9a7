"""One interview: what each prepares, who reads it, when it takes place, and what came of it."""

import json
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...core.typography import french
from ...journeys.policy import can_manage
from ...signoffs.models import EntryKind, LedgerEntry
from ...signoffs.queries import list_entries_of
from ...web.access import requires
from ...web.forms import GuardedForm
from ...web.portal import actor, db, today
from .. import actions, policy, queries, rules
from ..errors import NotYoursError
from ..forms import AnswerForm, MoveForm, preparation_form, prepared
from ..kinds import GUIDES, Questions
from ..models import AnswerKind, InterviewState
from ..queries import Sheet
from ..rules import Side
from . import bp

Answer = str | tuple[str, int] | Response


def questions_of(sheet: Sheet, side: Side) -> Questions:
    guide = GUIDES[sheet.interview.kind]
    return guide.recruit if side is Side.RECRUIT else guide.leader


def _preparation(sheet: Sheet, side: Side) -> GuardedForm:
    words = rules.words_of(sheet.interview, side)
    made = preparation_form(questions_of(sheet, side))
    return made(data={f"q_{code}": text for code, text in words.items()})


def _said(sheet: Sheet, reader: Side, author: Side) -> list[tuple[str, str]] | None:
    """(question, answer) of what ``author`` prepared, None when this reader may not see it."""
    if not rules.reads(sheet.interview, reader, author):
        return None
    words = rules.words_of(sheet.interview, author)
    return [(text, words[code]) for code, text in questions_of(sheet, author) if words.get(code)]


def _disagreement(entries: Sequence[LedgerEntry]) -> str:
    """As it was signed."""
    signed = [json.loads(one.payload) for one in entries if one.kind is EntryKind.DISPUTED]
    return signed[0].get("comment", "") if signed else ""


def sheet_page(sheet: Sheet, **forms: object) -> str:
    one = sheet.interview
    side = policy.side_of(actor(), one, sheet.journey)
    told = one.held_on is not None and (side is Side.LEADER or one.state is not InterviewState.OPEN)
    steps = [decision["step_id"] for decision in one.decisions if decision["step_id"]]
    entries = list_entries_of(db(), f"interview:{one.id}")
    context: dict[str, Any] = {
        "form": _preparation(sheet, side) if side is not Side.MANAGER else None,
        "move_form": MoveForm(formdata=None, data={"on": one.planned_on}),
        "answer_form": AnswerForm(formdata=None),
        **forms,
    }
    return render_template(
        "interviews/sheet.html",
        sheet=sheet,
        one=one,
        side=side.value,
        zone=sheet.journey.unit.establishment.time_zone,
        standing=rules.standing(one, today()),
        next_act=rules.next_act(one, side),
        report=rules.is_report(one),
        rule=rules.rule_for(one, side),
        may_write=side is not Side.MANAGER and rules.may_write(one, side),
        may_reopen=side is not Side.MANAGER and rules.may_reopen(one, side),
        mine=_said(sheet, side, side) if side is not Side.MANAGER else None,
        theirs=_said(sheet, side, rules.other(side)) if side is not Side.MANAGER else None,
        other_ready=side is not Side.MANAGER and bool(rules.ready_at(one, rules.other(side))),
        told=told,
        steps=queries.steps_there(db(), steps),
        manages=can_manage(actor(), sheet.journey),
        arranges=one.state is InterviewState.OPEN
        and one.held_on is None
        and policy.can_arrange(actor(), one, sheet.journey),
        answer_due=rules.answer_due(one),
        entries=entries,
        disagreement=_disagreement(entries),
        today=today(),
        **context,
    )


@bp.get("/entretiens/<int:interview_id>")
@requires(Permission.JOURNEY_READ)
def page(interview_id: int) -> str:
    return sheet_page(queries.get_sheet(db(), actor(), interview_id))


def back(interview_id: int, said: str) -> Response:
    flash(french(said), "success")
    return redirect(url_for("interviews.page", interview_id=interview_id))


@bp.post("/entretiens/<int:interview_id>/preparation")
@requires(Permission.JOURNEY_READ)
def prepare(interview_id: int) -> Answer:
    """``geste`` names the button: « pret », or a draft."""
    sheet = queries.get_sheet(db(), actor(), interview_id)
    side = policy.side_of(actor(), sheet.interview, sheet.journey)
    if side is Side.MANAGER:
        raise NotYoursError("la recrue et à la personne qui mène l’entretien")
    form = preparation_form(questions_of(sheet, side))()
    if not form.validate_on_submit():
        return sheet_page(sheet, form=form), 422
    ready = request.form.get("geste") == "pret"
    words = prepared(form, questions_of(sheet, side))
    actions.prepare(db(), actor(), sheet, words=words, ready=ready)
    said = "Votre préparation est dite prête." if ready else "Brouillon gardé : il reste à vous."
    return back(interview_id, said)


@bp.post("/entretiens/<int:interview_id>/preparation/reprendre")
@requires(Permission.JOURNEY_READ)
def reopen(interview_id: int) -> Response:
    actions.reopen(db(), actor(), queries.get_sheet(db(), actor(), interview_id))
    return back(interview_id, "Votre préparation n’est plus dite prête : vous pouvez la changer.")


@bp.post("/entretiens/<int:interview_id>/partage")
@requires(Permission.JOURNEY_OWN)
def share(interview_id: int) -> Response:
    actions.share(db(), actor(), queries.get_sheet(db(), actor(), interview_id))
    return back(interview_id, "Votre rapport est ouvert à la personne qui mène l’entretien.")


@bp.post("/entretiens/<int:interview_id>/partage/reprendre")
@requires(Permission.JOURNEY_OWN)
def unshare(interview_id: int) -> Response:
    actions.unshare(db(), actor(), queries.get_sheet(db(), actor(), interview_id))
    return back(interview_id, "Votre rapport est refermé : personne d’autre que vous ne le lit.")


@bp.post("/entretiens/<int:interview_id>/reponse")
@requires(Permission.JOURNEY_READ)
def answer(interview_id: int) -> Answer:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    if policy.side_of(actor(), sheet.interview, sheet.journey) is not Side.LEADER:
        raise NotYoursError("la personne qui mène l’entretien")
    form = AnswerForm()
    if not form.validate_on_submit():
        return sheet_page(sheet, answer_form=form), 422
    kind, text = AnswerKind(form.kind.data), form.text.data or ""
    actions.answer(db(), actor(), sheet, kind=kind, text=text)
    return back(interview_id, "Votre réponse est enregistrée. La recrue en est prévenue.")


@bp.post("/entretiens/<int:interview_id>/date")
@requires(Permission.JOURNEY_READ)
def move(interview_id: int) -> Answer:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    form = MoveForm()
    if not form.validate_on_submit():
        return sheet_page(sheet, move_form=form), 422
    assert form.on.data is not None
    actions.move(db(), actor(), sheet.journey, sheet.interview, to=form.on.data)
    return back(interview_id, "La date est changée. L’autre personne en est prévenue.")


@bp.post("/entretiens/<int:interview_id>/annuler")
@requires(Permission.JOURNEY_READ)
def cancel(interview_id: int) -> Response:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    actions.cancel(db(), actor(), sheet.journey, sheet.interview)
    return back(interview_id, "Entretien annulé. L’autre personne en est prévenue.")

"""The receipt of a line, the recruit's answer, a signature taken back."""

import json
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import password_holds
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ...web.access import requires
from ...web.portal import actor, db
from ...web.security import log_security
from .. import actions, policy, queries
from ..forms import AnswerForm, WithdrawForm
from ..levels import Level
from ..models import EntryKind
from . import bp

Page = str | tuple[str, int] | Response


def _subject_url(subject: str) -> str | None:
    """The page of what was signed, on a floor above; None: it has none of its own."""
    kind, _, number = subject.partition(":")
    found = {
        "step": ("journeys.step", "step_id"),
        "passport": ("passports.passport", "passport_id"),
    }
    endpoint, name = found.get(kind, ("", ""))
    values: dict[str, Any] = {name: number}
    return url_for(endpoint, **values) if endpoint else None


def _entry_page(entry_id: int, **forms: object) -> str:
    found, asked = queries.get_entry(db(), actor(), entry_id)
    entries = queries.list_entries_of_request(db(), asked.id)
    withdrawn = any(e.kind is EntryKind.WITHDRAWN for e in entries)
    decision = found.kind in actions.DECISIONS
    return render_template(
        "signoffs/entry.html",
        entry=found,
        payload=json.loads(found.payload),
        asked=asked,
        zone=db().get_one(Establishment, asked.establishment_id).time_zone,
        entries=[(line, json.loads(line.payload)) for line in entries],
        withdrawn=withdrawn,
        can_answer=decision and found.recruit_id == actor().id and not queries.answered(entries),
        can_withdraw=decision and not withdrawn and policy.can_withdraw(actor(), found),
        Level=Level,
        subject_url=_subject_url(asked.subject),
        **{"answer_form": AnswerForm(formdata=None), "withdraw_form": WithdrawForm(formdata=None)}
        | forms,
    )


@bp.get("/signatures/<int:entry_id>")
@requires(Permission.JOURNEY_READ)
def entry(entry_id: int) -> str:
    return _entry_page(entry_id)


@bp.post("/signatures/<int:entry_id>/reponse")
@requires(Permission.JOURNEY_OWN)
def answer(entry_id: int) -> Page:
    found, _ = queries.get_entry(db(), actor(), entry_id)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _entry_page(entry_id, answer_form=form), 422
    actions.acknowledge(db(), actor(), found, disagreement=form.comment.data or "")
    said = "Votre désaccord est noté." if form.comment.data else "Vous avez pris acte."
    flash(said, "success")
    return redirect(url_for("signoffs.entry", entry_id=entry_id))


@bp.post("/signatures/<int:entry_id>/retrait")
@requires(Permission.SIGNOFF_DECIDE)
def withdraw(entry_id: int) -> Page:
    form = WithdrawForm()
    valid = form.validate_on_submit()
    if valid and not password_holds(form.password.data):
        form.password.errors = ["Ce n’est pas votre mot de passe. Rien n’a changé."]
        valid = False
    found, _ = queries.get_entry(db(), actor(), entry_id)
    if not valid:
        return _entry_page(entry_id, withdraw_form=form), 422
    line = actions.withdraw(db(), actor(), found, reason=form.reason.data or "")
    log_security("signature_withdrawn", user=actor().id, entry=line.id)
    flash("Signature retirée. La première reste visible dans l’historique.", "success")
    return redirect(url_for("signoffs.entry", entry_id=line.id))

"""The receipt of a line, the recruit's answer, a line corrected or taken back."""

import json
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import UNCHANGED, signed
from ...core.introducing import introduce
from ...core.permissions import Permission
from ...establishments.models import Establishment
from ...web.access import requires
from ...web.portal import actor, db
from ...web.security import log_security
from .. import actions, policy, queries
from ..forms import AnswerForm, CorrectForm, WithdrawForm
from ..levels import Level
from ..models import EntryKind, LedgerEntry, RequestState, SignOffRequest
from ..subjects import label_of
from . import bp
from .linking import subject_url

Page = str | tuple[str, int] | Response
_FINAL = {RequestState.SIGNED, RequestState.RETURNED, RequestState.COUNTERSIGN}


def _entry_page(entry_id: int, **forms: object) -> str:
    found, asked = queries.get_entry(db(), actor(), entry_id)
    entries = queries.list_entries_of_request(db(), asked.id)
    about = [line for line in entries if line.about_id == found.id]
    payload = json.loads(found.payload)
    return render_template(
        "signoffs/entry.html",
        entry=found,
        payload=payload,
        signer=_signer(payload),
        asked=asked,
        zone=db().get_one(Establishment, asked.establishment_id).time_zone,
        entries=[(line, json.loads(line.payload)) for line in entries],
        corrections=queries.corrections_of(entries, found),
        Level=Level,
        label_of=label_of,
        subject_url=subject_url(asked.subject),
        **_gestures(found, asked, entries, about),
        **{
            "answer_form": AnswerForm(formdata=None),
            "withdraw_form": WithdrawForm(formdata=None),
            "correct_form": CorrectForm(formdata=None),
        }
        | forms,
    )


def _signer(payload: dict[str, Any]) -> str:
    author = payload["author"]
    name = f"{author['given_name']} {author['family_name']}"
    return introduce(name, author["quality"], payload["unit"]["name"])


def _gestures(
    found: LedgerEntry, asked: SignOffRequest, entries: Any, about: list[LedgerEntry]
) -> dict[str, Any]:
    """What this person may still do about the line, and the sentences she would sign."""
    withdrawn = any(line.kind is EntryKind.WITHDRAWN for line in about)
    answerable = found.kind in actions.ANSWERABLE
    mine = found.recruit_id == actor().id
    can_answer = answerable and mine and not queries.answered(entries, found)
    can_withdraw = answerable and asked.state in _FINAL and policy.can_withdraw(actor(), found)
    can_correct = not withdrawn and policy.can_correct(actor(), found)
    return {
        "withdrawn": withdrawn,
        "answers": [
            actions.answer_words(db(), actor(), found, disagrees=disagrees)
            for disagrees in ((False, True) if can_answer else ())
        ],
        "withdrawal": actions.withdraw_words(db(), actor(), found) if can_withdraw else "",
        "correction": actions.correct_words(db(), actor(), found) if can_correct else "",
    }


@bp.get("/signatures/<int:entry_id>")
@requires(Permission.JOURNEY_READ)
def entry(entry_id: int) -> str:
    return _entry_page(entry_id)


@bp.post("/signatures/<int:entry_id>/reponse")
@requires(Permission.JOURNEY_OWN)
def answer(entry_id: int) -> Page:
    form = AnswerForm()
    valid = signed(form, UNCHANGED)
    found, _ = queries.get_entry(db(), actor(), entry_id)
    if not valid:
        return _entry_page(entry_id, answer_form=form), 422
    actions.acknowledge(db(), actor(), found, disagreement=form.comment.data or "")
    said = "Votre désaccord est noté." if form.comment.data else "Vous avez pris acte."
    flash(said, "success")
    return redirect(url_for("signoffs.entry", entry_id=entry_id))


@bp.post("/signatures/<int:entry_id>/retrait")
@requires(Permission.SIGNOFF_DECIDE)
def withdraw(entry_id: int) -> Page:
    form = WithdrawForm()
    valid = signed(form, UNCHANGED)
    found, _ = queries.get_entry(db(), actor(), entry_id)
    if not valid:
        return _entry_page(entry_id, withdraw_form=form), 422
    line = actions.withdraw(db(), actor(), found, reason=form.reason.data or "")
    log_security("signature_withdrawn", user=actor().id, entry=line.id)
    flash("Signature retirée. La première reste visible dans l’historique.", "success")
    return redirect(url_for("signoffs.entry", entry_id=line.id))


@bp.post("/signatures/<int:entry_id>/correction")
@requires(Permission.JOURNEY_READ)
def correct(entry_id: int) -> Page:
    form = CorrectForm()
    valid = signed(form, UNCHANGED)
    found, _ = queries.get_entry(db(), actor(), entry_id)
    if not valid:
        return _entry_page(entry_id, correct_form=form), 422
    line = actions.correct(db(), actor(), found, text=form.text.data or "")
    log_security("signature_corrected", user=actor().id, entry=line.id)
    flash("Correction enregistrée. Elle se lit à côté de la ligne corrigée.", "success")
    return redirect(url_for("signoffs.entry", entry_id=entry_id))

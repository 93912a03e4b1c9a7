"""The tutor's queue, the signature page, and a request taken back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts import queries as accounts
from ...accounts.reauth import password_holds
from ...core.permissions import Permission
from ...establishments.models import Unit
from ...web.access import requires
from ...web.portal import actor, db, portal, today
from ...web.security import log_security
from .. import actions, queries, rules
from ..errors import SafetyCriterionError
from ..forms import DecisionBase
from ..level_fields import DECISION_CHOICES, levels_form, levels_of
from ..levels import Level
from ..models import RequestState, SignOffRequest
from ..subjects import link_of
from . import bp

Page = str | tuple[str, int] | Response


@bp.get("/a-valider")
@requires(Permission.SIGNOFF_DECIDE)
def queue() -> str:
    lines = queries.list_queue(db(), actor())
    return render_template("signoffs/queue.html", lines=lines, today=today())


def _sign_page(found: SignOffRequest, form: DecisionBase) -> str:
    recruit = accounts.get_user(db(), found.recruit_id)
    unit = db().get_one(Unit, found.unit_id)
    words = [
        (kind, label, actions.sentence_for(db(), actor(), found, validates=validates))
        for kind, label, validates in (
            ("validate", "Si vous validez", True),
            ("return", "Si c’est à reprendre", False),
        )
    ]
    return render_template(
        "signoffs/sign.html",
        request_=found,
        form=form,
        rows=[(c, form[f"level_{c['code']}"]) for c in found.criteria],
        recruit=recruit,
        unit=unit,
        zone=unit.establishment.time_zone,
        words=words,
        Level=Level,
        decided=found.state is not RequestState.WAITING,
        entries=queries.list_entries_of_request(db(), found.id),
        link=link_of(found.subject),
    )


@bp.get("/a-valider/<int:request_id>")
@requires(Permission.SIGNOFF_DECIDE)
def sign(request_id: int) -> str:
    found = queries.get_decidable(db(), actor(), request_id)
    return _sign_page(found, levels_form(found.criteria, DecisionBase, DECISION_CHOICES)())


@bp.post("/a-valider/<int:request_id>")
@requires(Permission.SIGNOFF_DECIDE)
def decide(request_id: int) -> Page:
    with portal().database.reading() as reading:
        criteria = queries.get_decidable(reading, actor(), request_id).criteria
    form = levels_form(criteria, DecisionBase, DECISION_CHOICES)()
    valid = form.validate_on_submit()
    if valid and not password_holds(form.password.data):
        form.password.errors = ["Ce n’est pas votre mot de passe. Rien n’a été signé."]
        valid = False
    found = queries.get_decidable(db(), actor(), request_id)
    if not valid:
        return _sign_page(found, form), 422
    validates = form.decision.data == "validate"
    levels = levels_of(form, criteria)
    fault = rules.find_fault(criteria, levels, validates=validates, comment=form.comment.data or "")
    if fault:
        wrong = form.decision if isinstance(fault, SafetyCriterionError) else form.comment
        wrong.errors = [fault.message]
        return _sign_page(found, form), 422
    entry = actions.decide(
        db(), actor(), found, levels=levels, comment=form.comment.data or "", validates=validates
    )
    log_security("signature", user=actor().id, entry=entry.id, kind=entry.kind.value)
    flash("Signé. Le reçu est ci-dessous ; la recrue en reçoit un aussi.", "success")
    return redirect(url_for("signoffs.entry", entry_id=entry.id))


@bp.post("/demandes/<int:request_id>/annuler")
@requires(Permission.JOURNEY_OWN)
def cancel(request_id: int) -> Response:
    found = queries.get_own_waiting(db(), actor(), request_id)
    actions.cancel(db(), actor(), found)
    flash("Demande reprise : rien n’a été signé.", "success")
    return redirect(f"{request.root_path}{link_of(found.subject).path}")

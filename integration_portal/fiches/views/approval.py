"""Doors of whoever decides about a fiche: read as a peer, validate, withdraw, restore."""

import datetime as dt
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, today
from ...web.security import log_security
from .. import decisions, policy
from ..actions import approvals
from ..actions.approvals import Read
from ..differences import differences
from ..effective import Effective, get_effective, place_of
from ..errors import ReviewDateError, UncheckedSourcesError
from ..forms_approval import SeenForm, ValidateForm, WithdrawForm
from ..life import Life
from ..places import Place
from ..sourcing import sourced_alerts, unread_alerts

bp = Blueprint("approvals", __name__, template_folder="../templates")
Page = str | tuple[str, int] | Response
A_YEAR = dt.timedelta(days=365)


@dataclass(frozen=True)
class Case:
    """One fiche in one place, as the page shows it."""

    text: Effective
    place: Place
    place_name: str
    life: Life

    def read(self, text_hash: str | None) -> Read:
        return Read(self.text.slug, self.place, text_hash or "")

    @property
    def url(self) -> str:
        return url_for("approvals.page", slug=self.text.slug, lieu=self.place.code)


def _case(slug: str) -> Case:
    place = place_of(db(), actor(), request.args.get("lieu"))
    if place is None:
        raise NotFoundError
    text = get_effective(db(), actor(), slug, place)
    life = decisions.get_life(db(), place, text, today())
    return Case(text, place, decisions.name_of(db(), place), life)


def _page(
    case: Case, *, form: ValidateForm | None = None, leave: WithdrawForm | None = None
) -> str:
    life, payload = case.life, case.text.payload
    before = None
    if life.approval is not None and life.changed:
        before = decisions.get_signed_text(db(), actor(), life.approval.id)
    return render_template(
        "fiches/validation.html",
        case=case,
        life=life,
        text=payload,
        sections=differences(before, payload) if before is not None else (),
        alerts=sourced_alerts(payload),
        unread=unread_alerts(payload),
        places=decisions.list_places(db(), actor()),
        may_review=policy.reviews(actor(), case.place) and not life.read_by(actor().id),
        may_approve=policy.approves(actor(), case.place),
        may_withdraw=policy.withdraws(actor(), case.place),
        only_reader=approvals.may_only_read(actor(), life, case.place),
        statement=approvals.statement_for(actor(), case.text, case.place_name),
        form=form or ValidateForm(formdata=None, next_review_on=today() + A_YEAR),
        leave=leave or WithdrawForm(formdata=None),
    )


@bp.get("/fiches/<slug>/validation")
@requires(Permission.CONTENT_REVIEW)
def page(slug: str) -> str:
    return _page(_case(slug))


@bp.post("/fiches/<slug>/validation")
@requires(Permission.CONTENT_APPROVE)
def approve(slug: str) -> Page:
    form = ValidateForm()
    valid = signed(form)
    case = _case(slug)
    if not valid:
        return _page(case, form=form), 422
    try:
        approval = approvals.validate(
            db(),
            actor(),
            case.read(form.text_hash.data),
            next_review_on=form.next_review_on.data or today(),
            sources_checked=form.sources_checked.data,
        )
    except (ReviewDateError, UncheckedSourcesError) as error:
        dated = isinstance(error, ReviewDateError)
        (form.next_review_on if dated else form.sources_checked).errors = [error.message]
        return _page(case, form=form), 422
    if approval is not None:
        log_security("fiche_validated", user=actor().id, approval=approval.id)
    flash("Signé. La fiche est validée ici, et le dit.", "success")
    return redirect(case.url)


@bp.post("/fiches/<slug>/relecture")
@requires(Permission.CONTENT_REVIEW)
def review(slug: str) -> Page:
    form, case = SeenForm(), _case(slug)
    if not form.validate_on_submit():
        return _page(case), 422
    approvals.read_by_peer(db(), actor(), case.read(form.text_hash.data))
    flash("Votre relecture est notée. Un médecin doit encore valider.", "success")
    return redirect(case.url)


@bp.post("/fiches/<slug>/retrait")
@requires(Permission.CONTENT_WITHDRAW)
def withdraw(slug: str) -> Page:
    form, case = WithdrawForm(), _case(slug)
    if not form.validate_on_submit():
        return _page(case, leave=form), 422
    approvals.withdraw(db(), actor(), case.read(form.text_hash.data), reason=form.reason.data or "")
    flash("Fiche retirée. Ses signes d’alerte restent lisibles.", "success")
    return redirect(case.url)


@bp.post("/fiches/<slug>/remise-en-service")
@requires(Permission.CONTENT_WITHDRAW)
def restore(slug: str) -> Page:
    form, case = SeenForm(), _case(slug)
    if not form.validate_on_submit():
        return _page(case), 422
    approvals.restore(db(), actor(), case.read(form.text_hash.data))
    flash("Fiche remise en service. Elle est à valider de nouveau.", "success")
    return redirect(case.url)

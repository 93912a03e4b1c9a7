"""The manager reads a block, signs her visa, or takes it back; an attestation follows."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import actions, policy
from ..forms import VisaForm, WithdrawVisaForm
from ..queries import read_sheet
from ..sentences import left_in_words, visa_sentence
from . import bp

Page = str | tuple[str, int] | Response


def _page(journey_id: int, slug: str, **forms: object) -> str:
    sheet = read_sheet(db(), actor(), journey_id)
    block = sheet.block(slug)
    if block is None or not policy.can_visa(actor(), sheet):
        raise NotFoundError
    return render_template(
        "dossiers/visa.html",
        sheet=sheet,
        block=block,
        sentence=visa_sentence(actor(), sheet, block),
        withdrawal=actions.withdrawal_words(db(), actor(), block),
        left=left_in_words(block),
        **{"form": VisaForm(formdata=None), "withdraw_form": WithdrawVisaForm(formdata=None)}
        | forms,
    )


def _refuse_elsewhere(journey_id: int) -> None:
    """Before any password is weighed: an id from elsewhere answers 404."""
    with portal().database.reading() as reading:
        if not policy.can_visa(actor(), read_sheet(reading, actor(), journey_id)):
            raise NotFoundError


@bp.get("/parcours/<int:journey_id>/blocs/<block>/visa")
@requires(Permission.JOURNEY_MANAGE)
def visa_page(journey_id: int, block: str) -> str:
    return _page(journey_id, block)


@bp.post("/parcours/<int:journey_id>/blocs/<block>/visa")
@requires(Permission.JOURNEY_MANAGE)
def visa(journey_id: int, block: str) -> Page:
    _refuse_elsewhere(journey_id)
    form = VisaForm()
    if not signed(form):
        return _page(journey_id, block, form=form), 422
    entry = actions.visa(db(), actor(), journey_id, block)
    log_security("visa", user=actor().id, entry=entry.id)
    flash("Visa signé. Vous pouvez délivrer l’attestation.", "success")
    return redirect(url_for("dossiers.sheet", journey_id=journey_id))


@bp.post("/parcours/<int:journey_id>/blocs/<block>/visa/retrait")
@requires(Permission.JOURNEY_MANAGE)
def withdraw_visa(journey_id: int, block: str) -> Page:
    _refuse_elsewhere(journey_id)
    form = WithdrawVisaForm()
    if not signed(form):
        return _page(journey_id, block, withdraw_form=form), 422
    entry = actions.withdraw_visa(db(), actor(), journey_id, block, reason=form.reason.data or "")
    log_security("visa_withdrawn", user=actor().id, entry=entry.id)
    flash("Visa retiré. La première signature reste visible.", "success")
    return redirect(url_for("dossiers.sheet", journey_id=journey_id))


@bp.post("/parcours/<int:journey_id>/blocs/<block>/attestation")
@requires(Permission.COHORT_READ)
def issue(journey_id: int, block: str) -> Response:
    attestation = actions.issue(db(), actor(), journey_id, block)
    flash(
        f"Attestation délivrée, code {attestation.code}. La personne choisit ce qu’elle montre.",
        "success",
    )
    return redirect(url_for("dossiers.sheet", journey_id=journey_id))

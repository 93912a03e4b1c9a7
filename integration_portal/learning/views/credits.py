"""Doors of those who sign: modules that recruits know already."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.errors import RuleError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries, queries_credits
from ..actions import credits as actions
from ..forms import CreditForm, TakeBackForm

bp = Blueprint("credits", __name__, template_folder="../templates")


@bp.get("/modules/reconnaissances")
@requires(Permission.SIGNOFF_DECIDE)
def index() -> str:
    titles = {card.slug: card for card in queries.get_catalogue(db()).modules.values()}
    rows = queries_credits.list_credits(db(), actor())
    return render_template("learning/credits.html", rows=rows, titles=titles)


@bp.get("/modules/reconnaissances/<int:credit_id>")
@requires(Permission.SIGNOFF_DECIDE)
def credit(credit_id: int) -> str:
    return _page(credit_id)


def _page(credit_id: int, form: CreditForm | None = None, back: TakeBackForm | None = None) -> str:
    found = actions.get_credit(db(), actor(), credit_id)
    return render_template(
        "learning/credit.html",
        credit=found,
        module=queries.get_module(db(), found.module),
        form=form or CreditForm(formdata=None),
        back=back or TakeBackForm(formdata=None),
    )


@bp.post("/modules/reconnaissances/<int:credit_id>")
@requires(Permission.SIGNOFF_DECIDE)
def decide(credit_id: int) -> Response | tuple[str, int]:
    form = CreditForm()
    if not form.validate_on_submit():
        return _page(credit_id, form), 422
    granted, comment = form.decision.data == "oui", form.comment.data or ""
    try:
        actions.decide(db(), actor(), credit_id, granted=granted, comment=comment)
    except RuleError as error:
        form.comment.errors = [error.message]
        return _page(credit_id, form), error.status
    flash(
        "Module reconnu." if granted else "Réponse envoyée : le module reste à suivre.", "success"
    )
    return redirect(url_for("credits.index"))


@bp.post("/modules/reconnaissances/<int:credit_id>/retrait")
@requires(Permission.SIGNOFF_DECIDE)
def take_back(credit_id: int) -> Response | tuple[str, int]:
    back = TakeBackForm()
    if not back.validate_on_submit():
        return _page(credit_id, back=back), 422
    actions.take_back(db(), actor(), credit_id, reason=back.reason.data or "")
    flash("Reconnaissance retirée : le module est de nouveau à suivre.", "success")
    return redirect(url_for("credits.index"))

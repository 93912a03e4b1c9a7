"""« Mon absence »: dates, who relays; for oneself, or by a manager for somebody of her team."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.errors import PortalError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions
from ..actions.relaying import MAX_LOAD
from ..forms_absence import AbsenceForm
from ..queries_relays import get_absence, list_absences, list_choices
from . import bp

Page = str | tuple[str, int] | Response


def _form() -> AbsenceForm:
    form = AbsenceForm()
    form.offer(list_choices(db(), actor()), actor().id)
    return form


def _page(form: AbsenceForm) -> str:
    return render_template(
        "signoffs/absences.html",
        form=form,
        lines=list_absences(db(), actor()),
        me=actor().id,
        max_load=MAX_LOAD,
    )


@bp.get("/mon-absence")
@requires(Permission.SIGNOFF_DECIDE)
def absences() -> str:
    return _page(_form())


@bp.post("/mon-absence")
@requires(Permission.SIGNOFF_DECIDE)
def declare_absence() -> Page:
    form = _form()
    if not form.validate_on_submit():
        return _page(form), 422
    try:
        noted = actions.declare_absence(db(), actor(), form.asked())
    except PortalError as error:
        form.last_on.errors = [error.message]
        return _page(form), error.status
    flash(_said(noted.relay_id is None), "warning" if noted.relay_id is None else "success")
    return redirect(url_for("signoffs.absences"))


def _said(alone: bool) -> str:
    if alone:
        return (
            "Absence notée. Personne n’est libre pour relayer : l’encadrement est prévenu, "
            "et vos demandes restent ouvertes à l’unité."
        )
    return "Absence notée. La personne qui relaie est prévenue."


@bp.post("/mon-absence/<int:absence_id>/fin")
@requires(Permission.SIGNOFF_DECIDE)
def end_absence(absence_id: int) -> Response:
    actions.end_absence(db(), actor(), get_absence(db(), actor(), absence_id))
    flash("Le relais est terminé.", "success")
    return redirect(url_for("signoffs.absences"))

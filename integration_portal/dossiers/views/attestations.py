"""« Mes attestations »: the holder reads her codes and chooses what each lets a visitor read."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...learning.presentation import BLOCKS
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions
from ..forms import ShownForm
from ..models import Attestation
from ..queries_attestations import get_own, list_own
from . import bp


def _form(attestation: Attestation) -> ShownForm:
    """Each form of the page has ids of its own."""
    agreed = [name for name, value in attestation.shown.items() if value]
    return ShownForm(formdata=None, data={"shown": agreed}, prefix=f"a{attestation.id}-")


@bp.get("/mes-attestations")
@requires(Permission.ACCOUNT_SELF)
def own_attestations() -> str:
    held = list_own(db(), actor())
    return render_template(
        "dossiers/attestations.html",
        rows=[(one, _form(one.attestation)) for one in held],
        blocks=BLOCKS,
    )


@bp.post("/mes-attestations/<int:attestation_id>")
@requires(Permission.ACCOUNT_SELF)
def choose_shown(attestation_id: int) -> Response:
    found = get_own(db(), actor(), attestation_id)
    form = ShownForm(prefix=f"a{found.id}-")
    shown = form.shown.data or [] if form.validate_on_submit() else []
    actions.choose_shown(db(), actor(), found.id, shown=shown)
    flash("C’est noté : la page de vérification montre désormais cela.", "success")
    return redirect(url_for("dossiers.own_attestations"))

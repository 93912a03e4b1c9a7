"""Add a step to one person's journey: typed, shown with its date, then confirmed."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import previews, queries_manager
from ..actions import adaptation
from ..forms_steps import AddForm
from ..models import Journey
from ..sentences import field_words
from ..versions import FIELD_LABELS
from . import bp
from .adapting import back_to, kept_fields

Answer = str | tuple[str, int] | Response
_URL = "/parcours/<int:journey_id>/etapes/ajouter"


def _form(journey: Journey) -> AddForm:
    form = AddForm()
    form.offer_phases(journey.phases)
    return form


def _page(journey: Journey, form: AddForm) -> str:
    return render_template("journeys/manager/add.html", journey=journey, form=form)


@bp.get(_URL)
@requires(Permission.JOURNEY_MANAGE)
def add_page(journey_id: int) -> str:
    journey = queries_manager.get_managed(db(), actor(), journey_id)
    return _page(journey, _form(journey))


@bp.post(_URL)
@requires(Permission.JOURNEY_MANAGE)
def add(journey_id: int) -> Answer:
    """``etape`` names the button: none at first, then « modifier » again or « confirmer »."""
    journey = queries_manager.get_managed(db(), actor(), journey_id)
    form = _form(journey)
    if not form.validate_on_submit():
        return _page(journey, form), 422
    stage = request.form.get("etape")
    if stage == "modifier":
        return _page(journey, form)
    if stage != "confirmer":
        return _preview(journey, form)
    step = adaptation.add_step(
        db(), actor(), journey, definition=form.values(), reason=form.reason.data or ""
    )
    return back_to(journey, f"« {step.title} » est ajoutée au parcours de {journey.recruit.name}.")


def _preview(journey: Journey, form: AddForm) -> str:
    values = form.values()
    phases = {phase["code"]: phase["titre"] for phase in journey.phases}
    return render_template(
        "journeys/manager/add_preview.html",
        journey=journey,
        facts=[
            (label.capitalize(), field_words(name, values[name], phases))
            for name, label in FIELD_LABELS.items()
            if name in values
        ],
        on=previews.due_of_new(db(), journey, values["echeance"]),
        kept=kept_fields(),
        reason=form.reason.data,
    )

"""End a journey before its time, with a reason."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries_manager
from ..actions import planning
from ..forms_manager import ReasonForm
from ..models import Journey
from . import bp


def _page(journey: Journey, form: ReasonForm) -> str:
    return render_template("journeys/manager/stop.html", journey=journey, form=form)


@bp.get("/parcours/<int:journey_id>/arret")
@requires(Permission.JOURNEY_MANAGE)
def stop_page(journey_id: int) -> str:
    return _page(queries_manager.get_managed(db(), actor(), journey_id), ReasonForm())


@bp.post("/parcours/<int:journey_id>/arret")
@requires(Permission.JOURNEY_MANAGE)
def stop(journey_id: int) -> Response | tuple[str, int]:
    journey = queries_manager.get_managed(db(), actor(), journey_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(journey, form), 422
    planning.stop(db(), actor(), journey, reason=form.reason.data or "")
    flash(f"Le parcours de {journey.recruit.name} est arrêté.", "success")
    return redirect(url_for("journeys.journey", journey_id=journey.id))

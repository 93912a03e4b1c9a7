"""What a recruit does inside a step made of fiches: attest a reading, start the drill."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...core.typography import french
from ...drill import actions as drill
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries
from ..actions import proving
from ..errors import NotYourStepError
from ..proofs import asks_drill
from . import bp


@bp.post("/etapes/<int:step_id>/lectures")
@requires(Permission.JOURNEY_OWN)
def attest(step_id: int) -> Response:
    found, journey = queries.get_step(db(), actor(), step_id)
    done = proving.attest(
        db(), actor(), journey, found,
        slug=request.form.get("fiche", ""), shown=request.form.get("texte", ""),
    )  # fmt: skip
    said = "Lecture enregistrée."
    flash(french(f"{said} « {found.title} » : c’est fait." if done else said), "success")
    return redirect(url_for("journeys.step", step_id=step_id, _anchor="lectures"))


@bp.post("/etapes/<int:step_id>/epreuve")
@requires(Permission.JOURNEY_OWN)
def start_drill(step_id: int) -> Response:
    """The attempt counts for this step: only its recruit starts it."""
    found, journey = queries.get_step(db(), actor(), step_id)
    if not asks_drill(found):
        raise NotFoundError
    if actor().id != journey.recruit_id:
        raise NotYourStepError("la recrue")
    attempt = drill.start(db(), actor(), step_id=step_id)
    return redirect(url_for("drill.play", attempt_id=attempt.id))

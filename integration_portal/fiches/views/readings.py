"""Attest that a fiche was read, from its own page."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from ...core.actor import Actor
from ...core.permissions import Permission
from ...web.access import requires
from ...web.incoming import row_id
from ...web.portal import actor, db
from ..actions import readings
from ..effective import Effective, place_of
from ..queries_readings import changed_alerts, map_readings

bp = Blueprint("readings", __name__, template_folder="../templates")


@bp.post("/fiches/<slug>/lecture")
@requires(Permission.CONTENT_READ)
def attest(slug: str) -> Response:
    asked = request.form.get("lieu")
    place = place_of(db(), actor(), asked)
    readings.record(db(), actor(), slug=slug, place=place, shown=request.form.get("texte", ""))
    flash("Lecture enregistrée.", "success")
    return redirect(url_for("fiches.fiche", slug=slug, lieu=asked or None, _anchor="lecture"))


def reading_context(person: Actor, text: Effective) -> dict[str, object]:
    """What the fiche's page says of her own reading; ``step_id``: the step she comes from."""
    reading = map_readings(db(), person.id, [text]).get(text.slug)
    outdated = reading is not None and not reading.same_alerts
    return {
        "reading": reading,
        "changes": changed_alerts(db(), person, text) if outdated else (),
        "text_hash": text.text_hash,
        "step_id": request.args.get("etape", type=row_id),
    }

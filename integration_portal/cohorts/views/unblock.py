"""What is blocked, by whom, and the one act that unblocks: remind."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.dates import day_words
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...core.typography import french
from ...journeys.actions import reminding
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import board, filters, queries
from ..filters import LATE
from ..policy import place
from ..rules import headline
from . import bp
from .asked import around, pages


@bp.get("/a-debloquer")
@requires(Permission.COHORT_READ)
def unblock() -> str:
    asked = filters.from_args({"situation": LATE, **request.args})
    if asked.situation in {"", filters.ON_TIME}:
        asked = filters.from_args({**request.args, "situation": LATE})
    shown = board.read(db(), actor(), place(actor()), asked, today())
    return render_template(
        "cohorts/unblock.html",
        board=shown,
        phrases=[phrase for phrase in headline(shown.figures) if phrase.situation],
        asked=asked,
        pages=pages(shown.page, shown.pages, asked),
        today=today(),
        here=request.root_path + request.path,
        journey_prefix=around("journeys.journey", "journey_id")[0],
        team_url=around("journeys.team_page", "journey_id"),
        shift_url=around("journeys.dates_page", "journey_id", name="decalage"),
        step_url=around("journeys.manage_step", "journey_id", "step_id"),
        places_url=url_for("places.index"),
    )


@bp.post("/relances")
@requires(Permission.COHORT_MANAGE)
def remind() -> Response:
    """Remind whoever holds the step, then back to the board. Says who was told, and about whom."""
    wanted = request.form.get("etape", "")
    if not (wanted.isascii() and wanted.isdecimal() and len(wanted) < 10):
        raise NotFoundError
    step, journey = queries.get_step_to_remind(db(), actor(), int(wanted))
    people = reminding.remind(db(), actor(), journey, step)
    told = (
        f"Relance envoyée à {reminding.names(people)} pour {journey.recruit.name} : « {step.title} », "
        f"à faire pour le {day_words(step.due_on)}."
    )
    flash(french(told), "success")
    return redirect(_back(request.form.get("retour", "")), code=303)


def _back(path: str) -> str:
    """The board the button stood on; anything that is not a path of this portal goes nowhere."""
    boards = (url_for("cohorts.index"), url_for("cohorts.recruits"), url_for("cohorts.unblock"))
    if "\\" in path or not path.isprintable() or not path.startswith(boards):
        return url_for("cohorts.unblock")
    return path

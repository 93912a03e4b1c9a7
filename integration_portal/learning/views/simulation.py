"""Doors: a module's simulation, the talk turn after turn, the debrief."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...content import queries as content
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...core.typography import french
from ...web.access import requires
from ...web.portal import actor, db, unlocked
from .. import queries, runs
from ..actions import simulations as actions
from ..choosing import weigh
from ..endings import ENDINGS
from ..models import SimulationRun
from ..queries_own import get_own, list_own

bp = Blueprint("simulation", __name__, template_folder="../templates")


@bp.get("/modules/<slug>/mise-en-situation")
@requires(Permission.CONTENT_READ)
def front(slug: str) -> str:
    module = queries.get_module(db(), slug)
    if module.simulation is None:
        raise NotFoundError
    played = list_own(db(), actor(), SimulationRun, slug)
    return render_template(
        "learning/simulation.html",
        module=module,
        simulation=module.simulation,
        endings=ENDINGS,
        open_=next((run for run in played if run.finished_at is None), None),
        runs=[run for run in played if run.finished_at is not None],
    )


@bp.post("/modules/<slug>/mise-en-situation")
@requires(Permission.CONTENT_READ)
def start(slug: str) -> Response:
    return _to(actions.start(db(), actor(), slug=slug).id)


def _to(run_id: int) -> Response:
    return redirect(url_for("simulation.run", run_id=run_id, _anchor="maintenant"))


@bp.get("/mises-en-situation/<int:run_id>")
@requires(Permission.CONTENT_READ)
def run(run_id: int) -> str:
    """The talk so far and the turn in hand; once over, its debrief."""
    played = get_own(db(), actor(), SimulationRun, run_id)
    module = queries.get_version(db(), played.module, played.version)
    simulation = module.simulation or {}
    if played.finished_at is None:
        return render_template(
            "learning/run.html", module=module, simulation=simulation, run=played,
            now=runs.now(simulation, played.choices, played.id),
        )  # fmt: skip
    debrief = runs.debrief(simulation, played.choices)
    fiches = content.titles(db(), [("fiche", one.fiche) for one in debrief.turns if one.fiche])
    return render_template(
        "learning/debrief.html",
        module=module,
        simulation=simulation,
        run=played,
        debrief=debrief,
        ending=ENDINGS[debrief.ending],
        lessons={lesson.slug: lesson.title for lesson in module.lessons},
        fiches={one[1]: french(row.title) for one, row in fiches.items() if one[0] == "fiche"},
    )


@bp.post("/mises-en-situation/<int:run_id>")
@requires(Permission.CONTENT_READ)
def choose(run_id: int) -> Response:
    place = request.form.get("tour", -1, type=int)
    choice = request.form.get("choix", -1, type=int)
    chosen = weigh(unlocked(), actor(), run_id, place=place, choice=choice)
    if chosen is not None:
        actions.keep(db(), chosen)
    return _to(run_id)


@bp.post("/mises-en-situation/<int:run_id>/rejouer")
@requires(Permission.CONTENT_READ)
def replay(run_id: int) -> Response:
    place = request.form.get("tour", -1, type=int)
    return _to(actions.replay(db(), actor(), run_id, place=place).id)

"""The interviews of a person, those of a journey, and the way to a new one."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...journeys import queries as journeys
from ...journeys.models import Journey
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db, today
from .. import actions, policy, queries, rules
from ..errors import NotYoursError
from ..forms import PlanForm
from ..models import InterviewKind
from . import bp

Answer = str | tuple[str, int] | Response
CLOSED = "clos"


def _list(journey_id: int | None) -> dict[str, object]:
    closed = request.args.get("vue") == CLOSED
    page = requested_page(queries.count_lines(db(), actor(), closed=closed, journey_id=journey_id))
    lines = queries.list_lines(
        db(), actor(), closed=closed, journey_id=journey_id, limit=page.size, offset=page.offset
    )
    return {"lines": lines, "page": page, "closed": closed, "rules": rules, "today": today()}


@bp.get("/entretiens")
@requires(Permission.JOURNEY_READ)
def index() -> str:
    own = journeys.find_running(db(), actor().id)
    return render_template("interviews/index.html", own=own, **_list(None))


def _plan_form(journey: Journey) -> PlanForm:
    team = {one for one in (journey.tutor_id, journey.manager_id) if one}
    if policy.manages(actor(), journey):
        team.add(actor().id)
    names = journeys.names_of(db(), team - {journey.recruit_id})
    form = PlanForm(data={"leader": actor().id})
    form.leader.choices = sorted(names.items(), key=lambda one: one[1])
    form.today = today()
    return form


def _journey_page(journey: Journey, form: PlanForm) -> str:
    return render_template(
        "interviews/journey.html",
        journey=journey,
        form=form if policy.can_plan(actor(), journey) else None,
        asks=actor().id == journey.recruit_id,
        **_list(journey.id),
    )


@bp.get("/parcours/<int:journey_id>/entretiens")
@requires(Permission.JOURNEY_READ)
def of_journey(journey_id: int) -> str:
    journey = journeys.get_journey(db(), actor(), journey_id)
    return _journey_page(journey, _plan_form(journey))


@bp.post("/parcours/<int:journey_id>/entretiens")
@requires(Permission.JOURNEY_READ)
def plan(journey_id: int) -> Answer:
    journey = journeys.get_journey(db(), actor(), journey_id)
    if not policy.can_plan(actor(), journey):
        raise NotYoursError("la recrue, à sa tutrice ou son tuteur, ou à son encadrement")
    form = _plan_form(journey)
    if not form.validate_on_submit():
        return _journey_page(journey, form), 422
    assert form.on.data is not None
    made = actions.plan(
        db(), actor(), journey,
        kind=InterviewKind(form.kind.data), leader_id=form.leader.data, planned_on=form.on.data,
    )  # fmt: skip
    flash("Entretien prévu. L’autre personne en est prévenue.", "success")
    return redirect(url_for("interviews.page", interview_id=made.id))


@bp.get("/etapes/<int:step_id>/entretien")
@requires(Permission.JOURNEY_READ)
def of_step(step_id: int) -> Answer:
    """Where the interview of a step is, if it was ever opened."""
    step, _journey = journeys.get_step(db(), actor(), step_id)
    found = queries.find_of_step(db(), step.id)
    if found is None:
        return render_template("interviews/none.html", step=step)
    return redirect(url_for("interviews.page", interview_id=found.id))


@bp.post("/etapes/<int:step_id>/entretien")
@requires(Permission.JOURNEY_READ)
def open_of_step(step_id: int) -> Response:
    step, journey = journeys.get_step(db(), actor(), step_id)
    made = actions.open_of_step(db(), actor(), journey, step)
    flash("La préparation est ouverte.", "success")
    return redirect(url_for("interviews.page", interview_id=made.id))

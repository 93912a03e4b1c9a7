"""What a cohort holds and misses, module by module, objective by objective: without names."""

from flask import render_template, request

from ...core.permissions import Permission
from ...learning.queries import list_modules
from ...learning.queries_statistics import list_by_module, list_by_objective
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries
from . import bp


@bp.get("/promotions/<int:cohort_id>/modules")
@requires(Permission.COHORT_READ)
def results(cohort_id: int) -> str:
    cohort = queries.get_cohort(db(), actor(), cohort_id)
    people = queries.recruits_of(actor(), cohort.id)
    modules = {module.card.slug: module for module in list_modules(db())}
    rows = [row for row in list_by_module(db(), people) if row[0] in modules]
    chosen = modules.get(request.args.get("module", ""))
    objectives = list_by_objective(db(), people, chosen.card.slug) if chosen else []
    return render_template(
        "cohorts/results.html",
        cohort=cohort,
        rows=[(modules[slug].card, tried, passed) for slug, tried, passed in rows],
        chosen=chosen,
        objectives=[
            (chosen.objectives[number - 1], mean, answers)
            for number, mean, answers in objectives
            if chosen and number <= len(chosen.objectives)
        ],
    )

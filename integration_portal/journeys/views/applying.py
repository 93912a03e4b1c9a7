"""Bring running journeys to a newer version: person by person, shown first, then chosen."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...core.typography import plural
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db
from .. import queries_versions
from ..actions.versioning import JourneyPlan, apply_version, plan_for
from ..definitions import phase_titles
from ..forms_versions import ApplyForm
from ..models import Journey, TemplateVersion
from ..previews import after_version
from ..told import MovedDate
from ..versions import reordered
from . import bp
from .versions import readable

Answer = str | tuple[str, int] | Response


@dataclass(frozen=True)
class PersonPlan:
    """``effective`` and ``skipped``: changes with their fields in words."""

    journey: Journey
    effective: list[Any]
    skipped: list[Any]
    reordered: bool
    moves: list[MovedDate]


def _person(made: JourneyPlan, target: TemplateVersion, moves: list[MovedDate]) -> PersonPlan:
    old = made.journey.version.definition
    phases = {**phase_titles(old), **phase_titles(target.definition)}
    return PersonPlan(
        made.journey,
        readable(made.effective, phases),
        readable(made.skipped, phases),
        reordered(old, target.definition),
        moves,
    )


def _page(version: TemplateVersion, form: ApplyForm) -> str:
    page = requested_page(queries_versions.count_upgradable(db(), actor(), version), size=20)
    journeys = queries_versions.list_upgradable(
        db(), actor(), version, limit=page.size, offset=page.offset
    )
    made = plan_for(db(), journeys, version)
    moves = after_version(db(), made, version)
    return render_template(
        "journeys/versions/apply.html",
        version=version,
        plans=[_person(one, version, moves[one.journey.id]) for one in made],
        form=form,
        page=page,
        chosen=set(form.journeys.data or ()),
    )


@bp.get("/modeles/versions/<int:version_id>/appliquer")
@requires(Permission.JOURNEY_MANAGE)
def apply_page(version_id: int) -> str:
    version = queries_versions.get_version(db(), actor(), version_id)
    return _page(version, ApplyForm(formdata=None))


@bp.post("/modeles/versions/<int:version_id>/appliquer")
@requires(Permission.JOURNEY_MANAGE)
def apply(version_id: int) -> Answer:
    version = queries_versions.get_version(db(), actor(), version_id)
    form = ApplyForm()
    if not form.validate_on_submit():
        return _page(version, form), 422
    chosen = set(form.journeys.data or ())
    for journey in queries_versions.get_upgradable(db(), actor(), version, chosen):
        apply_version(db(), actor(), journey, version)
    flash(f"Version {version.number} appliquée à {plural(len(chosen), 'parcours', 'parcours')}.",
          "success")  # fmt: skip
    return redirect(url_for("journeys.apply_page", version_id=version.id))

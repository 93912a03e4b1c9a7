"""Enrol one person."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.errors import PortalError
from ...core.permissions import Permission, Role
from ...establishments.queries import get_establishment, get_unit
from ...web.access import requires
from ...web.incoming import row_id
from ...web.portal import actor, db, portal, today
from .. import actions, people, queries
from ..forms import NOBODY, EnrolForm
from . import bp
from .asked import asked_establishment


@dataclass(frozen=True)
class _Where:
    """The establishment of the form, and the cohort it was opened from, if any."""

    establishment_id: int
    name: str
    cohort: queries.CohortHead | None


def _where() -> _Where:
    """Raises NotFoundError when the address names something out of reach."""
    if request.args.get("promotion"):
        number = request.args.get("promotion", 0, type=row_id)
        cohort = queries.get_cohort(db(), actor(), number, Permission.COHORT_MANAGE)
        found = get_establishment(db(), actor(), cohort.establishment_id, Permission.COHORT_MANAGE)
        return _Where(found.id, found.name, cohort)
    establishment, _ = asked_establishment(Permission.COHORT_MANAGE)
    return _Where(establishment.id, establishment.name, None)


def _form(where: _Where) -> EnrolForm:
    form = EnrolForm()
    form.today = today()
    form.cohort.choices = [
        (0, "Sans promotion"),
        *people.list_cohort_choices(db(), where.establishment_id),
    ]
    units = people.list_units(db(), actor(), where.establishment_id)
    form.unit.choices = [(unit.id, unit.name) for unit in units]
    form.version.choices = people.list_version_choices(db(), where.establishment_id)
    team = people.list_team(db(), where.establishment_id)
    for field, role in (
        (form.tutor, Role.TUTOR), (form.manager, Role.MANAGER), (form.doctor, Role.DOCTOR),
    ):  # fmt: skip
        field.choices = [NOBODY, *((user_id, name) for user_id, name, _ in team[role])]
    return form


def _propose(form: EnrolForm, where: _Where) -> None:
    """What the page opens with: the cohort it comes from, and the manager who enrols."""
    if where.cohort is not None:
        form.cohort.data, form.start_on.data = where.cohort.id, where.cohort.start_on
    if actor().id in dict(form.manager.choices):
        form.manager.data = actor().id


@bp.get("/recrues/inscrire")
@requires(Permission.COHORT_MANAGE)
def enrol_page() -> str:
    where = _where()
    form = _form(where)
    _propose(form, where)
    return render_template("cohorts/enrol.html", form=form, where=where)


@bp.post("/recrues/inscrire")
@requires(Permission.COHORT_MANAGE)
def enrol() -> Response | tuple[str, int]:
    where = _where()
    form = _form(where)
    if not form.validate_on_submit():
        return render_template("cohorts/enrol.html", form=form, where=where), 422
    try:
        journey_id, is_new, name = _enrol(form, where)
    except PortalError as error:
        db().rollback()
        form = _form(where)
        form.email.errors = [error.message]
        return render_template("cohorts/enrol.html", form=form, where=where), 422
    invited = " Son invitation part par courriel." if is_new else ""
    flash(f"Le parcours de {name} est créé.{invited}", "success")
    return redirect(url_for("journeys.journey", journey_id=journey_id))


def _enrol(form: EnrolForm, where: _Where) -> tuple[int, bool, str]:
    cohort_id = form.chosen("cohort")
    cohort = (
        queries.get_cohort(db(), actor(), cohort_id, Permission.COHORT_MANAGE)
        if cohort_id
        else None
    )
    journey, is_new = actions.enrol_recruit(
        db(),
        actor(),
        person=actions.Person(
            form.email.data or "", form.given_name.data or "", form.family_name.data or "",
            form.quality.data or "",
        ),
        unit=get_unit(db(), actor(), form.unit.data, Permission.COHORT_MANAGE),
        version=people.get_version(db(), where.establishment_id, form.version.data),
        start_on=form.start_on.data,
        base_url=portal().settings.base_url,
        cohort=cohort,
        pattern=form.pattern,
        tutor_id=form.chosen("tutor"),
        manager_id=form.chosen("manager"),
        doctor_id=form.chosen("doctor"),
    )  # fmt: skip
    return journey.id, is_new, journey.recruit.name

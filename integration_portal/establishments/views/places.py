"""Establishments, their units, and whom to turn to in each."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.errors import RuleError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions, choices, queries
from ..forms import TIME_ZONES, ZONE_CHOICES, PlaceForm, ReferentForm, UnitForm
from ..models import Establishment, StepRole, Unit
from ..queries.people import find_colleague, list_colleagues
from ..specialties import name as specialty_name

bp = Blueprint("places", __name__, template_folder="../templates")
MANAGE = Permission.ESTABLISHMENT_MANAGE
SUGGESTED = 200
Page = str | tuple[str, int]


def _place(establishment_id: int) -> Establishment:
    return queries.get_whole_establishment(db(), actor(), establishment_id, MANAGE)


def _back(establishment_id: int) -> Response:
    return redirect(url_for("places.place", establishment_id=establishment_id))


@bp.get("/etablissements")
@requires(MANAGE)
def index() -> str:
    return render_template(
        "establishments/places.html", places=queries.list_establishments(db(), actor(), MANAGE)
    )


def _place_page(place: Establishment, unit_form: UnitForm, referent_form: ReferentForm) -> str:
    units = queries.units_of(db(), place)
    referent_form.place.choices = choices.place_choices([place], units, actor().scope(MANAGE))
    return render_template(
        "establishments/place.html",
        place=place,
        ght=queries.get_ght(db(), place),
        zone=dict(ZONE_CHOICES).get(place.zone, place.zone),
        time_zone=TIME_ZONES.get(place.time_zone, place.time_zone),
        units=units,
        specialty_name=specialty_name,
        referents=queries.list_referents(db(), place),
        colleagues=list_colleagues(db(), place.id, limit=SUGGESTED),
        unit_form=unit_form,
        referent_form=referent_form,
    )


@bp.get("/etablissements/<int:establishment_id>")
@requires(MANAGE)
def place(establishment_id: int) -> str:
    found = _place(establishment_id)
    return _place_page(found, UnitForm(formdata=None), ReferentForm(formdata=None))


def _edit_page(found: Establishment, form: PlaceForm) -> str:
    return render_template("establishments/place_edit.html", place=found, form=form)


@bp.get("/etablissements/<int:establishment_id>/modifier")
@requires(MANAGE)
def edit_page(establishment_id: int) -> str:
    found = _place(establishment_id)
    return _edit_page(found, PlaceForm(obj=found))


@bp.post("/etablissements/<int:establishment_id>/modifier")
@requires(MANAGE)
def edit(establishment_id: int) -> Response | Page:
    found, form = _place(establishment_id), PlaceForm()
    if not form.validate():
        return _edit_page(found, form), 422
    try:
        actions.update_establishment(
            db(), actor(), found, name=form.name.data or "", city=form.city.data or "",
            zone=form.zone.data, time_zone=form.time_zone.data,
        )  # fmt: skip
    except RuleError as error:
        form.name.errors = [error.message]
        return _edit_page(found, form), 422
    flash("Établissement enregistré.", "success")
    return _back(found.id)


@bp.post("/etablissements/<int:establishment_id>/unites")
@requires(MANAGE)
def add_unit(establishment_id: int) -> Response | Page:
    found, form = _place(establishment_id), UnitForm()
    if form.validate():
        try:
            actions.create_unit(
                db(), actor(), found, name=form.name.data or "", specialty=form.specialty.data
            )
            flash(f"Unité « {form.name.data} » créée.", "success")
            return _back(found.id)
        except RuleError as error:
            form.name.errors = [error.message]
    return _place_page(found, form, ReferentForm(formdata=None)), 422


def _unit_page(unit: Unit, form: UnitForm) -> str:
    return render_template("establishments/unit_edit.html", unit=unit, form=form)


@bp.get("/etablissements/unites/<int:unit_id>")
@requires(MANAGE)
def unit_page(unit_id: int) -> str:
    unit = queries.get_unit(db(), actor(), unit_id, MANAGE)
    return _unit_page(unit, UnitForm(obj=unit))


@bp.post("/etablissements/unites/<int:unit_id>")
@requires(MANAGE)
def edit_unit(unit_id: int) -> Response | Page:
    unit, form = queries.get_unit(db(), actor(), unit_id, MANAGE), UnitForm()
    if not form.validate():
        return _unit_page(unit, form), 422
    try:
        actions.update_unit(
            db(), actor(), unit, name=form.name.data or "", specialty=form.specialty.data
        )
    except RuleError as error:
        form.name.errors = [error.message]
        return _unit_page(unit, form), 422
    flash(f"Unité « {unit.name} » enregistrée.", "success")
    return _back(unit.establishment_id)


@bp.post("/etablissements/<int:establishment_id>/referents")
@requires(MANAGE)
def name_referent(establishment_id: int) -> Response | Page:
    found, form = _place(establishment_id), ReferentForm()
    units = queries.units_of(db(), found)
    form.place.choices = choices.place_choices([found], units, actor().scope(MANAGE))
    if form.validate():
        try:
            _name(found, form)
            flash("Personne désignée. Les parcours ouverts ensuite lui confieront ces étapes.",
                  "success")  # fmt: skip
            return _back(found.id)
        except RuleError as error:
            form.email.errors = [error.message]
    return _place_page(found, UnitForm(formdata=None), form), 422


def _name(found: Establishment, form: ReferentForm) -> None:
    person = find_colleague(db(), found.id, form.email.data or "")
    if person is None:
        raise RuleError("Personne dans l’établissement n’a cette adresse : invitez-la d’abord.")
    _, unit_id = choices.read_place(form.place.data)
    unit = queries.get_unit(db(), actor(), unit_id, MANAGE) if unit_id else None
    actions.name_referent(
        db(), actor(), found, role=StepRole(form.role.data), user_id=person.id, unit=unit
    )


@bp.post("/etablissements/<int:establishment_id>/referents/<int:referent_id>/retirer")
@requires(MANAGE)
def remove_referent(establishment_id: int, referent_id: int) -> Response:
    found = _place(establishment_id)
    referent = queries.get_referent(db(), found, referent_id)
    actions.remove_referent(db(), actor(), referent)
    flash("Désignation retirée. Les étapes déjà confiées ne changent pas de mains.", "success")
    return _back(found.id)

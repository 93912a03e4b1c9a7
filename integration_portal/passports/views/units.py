"""The page of a unit for whoever comes to replace there, and « Je prends ce service ce matin »."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core import clock
from ...core.permissions import Permission
from ...establishments.models import Unit
from ...establishments.specialties import name as specialty_name
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions, queries
from ..errors import NOT_ALONE, ask_whom
from ..forms import CardBase, CardForm
from ..unit_page import read_unit_page
from ..wording import CHECKS
from . import bp


@bp.get("/unites/<int:unit_id>/passeport")
@requires(Permission.CONTENT_READ)
def unit_page(unit_id: int) -> str:
    unit = queries.get_unit_here(db(), actor(), unit_id)
    today = clock.today(unit.establishment.time_zone)
    return render_template(
        "passports/unit.html",
        unit=unit,
        specialty=specialty_name(unit.specialty) if unit.specialty else "",
        known=read_unit_page(db(), actor(), unit, today),
        today=today,
    )


def _card_page(unit: Unit, form: CardBase) -> str:
    passport = queries.find_own_of_unit(db(), actor(), unit.id)
    standing = queries.standing_of(db(), passport) if passport else None
    whom = [one.name for one in queries.list_signers(db(), unit) if one.id != actor().id]
    today = clock.today(unit.establishment.time_zone)
    return render_template(
        "passports/card.html",
        unit=unit,
        form=form,
        passport=passport,
        standing=standing,
        allowed=standing is not None and standing.may_work_alone,
        taken=passport is not None and passport.last_worked_on == today,
        checks=[(check, form[f"check_{check.code}"]) for check in CHECKS],
        minutes=sum(check.minutes for check in CHECKS),
        refusal=f"{NOT_ALONE}.",
        whom=ask_whom(whom),
    )


@bp.get("/unites/<int:unit_id>/prise-de-poste")
@requires(Permission.JOURNEY_READ)
def card(unit_id: int) -> str:
    return _card_page(queries.get_unit_here(db(), actor(), unit_id), CardForm(formdata=None))


@bp.post("/unites/<int:unit_id>/prise-de-poste")
@requires(Permission.JOURNEY_READ)
def take_post(unit_id: int) -> Response | tuple[str, int]:
    unit = queries.get_unit_here(db(), actor(), unit_id)
    form = CardForm()
    if not form.validate_on_submit():
        return _card_page(unit, form), 422
    actions.take_post(db(), actor(), unit)
    flash(f"Poste pris : {unit.name}. Bonne journée.", "success")
    return redirect(url_for("passports.card", unit_id=unit.id))

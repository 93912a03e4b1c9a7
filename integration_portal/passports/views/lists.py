"""My passports, people × units, and a new one."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...core.errors import ConflictError, RuleError
from ...core.permissions import Permission
from ...establishments.models import Unit
from ...establishments.queries import get_unit, list_units
from ...web.access import requires
from ...web.incoming import row_id
from ...web.paging import requested_page
from ...web.portal import actor, db
from .. import actions, policy, queries
from ..forms import OpeningForm
from ..matrix import Asked, matrix, units_of
from ..rules import State
from . import bp

PAGE, SUGGESTED = 15, 200
MANAGE = Permission.JOURNEY_MANAGE


def _asked() -> Asked:
    state = request.args.get("etat", "")
    return Asked(
        words=request.args.get("q", "").strip()[:80],
        unit_id=request.args.get("unite", type=row_id),
        state=State(state) if state in set(State) else None,
    )


@bp.get("/passeports")
@requires(Permission.JOURNEY_READ)
def index() -> str:
    followed, asked = queries.list_followed(db(), actor()), _asked()
    table = matrix(followed, asked)
    page = requested_page(len(table.rows), size=PAGE)
    return render_template(
        "passports/index.html",
        own=queries.list_own(db(), actor()),
        followed=bool(followed),
        follows=policy.follows(actor()),
        table=table,
        rows=table.rows[page.offset : page.offset + PAGE],
        page=page,
        asked=asked,
        units=units_of(followed),
        states=list(State),
        prefix=url_for("passports.passport", passport_id=0)[:-1],
        may_open=actor().can(MANAGE),
    )


def _form() -> tuple[OpeningForm, list[Unit]]:
    form = OpeningForm()
    units = list_units(db(), actor(), MANAGE)
    form.unit.choices = [(unit.id, unit.name) for unit in units]
    return form, units


def _opening_page(form: OpeningForm, units: list[Unit]) -> str:
    places = {unit.establishment_id for unit in units}
    people = queries.list_holders(db(), places, limit=SUGGESTED)
    return render_template("passports/opening.html", form=form, people=people)


@bp.get("/passeports/ouvrir")
@requires(MANAGE)
def opening() -> str:
    form, units = _form()
    asked = request.args.get("unite", type=row_id)
    if asked in {unit.id for unit in units}:
        form.unit.data = asked
    return _opening_page(form, units)


@bp.post("/passeports/ouvrir")
@requires(MANAGE)
def open_one() -> Response | tuple[str, int]:
    form, units = _form()
    if not form.validate_on_submit():
        return _opening_page(form, units), 422
    unit = get_unit(db(), actor(), form.unit.data, MANAGE)
    try:
        made = actions.open_passport(db(), actor(), unit, email=form.email.data or "")
    except (RuleError, ConflictError) as error:
        form.email.errors = [error.message]
        return _opening_page(form, units), error.status
    flash("Passeport ouvert. La personne et l’unité sont prévenues.", "success")
    return redirect(url_for("passports.passport", passport_id=made.id))

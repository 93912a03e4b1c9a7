"""Import a list: send a file, see the fate of each line, confirm. No file stays on the server:
what was read travels signed through the page, and is checked again before it is written."""

from typing import Any

from flask import Response, current_app, render_template, request
from itsdangerous import BadData, URLSafeTimedSerializer

from ...core.errors import RuleError
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, portal, today
from .. import actions, exports, people, queries
from ..errors import RosterFileError
from ..forms import ConfirmRosterForm, RosterForm
from ..roster import Fate, check
from ..roster_columns import addresses
from ..spreadsheet import MAX_BYTES, Table, read_table
from . import bp

MAX_AGE_S = 3600


def _cohort(cohort_id: int) -> queries.CohortHead:
    return queries.get_cohort(db(), actor(), cohort_id, Permission.COHORT_MANAGE)


def _form(cohort: queries.CohortHead) -> RosterForm:
    form = RosterForm()
    form.version.choices = people.list_version_choices(db(), cohort.establishment_id)
    return form


@bp.get("/promotions/<int:cohort_id>/importer")
@requires(Permission.COHORT_MANAGE)
def import_page(cohort_id: int) -> str:
    cohort = _cohort(cohort_id)
    return render_template("cohorts/import.html", cohort=cohort, form=_form(cohort))


@bp.get("/promotions/<int:cohort_id>/importer/modele.csv")
@requires(Permission.COHORT_MANAGE)
def import_template(cohort_id: int) -> Response:
    body = exports.import_template(_cohort(cohort_id).start_on)
    headers = {"Content-Disposition": 'attachment; filename="modele-import.csv"'}
    return Response(body, content_type="text/csv; charset=utf-8", headers=headers)


@bp.post("/promotions/<int:cohort_id>/importer")
@requires(Permission.COHORT_MANAGE)
def preview(cohort_id: int) -> str | tuple[str, int]:
    """Shows the fate of each line; writes nothing."""
    cohort = _cohort(cohort_id)
    form = _form(cohort)
    if not form.validate_on_submit():
        return render_template("cohorts/import.html", cohort=cohort, form=form), 422
    try:
        table = read_table(request.files["file"].stream.read(MAX_BYTES + 1))
        facts = _checked(cohort, table)
    except RosterFileError as error:
        form.file.errors = [error.message]
        return render_template("cohorts/import.html", cohort=cohort, form=form), 422
    confirm = ConfirmRosterForm(formdata=None)
    confirm.content.data = _serializer().dumps([actor().id, cohort.id, form.version.data, table])
    return render_template(
        "cohorts/import_lines.html", cohort=cohort, done=False, form=confirm, **facts
    )


@bp.post("/promotions/<int:cohort_id>/importer/confirmer")
@requires(Permission.COHORT_MANAGE)
def confirm_import(cohort_id: int) -> str:
    """Checks the same content again, writes what is good, shows what became of each line."""
    cohort = _cohort(cohort_id)
    version_id, table = _read_back(cohort)
    facts = _checked(cohort, table)
    actions.import_roster(
        db(),
        actor(),
        cohort=cohort,
        version=people.get_version(db(), cohort.establishment_id, version_id),
        lines=facts["lines"],
        units=facts.pop("units"),
        base_url=portal().settings.base_url,
    )
    return render_template("cohorts/import_lines.html", cohort=cohort, done=True, **facts)


def _checked(cohort: queries.CohortHead, table: Table) -> dict[str, Any]:
    known, units = people.known_for(db(), actor(), cohort, addresses(table), today())
    lines = check(table, known)
    counts = {fate: sum(line.fate is fate for line in lines) for fate in Fate}
    return {"lines": lines, "counts": counts, "fates": Fate, "units": units}


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="cohort-import")


def _read_back(cohort: queries.CohortHead) -> tuple[int, Table]:
    """What this person was shown for this cohort, less than an hour ago."""
    form = ConfirmRosterForm()
    try:
        who, where, version_id, table = _serializer().loads(
            form.content.data or "", max_age=MAX_AGE_S
        )
    except BadData as error:
        raise RuleError("Cette confirmation a expiré : renvoyez le fichier.") from error
    if (who, where) != (actor().id, cohort.id):
        raise RuleError("Cette confirmation est celle d’une autre page : renvoyez le fichier.")
    return version_id, table

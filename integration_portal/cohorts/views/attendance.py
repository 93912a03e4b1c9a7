"""The attendance sheet of a training, to print and sign by hand. Nothing is kept of it."""

import datetime as dt

from flask import Response, render_template

from ...core.permissions import Permission
from ...dossiers.documents import attendance
from ...paper.typeset import Typesetter
from ...web.access import requires
from ...web.portal import actor, portal, today
from .. import attending
from ..attending import Expected
from ..forms_attendance import AttendanceForm
from ..queries import CohortHead, get_cohort
from . import bp


def _read(cohort_id: int) -> tuple[CohortHead, list[Expected]]:
    """In a session of its own: the page writes nothing, and is laid out outside any lock."""
    with portal().database.reading() as session:
        found = get_cohort(session, actor(), cohort_id)
        return found, attending.list_expected(session, actor(), found)


def _form(expected: list[Expected]) -> AttendanceForm:
    own = [str(one.journey_id) for one in expected if one.of_cohort]
    form = AttendanceForm(data={"journeys": own, "day": today()})
    form.journeys.choices = [(str(one.journey_id), f"{one.name}, {one.unit}") for one in expected]
    return form


@bp.get("/promotions/<int:cohort_id>/emargement")
@requires(Permission.COHORT_READ)
def attendance_page(cohort_id: int) -> str:
    cohort, expected = _read(cohort_id)
    return render_template("cohorts/attendance.html", cohort=cohort, form=_form(expected))


@bp.post("/promotions/<int:cohort_id>/emargement")
@requires(Permission.COHORT_READ)
def attendance_sheet(cohort_id: int) -> Response | tuple[str, int]:
    cohort, expected = _read(cohort_id)
    form = _form(expected)
    if not form.validate_on_submit():
        return render_template("cohorts/attendance.html", cohort=cohort, form=form), 422
    ticked = set(form.journeys.data or [])
    document = attendance.document(
        subject=form.subject.data or "",
        day=form.on,
        trainer=form.trainer.data or "",
        place=form.place.data or "",
        establishment=cohort.establishment,
        people=[(one.name, one.unit) for one in expected if str(one.journey_id) in ticked],
    )
    at = dt.datetime.combine(form.on, dt.time(), dt.UTC)
    made = Typesetter(attendance.TEMPLATE).pdf(document, at)
    disposition = f'attachment; filename="emargement-{form.on}.pdf"'
    return Response(
        made, content_type="application/pdf", headers={"Content-Disposition": disposition}
    )

"""The draft of the minutes, and decisions that become steps."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...core.permissions import Permission
from ...journeys.policy import can_manage
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import actions, policy, queries, rules
from ..errors import NotYoursError, SettledError
from ..forms import MinutesBase, MinutesForm, shown
from ..models import InterviewState
from ..queries import Sheet
from ..rules import Side
from . import bp
from .sheet import back

Answer = str | tuple[str, int] | Response
_URL = "/entretiens/<int:interview_id>/compte-rendu"


def _led(interview_id: int) -> Sheet:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    if policy.side_of(actor(), sheet.interview, sheet.journey) is not Side.LEADER:
        raise NotYoursError("la personne qui mène l’entretien")
    return sheet


def _page(sheet: Sheet, form: MinutesBase) -> str:
    return render_template(
        "interviews/minutes.html",
        sheet=sheet,
        form=form,
        report=rules.is_report(sheet.interview),
        manages=can_manage(actor(), sheet.journey),
    )


@bp.get(_URL)
@requires(Permission.JOURNEY_READ)
def draft(interview_id: int) -> Answer:
    sheet = _led(interview_id)
    one = sheet.interview
    if one.state is not InterviewState.OPEN:
        return redirect(url_for("interviews.page", interview_id=interview_id))
    day = one.held_on or min(one.planned_on, today())
    return _page(sheet, MinutesForm(data=shown(day, one.minutes, one.decisions)))


@bp.post(_URL)
@requires(Permission.JOURNEY_READ)
def save(interview_id: int) -> Answer:
    sheet = _led(interview_id)
    if sheet.interview.state is not InterviewState.OPEN:
        raise SettledError
    form = MinutesForm()
    form.today = today()
    if not form.validate_on_submit():
        return _page(sheet, form), 422
    assert form.held_on.data is not None
    actions.save_minutes(
        db(), actor(), sheet,
        held_on=form.held_on.data, text=form.text.data or "", decisions=form.decisions(),
    )  # fmt: skip
    return back(interview_id, "Compte rendu gardé. Il reste à le relire et à le signer.")


@bp.post("/entretiens/<int:interview_id>/decisions/<int:number>/etape")
@requires(Permission.JOURNEY_MANAGE)
def adopt(interview_id: int, number: int) -> Response:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    step = actions.adopt(db(), actor(), sheet, number=number)
    return back(interview_id, f"« {step.title} » est une étape du parcours.")

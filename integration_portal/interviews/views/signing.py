"""What each of the two signs, word for word, with her password."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.permissions import Permission
from ...web.access import requires
from ...web.forms import GuardedForm
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import actions, policy, queries, rules
from ..errors import SettledError
from ..forms import RecruitSignForm, SignForm
from ..models import InterviewState
from ..queries import Sheet
from ..rules import Side
from . import bp
from .sheet import back

Answer = str | tuple[str, int] | Response
_URL = "/entretiens/<int:interview_id>/signature"
_TURN = {Side.LEADER: InterviewState.OPEN, Side.RECRUIT: InterviewState.MINUTED}


def _is_turn(sheet: Sheet) -> bool:
    """The leader first, once the day is written, then the recruit."""
    one = sheet.interview
    turn = _TURN.get(policy.side_of(actor(), one, sheet.journey))
    return one.state is turn and one.held_on is not None


def _page(sheet: Sheet, form: GuardedForm) -> str:
    if policy.side_of(actor(), sheet.interview, sheet.journey) is Side.LEADER:
        words = [("", actions.leader_sentence(actor(), sheet))]
    else:
        words = [
            (label, actions.recruit_sentence(actor(), sheet, agrees=agrees))
            for label, agrees in (("C’est bien cela", True), ("Pas d’accord", False))
        ]
    return render_template(
        "interviews/sign.html",
        sheet=sheet,
        one=sheet.interview,
        form=form,
        words=words,
        report=rules.is_report(sheet.interview),
    )


def _form(sheet: Sheet) -> SignForm | RecruitSignForm:
    """Of a report nothing written is signed: no room for words."""
    if policy.side_of(actor(), sheet.interview, sheet.journey) is not Side.RECRUIT:
        return SignForm()
    form = RecruitSignForm()
    if rules.is_report(sheet.interview):
        del form.disagreement
    return form


@bp.get(_URL)
@requires(Permission.JOURNEY_READ)
def sign_page(interview_id: int) -> Answer:
    sheet = queries.get_sheet(db(), actor(), interview_id)
    if not _is_turn(sheet):
        return redirect(url_for("interviews.page", interview_id=interview_id))
    return _page(sheet, _form(sheet))


@bp.post(_URL)
@requires(Permission.JOURNEY_READ)
def sign(interview_id: int) -> Answer:
    with portal().database.reading() as reading:
        form = _form(queries.get_sheet(reading, actor(), interview_id))
    valid = signed(form)
    sheet = queries.get_sheet(db(), actor(), interview_id)
    if not _is_turn(sheet):
        raise SettledError("Il n’y a rien à signer ici, ou vous l’avez déjà signé.")
    if not valid:
        return _page(sheet, form), 422
    if isinstance(form, SignForm):
        entry = actions.sign_minutes(db(), actor(), sheet)
    else:
        said = form.disagreement.data if "disagreement" in form else ""
        agrees = form.agreement.data == "oui"
        entry = actions.sign_as_recruit(
            db(), actor(), sheet, agrees=agrees, disagreement=said or ""
        )
    log_security("signature", user=actor().id, entry=entry.id, kind=entry.kind.value)
    return back(interview_id, "Signé. L’autre personne en est prévenue.")

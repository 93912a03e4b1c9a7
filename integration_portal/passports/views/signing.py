"""Grant, renew, take back: each asks for the password again."""

from flask import flash, render_template

from ...accounts.queries import get_user
from ...accounts.reauth import signed
from ...core import clock
from ...core.permissions import Permission
from ...establishments.models import Unit
from ...signoffs.level_fields import DECISION_CHOICES, levels_form, levels_of
from ...web.access import requires
from ...web.incoming import row_id
from ...web.portal import actor, db, portal
from ...web.security import log_security
from .. import actions, policy, queries
from ..errors import LevelTooLowError
from ..forms import GrantForm, RenewalBase
from ..models import Passport
from ..rules import State
from ..wording import CRITERIA
from . import bp
from .passport import Page, back_to, page_of, take_back_form


@bp.post("/passeports/<int:passport_id>/signature")
@requires(Permission.SIGNOFF_DECIDE)
def grant(passport_id: int) -> Page:
    form = GrantForm()
    valid = signed(form)
    found = queries.get_passport(db(), actor(), passport_id)
    if not valid:
        return page_of(found, grant_form=form), 422
    line = actions.grant(db(), actor(), found, read=form.read.data or "")
    log_security("passport_granted", user=actor().id, entry=line.id)
    flash("Signé. La personne est prévenue ; le reçu est dans l’historique.", "success")
    return back_to(found)


@bp.post("/passeports/<int:passport_id>/retrait")
@requires(Permission.SIGNOFF_DECIDE)
def take_back(passport_id: int) -> Page:
    form = take_back_form()
    valid = signed(form)
    found = queries.get_passport(db(), actor(), passport_id)
    if not valid:
        return page_of(found, take_back_form=form), 422
    actions.take_back(
        db(), actor(), found, reason=form.reason.data or "", read=form.read.data or ""
    )
    log_security("passport_taken_back", user=actor().id, passport=found.id)
    flash("Passeport retiré. La personne est prévenue.", "success")
    return back_to(found)


def _renewal_form(found: Passport, *, sent: bool) -> RenewalBase:
    made = levels_form(CRITERIA, RenewalBase, DECISION_CHOICES)
    form = made() if sent else made(formdata=None)
    form.today = clock.today(queries.zone_of(db(), found))
    if not sent:
        form.on.data = form.today
        form.base.data = str(found.entry_id)
    return form


def _renewal_page(found: Passport, form: RenewalBase) -> str:
    unit, holder = db().get_one(Unit, found.unit_id), get_user(db(), found.holder_id)
    form.read.data = actions.sentence_for(db(), actor(), found, "renewal")
    return render_template(
        "passports/renewal.html",
        passport=found,
        form=form,
        levels=[form[f"level_{criterion['code']}"] for criterion in CRITERIA],
        holder=holder,
        unit=unit,
        standing=queries.standing_of(db(), found),
    )


@bp.get("/passeports/<int:passport_id>/renouvellement")
@requires(Permission.SIGNOFF_DECIDE)
def renewal(passport_id: int) -> Page:
    found = queries.get_passport(db(), actor(), passport_id)
    state = queries.standing_of(db(), found).state
    if not policy.can_sign(actor(), found) or state in {State.ONGOING, State.ENDED}:
        return back_to(found)
    return _renewal_page(found, _renewal_form(found, sent=False))


@bp.post("/passeports/<int:passport_id>/renouvellement")
@requires(Permission.SIGNOFF_DECIDE)
def renew(passport_id: int) -> Page:
    with portal().database.reading() as reading:
        seen = queries.get_passport(reading, actor(), passport_id)
        today = clock.today(queries.zone_of(reading, seen))
    form = levels_form(CRITERIA, RenewalBase, DECISION_CHOICES)()
    form.today = today
    valid = signed(form)
    found = queries.get_passport(db(), actor(), passport_id)
    if not valid:
        return _renewal_page(found, form), 422
    try:
        line = actions.renew(
            db(), actor(), found, seen_entry_id=_number(form.base.data), read=form.read.data or "",
            situation=form.situation.data or "", on=form.day, levels=levels_of(form, CRITERIA),
        )  # fmt: skip
    except LevelTooLowError as error:
        form.situation.errors = [error.message]
        return _renewal_page(found, form), 422
    log_security("passport_renewed", user=actor().id, entry=line.id)
    flash("Renouvelé. La personne est prévenue ; le reçu est dans l’historique.", "success")
    return back_to(found)


def _number(value: str | None) -> int:
    """The ledger line that the page named; 0 names none."""
    try:
        return row_id(value or "0")
    except ValueError:
        return 0

"""« Au poste de la recrue »: an observer writes and signs on the recruit's screen. Nothing is kept
before her signature: what she typed goes from page to page."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts.desk import DeskIdentity, signer_beside
from ...core.actor import Actor
from ...core.permissions import Permission
from ...web.access import requires
from ...web.forms import PortalForm
from ...web.portal import actor, db
from ...web.security import log_security
from .. import actions
from .. import rules_observing as rules
from ..forms_observing import ObservationBase, observation_form
from ..levels import Level
from ..models import Channel, SignOffRequest
from ..queries_observations import OBSERVABLE, zone_of
from . import bp
from .desk import name_beside, place_beside, who_page
from .observing import new_values, notes_of

Page = str | tuple[str, int] | Response
_DESK = "/demandes/<int:request_id>/au-poste/observation"


class SealForm(DeskIdentity, PortalForm):
    """Who signs what was read again."""


def _write_page(asked: SignOffRequest, observer: Actor, form: ObservationBase) -> str:
    counts = rules.counts(asked.criteria, ())
    return render_template(
        "signoffs/desk_observe.html",
        asked=asked,
        observer=observer.name,
        recruit=actor().name,
        form=form,
        rows=[(form[f"level_{one.criterion['code']}"], one) for one in counts],
        beside=request.form.get("signer_email"),
    )


def _review_page(
    asked: SignOffRequest,
    observer: Actor,
    written: ObservationBase,
    notes: actions.Notes,
    form: SealForm,
) -> str:
    return render_template(
        "signoffs/desk_observed.html",
        asked=asked,
        observer=observer.name,
        recruit=actor().name,
        found=notes,
        sentence=actions.sentence_of(db(), observer, notes, asked),
        counts=rules.counts(asked.criteria, ()),
        zone=zone_of(db(), asked),
        form=form,
        carried=_carried(written),
        Level=Level,
    )


def _carried(written: ObservationBase) -> list[tuple[str, str]]:
    """(name, value) of each field, as it was sent."""
    names = [field.name for field in written if field.name != "csrf_token"]
    return [(name, value) for name in names for value in request.form.getlist(name)]


def _read(asked: SignOffRequest, observer: Actor) -> tuple[ObservationBase, actions.Notes | None]:
    """What was sent; no notes: refused, the reason is at its place in the form."""
    form = observation_form(asked.criteria)()
    if not form.validate_on_submit():
        return form, None
    notes = notes_of(form, asked)
    fault = actions.find_signing_fault(db(), observer, asked, notes)
    if fault:
        form[fault.field].errors = [fault.message]
    return form, None if fault else notes


@bp.post(_DESK)
@requires(Permission.JOURNEY_OWN)
def desk_observe(request_id: int) -> Page:
    """Under the name of whoever stands there; with a ``token``, as she had written it."""
    who, observer = name_beside()
    asked, observer = place_beside(request_id, who, observer)
    if observer is None or asked.state not in OBSERVABLE:
        return who_page(asked, who), 422
    form = observation_form(asked.criteria)
    if "token" in request.form:
        return _write_page(asked, observer, form())
    return _write_page(asked, observer, form(formdata=None, data=new_values(zone_of(db(), asked))))


@bp.post(_DESK + "/relecture")
@requires(Permission.JOURNEY_OWN)
def desk_review(request_id: int) -> Page:
    """The exact sentence, under her name, and what it covers."""
    who, observer = name_beside()
    asked, observer = place_beside(request_id, who, observer)
    if observer is None:
        return who_page(asked, who), 422
    form, notes = _read(asked, observer)
    if notes is None:
        return _write_page(asked, observer, form), 422
    seal = SealForm(formdata=None, data={"signer_email": who.signer_email.data})
    return _review_page(asked, observer, form, notes, seal)


@bp.post(_DESK + "/signature")
@requires(Permission.JOURNEY_OWN)
def desk_sign_observation(request_id: int) -> Page:
    seal = SealForm()
    who, observer = name_beside()
    signer = signer_beside(seal) if seal.validate_on_submit() else None
    asked, observer = place_beside(request_id, who, observer)
    if observer is None:
        return who_page(asked, who), 422
    form, notes = _read(asked, observer)
    if notes is None:
        return _write_page(asked, observer, form), 422
    if signer is None:
        return _review_page(asked, observer, form, notes, seal), 422
    draft = actions.keep_notes(db(), signer, asked, form.token.data or "", notes)
    entry = actions.sign_observation(db(), signer, draft, channel=Channel.DESK)
    log_security("observation_signed", user=signer.id, entry=entry.id, at=actor().id)
    flash(f"Observation signée par {signer.name}. Votre session continue.", "success")
    return redirect(url_for("signoffs.observation", observation_id=draft.id))

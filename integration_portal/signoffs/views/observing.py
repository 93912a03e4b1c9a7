"""Write an observation, read it again, sign it, take it back."""

import json
import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts import queries as accounts
from ...accounts.reauth import UNCHANGED, signed
from ...core import clock
from ...core.permissions import Permission
from ...web.access import requires
from ...web.incoming import row_id
from ...web.portal import actor, db
from ...web.security import log_security
from .. import actions, policy
from .. import queries_observations as queries
from .. import rules_observing as rules
from ..forms import WithdrawForm
from ..forms_observing import ObservationBase, SignForm, observation_form
from ..levels import Level
from ..models import LedgerEntry, Observation, ObservationState, SignOffRequest
from ..rules_observing import channel_of
from . import bp, moments

Page = str | tuple[str, int] | Response


def _write_page(asked: SignOffRequest, form: ObservationBase) -> str:
    draft = queries.find_by_token(db(), form.token.data or "")
    mine = draft is not None and draft.observer_id == actor().id
    counts = rules.counts(asked.criteria, draft.acts if draft and mine else ())
    return render_template(
        "signoffs/observe.html",
        asked=asked,
        recruit=accounts.get_user(db(), asked.recruit_id),
        form=form,
        rows=[(form[f"level_{one.criterion['code']}"], one) for one in counts],
    )


def _kept_values(draft: Observation, zone: str) -> dict[str, object]:
    day, time = moments.on_the_wall(draft.situation_at, zone)
    return {
        "token": draft.token, "day": day, "time": time, "place": draft.place,
        "situation": draft.situation, "note": draft.note, "why": draft.why,
        **{f"level_{code}": str(level) for code, level in draft.levels.items()},
    }  # fmt: skip


def new_values(zone: str) -> dict[str, object]:
    """An observation that starts now."""
    day, time = moments.on_the_wall(clock.now(), zone)
    return {"token": str(uuid.uuid4()), "day": day, "time": time}


@bp.get("/demandes/<int:request_id>/observer")
@requires(Permission.SIGNOFF_DECIDE)
def observe_page(request_id: int) -> str:
    """A new one, or with ``brouillon`` the draft of that number."""
    asked = queries.get_request(db(), actor(), request_id)
    actions.refuse_others(actor(), asked)
    zone = queries.zone_of(db(), asked)
    draft_id = request.args.get("brouillon", type=row_id)
    if draft_id is not None:
        values = _kept_values(queries.get_draft(db(), actor(), asked, draft_id), zone)
    else:
        values = new_values(zone)
    form = observation_form(asked.criteria)(formdata=None, data=values)
    return _write_page(asked, form)


def notes_of(form: ObservationBase, asked: SignOffRequest) -> actions.Notes:
    """What a valid form says was seen."""
    typed = {c["code"]: form[f"level_{c['code']}"].data for c in asked.criteria}
    return actions.Notes(
        situation_at=moments.typed(form, queries.zone_of(db(), asked)),
        place=form.place.data or "",
        situation=form.situation.data or "",
        levels={code: int(level) for code, level in typed.items() if level},
        note=form.note.data or "",
        why=form.why.data or "",
    )


@bp.post("/demandes/<int:request_id>/observer")
@requires(Permission.SIGNOFF_DECIDE)
def observe(request_id: int) -> Page:
    """« plus-tard » keeps what there is; else all must be there before it is read again."""
    asked = queries.get_request(db(), actor(), request_id)
    later = "plus-tard" in request.form
    form = observation_form(asked.criteria, whole=not later)()
    if not form.validate_on_submit():
        return _write_page(asked, form), 422
    notes = notes_of(form, asked)
    fault = None if later else actions.find_signing_fault(db(), actor(), asked, notes)
    if fault:
        form[fault.field].errors = [fault.message]
        return _write_page(asked, form), 422
    draft = actions.keep_notes(db(), actor(), asked, form.token.data or "", notes)
    if later:
        flash("Brouillon gardé : personne d’autre ne le voit.", "success")
        return redirect(url_for("signoffs.asked", request_id=request_id))
    return redirect(url_for("signoffs.observation", observation_id=draft.id))


def _read_page(found: Observation, asked: SignOffRequest, **forms: object) -> str:
    draft = found.state is ObservationState.DRAFT
    own = found.observer_id == actor().id
    entry = db().get(LedgerEntry, found.entry_id) if found.entry_id else None
    return render_template(
        "signoffs/observation.html",
        found=found,
        asked=asked,
        draft=draft,
        withdrawn=found.state is ObservationState.WITHDRAWN,
        entry=entry,
        sentence=json.loads(entry.payload)["sentence"]
        if entry
        else actions.sentence_of(db(), actor(), found, asked),
        names={one: accounts.get_user(db(), one).name for one in (found.observer_id, asked.recruit_id)},
        counts=rules.counts(asked.criteria, found.acts),
        zone=queries.zone_of(db(), asked),
        withdrawal=actions.withdraw_words(db(), actor(), entry)
        if entry is not None and own and found.state is ObservationState.SIGNED
        and policy.can_decide(actor(), asked)
        else "",
        Level=Level,
        **{"sign_form": SignForm(formdata=None), "withdraw_form": WithdrawForm(formdata=None)} | forms,
    )  # fmt: skip


@bp.get("/observations/<int:observation_id>")
@requires(Permission.JOURNEY_READ)
def observation(observation_id: int) -> str:
    return _read_page(*queries.get_observation(db(), actor(), observation_id))


@bp.post("/observations/<int:observation_id>/signer")
@requires(Permission.SIGNOFF_DECIDE)
def sign_observation(observation_id: int) -> Page:
    form = SignForm()
    valid = signed(form)
    found, asked = queries.get_observation(db(), actor(), observation_id)
    if not valid:
        return _read_page(found, asked, sign_form=form), 422
    channel = channel_of(request.user_agent.string)
    entry = actions.sign_observation(db(), actor(), found, channel=channel)
    log_security("observation_signed", user=actor().id, entry=entry.id)
    flash("Observation signée. La recrue est prévenue.", "success")
    return redirect(url_for("signoffs.observation", observation_id=observation_id))


@bp.post("/observations/<int:observation_id>/retrait")
@requires(Permission.SIGNOFF_DECIDE)
def withdraw_observation(observation_id: int) -> Page:
    form = WithdrawForm()
    valid = signed(form, UNCHANGED)
    found, asked = queries.get_observation(db(), actor(), observation_id)
    if not valid:
        return _read_page(found, asked, withdraw_form=form), 422
    line = actions.withdraw_observation(db(), actor(), found, reason=form.reason.data or "")
    log_security("observation_withdrawn", user=actor().id, entry=line.id)
    flash("Observation retirée : elle ne compte plus, et reste visible.", "success")
    return redirect(url_for("signoffs.observation", observation_id=observation_id))


@bp.post("/observations/<int:observation_id>/jeter")
@requires(Permission.SIGNOFF_DECIDE)
def discard(observation_id: int) -> Response:
    found, asked = queries.get_observation(db(), actor(), observation_id)
    actions.discard(db(), actor(), found)
    flash("Brouillon jeté.", "success")
    return redirect(url_for("signoffs.asked", request_id=asked.id))

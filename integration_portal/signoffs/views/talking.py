"""The reflective talk: write, read again, sign, confirm."""

import json

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts import queries as accounts
from ...accounts.reauth import UNCHANGED, signed
from ...core import clock
from ...core.permissions import Permission
from ...web.access import requires
from ...web.forms import PortalForm
from ...web.portal import actor, db
from ...web.security import log_security
from .. import actions, policy
from .. import queries_observations as queries
from ..errors import ObservationFaultError
from ..forms import WithdrawForm
from ..forms_observing import SignForm, TalkForm
from ..models import LedgerEntry, ReflectiveTalk, SignOffRequest
from ..queries import find_withdrawal
from ..queries_evidence import list_seen
from ..rules_observing import channel_of
from . import bp, moments

Page = str | tuple[str, int] | Response
_TALK = "/demandes/<int:request_id>/entretien-reflexif"


def _write_page(asked: SignOffRequest, form: TalkForm) -> str:
    return render_template(
        "signoffs/talk_form.html",
        asked=asked,
        recruit=accounts.get_user(db(), asked.recruit_id),
        form=form,
        seen=len(list_seen(db(), asked)),
    )


def _asked(request_id: int) -> SignOffRequest:
    asked = queries.get_request(db(), actor(), request_id)
    if not policy.can_talk(actor(), asked):
        actions.refuse_others(actor(), asked)
    return asked


@bp.get(_TALK)
@requires(Permission.JOURNEY_READ)
def talk_page(request_id: int) -> str:
    """A new one, or hers not signed yet."""
    asked = _asked(request_id)
    talk = queries.find_talk_draft(db(), actor(), asked)
    at = talk.held_at if talk else clock.now()
    day, time = moments.on_the_wall(at, queries.zone_of(db(), asked))
    return _write_page(asked, TalkForm(formdata=None, obj=talk, data={"day": day, "time": time}))


@bp.post(_TALK)
@requires(Permission.JOURNEY_READ)
def write_talk(request_id: int) -> Page:
    asked = _asked(request_id)
    form = TalkForm()
    if not form.validate_on_submit():
        return _write_page(asked, form), 422
    notes = actions.TalkNotes(
        moments.typed(form, queries.zone_of(db(), asked)),
        *(form[name].data for name in ("expected", "done", "learnt", "change")),
    )
    try:
        talk = actions.keep_talk(db(), actor(), asked, notes)
    except ObservationFaultError as fault:
        form[fault.field].errors = [fault.message]
        return _write_page(asked, form), 422
    return redirect(url_for("signoffs.talk", talk_id=talk.id))


def _read_page(talk: ReflectiveTalk, asked: SignOffRequest, **forms: PortalForm) -> str:
    gone = find_withdrawal(db(), talk.entry_id) if talk.entry_id else None
    confirms = gone is None and actions.can_confirm(actor(), talk, asked)
    words = actions.confirmation_sentence if confirms else actions.talk_sentence
    entries = [
        db().get(LedgerEntry, one) for one in (talk.entry_id, talk.confirmed_entry_id) if one
    ]
    return render_template(
        "signoffs/talk.html",
        talk=talk,
        asked=asked,
        draft=talk.entry_id is None,
        confirms=confirms,
        sentence=words(db(), actor(), talk, asked),
        entries=entries,
        gone=gone,
        reason=json.loads(gone.payload)["comment"] if gone else "",
        withdrawal=_withdrawal(talk) if gone is None else "",
        names={
            one: accounts.get_user(db(), one).name for one in (talk.author_id, asked.recruit_id)
        },
        zone=queries.zone_of(db(), asked),
        **{"form": SignForm(formdata=None), "withdraw_form": WithdrawForm(formdata=None)} | forms,
    )


def _withdrawal(talk: ReflectiveTalk) -> str:
    """The sentence that would take it back, for its author; else ""."""
    if talk.entry_id is None or talk.author_id != actor().id:
        return ""
    return actions.withdraw_words(db(), actor(), db().get_one(LedgerEntry, talk.entry_id))


@bp.get("/entretiens-reflexifs/<int:talk_id>")
@requires(Permission.JOURNEY_READ)
def talk(talk_id: int) -> str:
    return _read_page(*queries.get_talk(db(), actor(), talk_id))


@bp.post("/entretiens-reflexifs/<int:talk_id>/signer")
@requires(Permission.JOURNEY_READ)
def sign_talk(talk_id: int) -> Page:
    """Its author signs it; once signed, the other person confirms it by the same form."""
    form = SignForm()
    valid = signed(form)
    found, asked = queries.get_talk(db(), actor(), talk_id)
    if not valid:
        return _read_page(found, asked, form=form), 422
    own = found.author_id == actor().id
    act = actions.sign_talk if own else actions.confirm_talk
    entry = act(db(), actor(), found, channel=channel_of(request.user_agent.string))
    log_security("talk_signed", user=actor().id, entry=entry.id)
    flash("Entretien signé : l’autre personne le confirme." if own else "Entretien confirmé.",
          "success")  # fmt: skip
    return redirect(url_for("signoffs.talk", talk_id=talk_id))


@bp.post("/entretiens-reflexifs/<int:talk_id>/retrait")
@requires(Permission.JOURNEY_READ)
def withdraw_talk(talk_id: int) -> Page:
    form = WithdrawForm()
    valid = signed(form, UNCHANGED)
    found, asked = queries.get_talk(db(), actor(), talk_id)
    if not valid:
        return _read_page(found, asked, withdraw_form=form), 422
    line = actions.withdraw_talk(db(), actor(), found, reason=form.reason.data or "")
    log_security("talk_withdrawn", user=actor().id, entry=line.id)
    flash("Entretien retiré : il ne compte plus, et reste visible.", "success")
    return redirect(url_for("signoffs.talk", talk_id=talk_id))

"""The quick grid: one act after the other, kept as one goes, with or without network."""

import datetime as dt
import json
import uuid

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...accounts import queries as accounts
from ...core import clock
from ...core.errors import RuleError
from ...core.permissions import Permission
from ...core.typography import french
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions
from .. import queries_observations as queries
from .. import rules_observing as rules
from ..forms_observing import ActForm, act_form, act_of
from ..models import Observation, SignOffRequest
from . import bp

Page = str | tuple[str, int] | Response
_GRID = "/demandes/<int:request_id>/grille"
NOT_ACTS = "Cette grille n’est pas lisible : rouvrez sa page."


def _instant() -> str:
    """Now, in words that sort as instants do: which of a page and a sending came last."""
    return clock.now().isoformat(timespec="microseconds")


def _asked(request_id: int) -> SignOffRequest:
    asked = queries.get_request(db(), actor(), request_id)
    actions.refuse_others(actor(), asked)
    return asked


def _grid_page(asked: SignOffRequest, form: ActForm, draft: Observation | None) -> str:
    acts = draft.acts if draft else []
    criteria = [{"code": c["code"], "texte": french(c["texte"])} for c in asked.criteria]
    return render_template(
        "signoffs/grid.html",
        asked=asked,
        recruit=accounts.get_user(db(), asked.recruit_id),
        form=form,
        rows=[(c, form[f"act_{c['code']}"]) for c in asked.criteria],
        draft=draft,
        acts=acts,
        counts=rules.counts(asked.criteria, acts),
        shown=json.dumps(
            {"acts": acts, "criteria": criteria, "owner": actor().id, "madeAt": _instant()}
        ),
    )


@bp.get(_GRID)
@requires(Permission.SIGNOFF_DECIDE)
def grid(request_id: int) -> str:
    """Her last draft on this request goes on; else a new one begins."""
    asked = _asked(request_id)
    draft = queries.find_last_draft(db(), actor(), asked)
    token = draft.token if draft else str(uuid.uuid4())
    values = {"token": token, "number": str(len(draft.acts) if draft else 0)}
    return _grid_page(asked, act_form(asked.criteria)(formdata=None, data=values), draft)


@bp.post(_GRID)
@requires(Permission.SIGNOFF_DECIDE)
def add_act(request_id: int) -> Page:
    """Without JavaScript. The page says how many acts it showed: sent twice, one is added once."""
    asked = _asked(request_id)
    form = act_form(asked.criteria)()
    draft = queries.find_last_draft(db(), actor(), asked)
    act = act_of(form, asked.criteria)
    undo = "annuler" in request.form
    if not form.validate_on_submit() or not (undo or act):
        if not act and not form.errors:
            flash("Notez au moins un critère : fait, ou pas fait.", "warning")
        return _grid_page(asked, form, draft), 422
    kept = list(draft.acts) if draft and draft.token == form.token.data else []
    if str(len(kept)) == form.number.data:
        kept = kept[:-1] if undo else [*kept, act]
        actions.keep_acts(db(), actor(), asked, form.token.data or "", kept)
    return redirect(url_for("signoffs.grid", request_id=request_id))


@bp.post(_GRID + "/actes")
@requires(Permission.SIGNOFF_DECIDE)
def keep_acts(request_id: int) -> Response:
    """What a browser kept meanwhile: the whole list, as often as it likes. Answers where to go on."""
    asked = _asked(request_id)
    codes = {c["code"] for c in asked.criteria}
    try:
        token = str(uuid.UUID(request.form.get("token", "")))
        acts = rules.read_acts(request.form.get("acts", ""), codes)
        began = request.form.get("began", "")
        began_at = dt.datetime.fromisoformat(began) if began else None
        if began_at is not None and began_at.tzinfo is None:
            raise ValueError("an instant without its zone")
    except ValueError:
        raise RuleError(NOT_ACTS) from None
    if request.form.get("owner") != str(actor().id):
        raise RuleError("Ces actes ont été notés par une autre personne : ils l’attendent.")
    draft = actions.keep_acts(db(), actor(), asked, token, acts, began_at=began_at)
    path = url_for("signoffs.observe_page", request_id=request_id, brouillon=draft.id)
    return jsonify(kept=len(draft.acts), next=path, sentAt=_instant())

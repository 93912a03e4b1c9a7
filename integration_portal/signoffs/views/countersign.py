"""The doctor's page: the tutor's decision, and the countersignature."""

import json

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.errors import NotFoundError
from ...core.permissions import Permission
from ...establishments.models import Unit
from ...web.access import requires
from ...web.portal import actor, db, today
from ...web.security import log_security
from .. import actions, queries
from ..forms import CountersignForm
from ..levels import Level
from ..models import LedgerEntry, RequestState, SignOffRequest
from ..queries_evidence import read_evidence
from ..subjects import link_of
from . import bp
from .linking import subject_url

Page = str | tuple[str, int] | Response


def _page(found: SignOffRequest, decision: LedgerEntry, form: CountersignForm) -> str:
    words = [
        (kind, when, actions.countersign_words(db(), actor(), found, decision, accepts=accepts))
        for kind, when, accepts in (
            ("accept", "Si vous contresignez", True),
            ("decline", "Si c’est à reprendre", False),
        )
    ]
    return render_template(
        "signoffs/countersign.html",
        request_=found,
        form=form,
        decision=decision,
        payload=json.loads(decision.payload),
        corrections=queries.corrections_of(
            queries.list_entries_of_request(db(), found.id), decision
        ),
        zone=db().get_one(Unit, found.unit_id).establishment.time_zone,
        waits=found.state is RequestState.COUNTERSIGN,
        words=words,
        evidence=read_evidence(db(), actor(), found),
        Level=Level,
        subject_url=subject_url(found.subject),
        link=link_of(found.subject),
    )


@bp.get("/a-valider/<int:request_id>/contresignature")
@requires(Permission.SIGNOFF_DECIDE)
def countersign_page(request_id: int) -> Page:
    """Nothing decided yet: the page of the decision."""
    found, decision = queries.get_countersignable(db(), actor(), request_id)
    if decision is None:
        return redirect(url_for("signoffs.sign", request_id=request_id))
    return _page(found, decision, CountersignForm())


@bp.post("/a-valider/<int:request_id>/contresignature")
@requires(Permission.SIGNOFF_DECIDE)
def countersign(request_id: int) -> Page:
    form = CountersignForm()
    valid = signed(form)
    found, decision = queries.get_countersignable(db(), actor(), request_id)
    if decision is None:
        raise NotFoundError
    entry = _sign(found, form) if valid else None
    if entry is None:
        return _page(found, decision, form), 422
    log_security("countersignature", user=actor().id, entry=entry.id, kind=entry.kind.value)
    flash("Signé. La recrue et l’auteur de la décision en sont prévenus.", "success")
    return redirect(url_for("signoffs.entry", entry_id=entry.id))


def _sign(found: SignOffRequest, form: CountersignForm) -> LedgerEntry | None:
    """None: refused, the reason is at its place in the form."""
    accepts = form.decision.data == "accept"
    redo = None if accepts else form.redo(today())
    if not accepts and redo is None:
        return None
    comment = form.comment.data or ""
    return actions.countersign(db(), actor(), found, accepts=accepts, comment=comment, redo=redo)

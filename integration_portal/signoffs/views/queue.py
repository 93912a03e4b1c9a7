"""The tutor's queue, the signature page, and a request taken back."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.permissions import Permission
from ...learning.queries_credits import count_waiting
from ...web.access import requires
from ...web.portal import actor, db, today, unlocked
from ...web.security import log_security
from .. import actions, queries
from ..drafts import Draft, open_draft
from ..forms import DecisionBase
from ..queries_queue import LIMIT, Lines, QueueLine, list_queue
from ..subjects import link_of
from . import bp
from .linking import subject_url
from .signing import decision_class, shown, sign_draft

Page = str | tuple[str, int] | Response


@bp.get("/a-valider")
@requires(Permission.SIGNOFF_DECIDE)
def queue() -> str:
    lines = list_queue(db(), actor())
    return render_template(
        "signoffs/queue.html",
        recruits=_by_recruit(lines),
        today=today(),
        credits=count_waiting(db(), actor()),
        many=sum(one.together for one in lines) > 1,
        most=LIMIT if len(lines) == LIMIT else 0,
    )


def _by_recruit(lines: Lines) -> tuple[tuple[str, Lines], ...]:
    """In the order of the first line of each."""
    found: dict[str, list[QueueLine]] = {}
    for line in lines:
        found.setdefault(line.recruit, []).append(line)
    return tuple((recruit, tuple(hers)) for recruit, hers in found.items())


def _sign_page(draft: Draft, form: DecisionBase | None = None) -> str:
    return render_template(
        "signoffs/sign.html",
        **shown(draft, form),
        entries=[] if draft.waits else queries.list_entries_of_request(db(), draft.request.id),
        subject_url=subject_url(draft.request.subject),
        link=link_of(draft.request.subject),
    )


@bp.get("/a-valider/<int:request_id>")
@requires(Permission.SIGNOFF_DECIDE)
def sign(request_id: int) -> str:
    return _sign_page(open_draft(db(), actor(), request_id))


@bp.post("/a-valider/<int:request_id>")
@requires(Permission.SIGNOFF_DECIDE)
def decide(request_id: int) -> Page:
    asked = queries.get_decidable(unlocked(), actor(), request_id)
    form = decision_class(asked.criteria, DecisionBase)()
    valid = signed(form)
    found = queries.get_decidable(db(), actor(), request_id)
    draft = open_draft(db(), actor(), request_id)
    entry = sign_draft(db(), found, draft, form) if valid else None
    if entry is None:
        return _sign_page(draft, form), 422
    log_security("signature", user=actor().id, entry=entry.id, kind=entry.kind.value)
    flash("Signé. Le reçu est ci-dessous ; la recrue en reçoit un aussi.", "success")
    return redirect(url_for("signoffs.entry", entry_id=entry.id))


@bp.post("/demandes/<int:request_id>/annuler")
@requires(Permission.JOURNEY_OWN)
def cancel(request_id: int) -> Response:
    found = queries.get_own_waiting(db(), actor(), request_id)
    actions.cancel(db(), actor(), found)
    flash("Demande reprise : rien n’a été signé.", "success")
    return redirect(subject_url(found.subject) or url_for("journeys.home"))

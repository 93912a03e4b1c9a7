"""One request: what is to be shown, who may observe, what was seen so far."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts import queries as accounts
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import actions, policy
from .. import queries_observations as queries
from ..forms_observing import NameForm
from ..models import SignOffRequest
from ..queries_evidence import list_named, read_evidence
from . import bp

Page = str | tuple[str, int] | Response


def _offered(asked: SignOffRequest) -> NameForm:
    people = queries.list_nameable(db(), asked)
    form = NameForm()
    form.user.choices = [(one.id, f"{one.name}, {one.quality}") for one in people]
    return form


def _asked_page(asked: SignOffRequest, form: NameForm | None = None) -> str:
    observes = policy.can_decide(actor(), asked)
    people = {asked.recruit_id, *([asked.signer_id] if asked.signer_id else [])}
    return render_template(
        "signoffs/asked.html",
        asked=asked,
        names={one: accounts.get_user(db(), one).name for one in people},
        evidence=read_evidence(db(), actor(), asked),
        named=list_named(db(), asked.subject),
        observes=observes,
        mine=asked.recruit_id == actor().id,
        opened=asked.state in queries.OBSERVABLE,
        talks=policy.can_talk(actor(), asked),
        form=(form or _offered(asked)) if observes else None,
    )


@bp.get("/demandes/<int:request_id>")
@requires(Permission.JOURNEY_READ)
def asked(request_id: int) -> str:
    return _asked_page(queries.get_request(db(), actor(), request_id))


@bp.post("/demandes/<int:request_id>/designer")
@requires(Permission.SIGNOFF_DECIDE)
def name_observer(request_id: int) -> Page:
    found = queries.get_request(db(), actor(), request_id)
    form = _offered(found)
    if not form.validate_on_submit():
        return _asked_page(found, form), 422
    actions.name_observer(db(), actor(), found, form.user.data)
    flash("La personne est désignée pour observer : elle est prévenue.", "success")
    return redirect(url_for("signoffs.asked", request_id=request_id))

"""« Au poste de la recrue »: the tutor signs on the recruit's screen, inside the recruit's session."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ...accounts.desk import DeskIdentity, WhoForm, find_beside, refuse_beside, signer_beside
from ...core.actor import Actor
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, unlocked
from ...web.security import log_security
from .. import policy, queries
from ..drafts import Draft, open_draft
from ..forms import DecisionBase
from ..models import Channel, RequestState, SignOffRequest
from ..queries_observations import OBSERVABLE
from . import bp
from .linking import subject_url
from .signing import decision_class, shown, sign_draft

Page = str | tuple[str, int] | Response


class DeskDecision(DeskIdentity, DecisionBase):
    """The signature page's form, and who signs it here: the password is hers."""


@bp.get("/demandes/<int:request_id>/au-poste")
@requires(Permission.JOURNEY_OWN)
def desk_page(request_id: int) -> str:
    return who_page(queries.get_own_waiting(db(), actor(), request_id), WhoForm())


def who_page(found: SignOffRequest, form: WhoForm) -> str:
    """Who stands there, and what she does."""
    return render_template(
        "signoffs/desk_who.html",
        request_=found,
        form=form,
        waits=found.state is RequestState.WAITING,
        observable=found.state in OBSERVABLE,
        subject_url=subject_url(found.subject),
    )


def name_beside() -> tuple[WhoForm, Actor | None]:
    """Whom the address names; None: refused, the reason is in the form. Before her password is
    looked at, and before ``db()``."""
    who = WhoForm()
    return who, find_beside(who) if who.validate_on_submit() else None


def place_beside(
    request_id: int, who: WhoForm, person: Actor | None
) -> tuple[SignOffRequest, Actor | None]:
    """The recruit's own request, and whoever stands beside her if she may sign it."""
    found = queries.get_own_waiting(db(), actor(), request_id)
    if person is not None and not policy.can_decide(person, found):
        refuse_beside(who)
        return found, None
    return found, person


@bp.post("/demandes/<int:request_id>/au-poste")
@requires(Permission.JOURNEY_OWN)
def desk_who(request_id: int) -> Page:
    """The same request, under the name of whoever stands there. Nothing is kept."""
    who, person = name_beside()
    found, person = place_beside(request_id, who, person)
    if person is None:
        return who_page(found, who), 422
    draft = open_draft(db(), person, request_id)
    values = draft.prefilled | {"signer_email": who.signer_email.data or ""}
    form = decision_class(found.criteria, DeskDecision)(formdata=None, data=values)
    return _sign_page(draft, form)


def _sign_page(draft: Draft, form: DeskDecision) -> str:
    return render_template("signoffs/desk_sign.html", **shown(draft, form))


@bp.post("/demandes/<int:request_id>/au-poste/signature")
@requires(Permission.JOURNEY_OWN)
def desk_sign(request_id: int) -> Page:
    asked = queries.get_own_waiting(unlocked(), actor(), request_id)
    form = decision_class(asked.criteria, DeskDecision)()
    who, person = name_beside()
    signer = signer_beside(form) if form.validate_on_submit() else None
    found, person = place_beside(request_id, who, person)
    if person is None:
        return who_page(found, who), 422
    draft = open_draft(db(), person, request_id)
    entry = sign_draft(db(), found, draft, form, channel=Channel.DESK) if signer else None
    if entry is None:
        return _sign_page(draft, form), 422
    log_security("signature", user=person.id, entry=entry.id, at=actor().id)
    flash(f"Signé par {person.name}. Votre session continue.", "success")
    return redirect(url_for("signoffs.entry", entry_id=entry.id))

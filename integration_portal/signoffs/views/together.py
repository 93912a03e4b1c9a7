"""« Signer ensemble »: the exact sentence of each line, one password."""

import re

from flask import render_template, request
from werkzeug.wrappers import Response

from ...accounts.reauth import signed
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from ...web.security import log_security
from ..actions import Chosen, sign_together
from ..forms import TogetherForm
from ..levels import Level
from ..queries_queue import LIMIT, list_queue
from . import bp

Page = str | tuple[str, int] | Response
_NUMBER = re.compile(r"[0-9]{1,9}")


def _page(form: TogetherForm, ids: list[int]) -> str:
    """Only what may be signed with others is listed; the rest is counted in words."""
    found = list_queue(db(), actor(), only=ids[:LIMIT]) if ids else []
    lines = [line for line in found if line.together]
    return render_template(
        "signoffs/together.html",
        form=form,
        lines=[(line, line.sentence(actor()), line.proof(actor())) for line in lines],
        apart=len(set(ids)) - len(lines),
        Level=Level,
    )


@bp.get("/a-valider/ensemble")
@requires(Permission.SIGNOFF_DECIDE)
def together_page() -> str:
    ids = [int(one) for one in request.args.getlist("request") if _NUMBER.fullmatch(one)]
    return _page(TogetherForm(formdata=None), ids)


@bp.post("/a-valider/ensemble")
@requires(Permission.SIGNOFF_DECIDE)
def together() -> Page:
    form = TogetherForm()
    chosen = _chosen(request.form.getlist("line"))
    valid = signed(form)
    if not valid or not chosen:
        return _page(form, [one.request_id for one in chosen]), 422
    fates = sign_together(db(), actor(), chosen)
    for fate in fates:
        if fate.entry is not None:
            log_security("signature", user=actor().id, entry=fate.entry.id, together=len(fates))
    count = sum(fate.entry is not None for fate in fates)
    page = render_template("signoffs/signed_together.html", fates=fates, signed=count)
    return page, 200 if count else 409


def _chosen(sent: list[str]) -> list[Chosen]:
    """``12:proof`` each, once each."""
    found = {}
    for one in sent[:LIMIT]:
        number, _, proof = one.partition(":")
        if _NUMBER.fullmatch(number):
            found[int(number)] = Chosen(int(number), proof)
    return list(found.values())

"""Anybody who holds a code checks an attestation, without an account."""

import time

from flask import current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...web.access import public
from ...web.portal import db
from .. import codes
from ..checking import Checked
from ..errors import UnknownCodeError
from ..forms import CheckForm
from ..queries_attestations import check
from ..throttle import Throttle
from . import bp

_EXTENSION = "attestation_checks"


@bp.get("/verifier")
@public
def check_page() -> Response:
    form = CheckForm(request.args)
    if "code" in request.args and form.validate():
        return redirect(
            url_for("dossiers.check_code", code=codes.read(form.code.data or "") or "-")
        )
    return _answer(form, None, 422 if form.errors else 200)


@bp.get("/verifier/<code>")
@public
def check_code(code: str) -> Response:
    """The same page, whatever is found: it holds, it no longer does, nothing bears this code."""
    current_app.extensions.setdefault(_EXTENSION, Throttle()).count(
        request.remote_addr or "", time.monotonic()
    )
    found = check(db(), code)
    form = CheckForm(formdata=None, data={"code": codes.read(code)})
    if found is None:
        unknown = Checked(UnknownCodeError().message, False, (), (), "")
        return _answer(form, unknown, 404)
    return _answer(form, found, 200)


def _answer(form: CheckForm, found: Checked | None, status: int) -> Response:
    page = render_template("dossiers/check.html", form=form, found=found)
    response = make_response(page, status)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Cache-Control"] = "no-store"
    return response

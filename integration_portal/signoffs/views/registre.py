"""The ledger of an establishment, for who answers for it: what the last check found."""

import datetime as dt

from flask import render_template, request

from ...core import clock
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db
from .. import queries_chain, reporting
from . import bp

STALE = dt.timedelta(days=2)


@bp.get("/registre")
@requires(Permission.LEDGER_READ)
def registre() -> str:
    places = queries_chain.list_places(db(), actor())
    place = queries_chain.get_place(places, request.args.get("etablissement", type=int))
    report = reporting.last_known(db(), place)
    return render_template(
        "signoffs/registre.html",
        places=places,
        place=place,
        report=report,
        shown=reporting.SHOWN,
        stale=report.checked_at is not None and clock.now() - report.checked_at > STALE,
    )

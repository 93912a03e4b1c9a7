"""The audit log: who did what to whom, in sentences, by page and as a file."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, render_template, request

from ...core.audit import AuditEntry
from ...core.csv_file import to_csv
from ...core.permissions import Permission
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db, portal
from ..audit_words import sentence
from ..models import Establishment
from ..queries import audit_log as queries
from ..queries import list_establishments

bp = Blueprint("audit", __name__, template_folder="../templates")
READ = Permission.AUDIT_READ
EXPORTED = 20_000
ONE_DAY = dt.timedelta(days=1)


def _day(name: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


def _zone() -> ZoneInfo:
    return ZoneInfo(portal().settings.time_zone)


def _filter(places: list[Establishment]) -> queries.AuditFilter:
    """The days of the address, both included, in the portal's time zone."""

    def midnight(day: dt.date | None) -> dt.datetime | None:
        return dt.datetime.combine(day, dt.time(), _zone()) if day else None

    place, last = request.args.get("etablissement", type=int), _day("au")
    return queries.AuditFilter(
        establishment_id=place if place in {one.id for one in places} else None,
        since=midnight(_day("du")),
        until=midnight(last + ONE_DAY if last else None),
    )


def _lines(entries: list[AuditEntry]) -> list[tuple[dt.datetime, str]]:
    names = queries.names_in(db(), entries)
    return [
        (
            entry.at,
            sentence(
                entry.action,
                entry.subject,
                entry.details,
                names.get(f"users:{entry.actor_id}", "Le portail"),
                names,
            ),
        )
        for entry in entries
    ]


@bp.get("/journal")
@requires(READ)
def index() -> str:
    places = list_establishments(db(), actor(), READ)
    wanted = _filter(places)
    page = requested_page(queries.count_entries(db(), actor(), wanted))
    entries = queries.list_entries(db(), actor(), wanted, limit=page.size, offset=page.offset)
    return render_template(
        "establishments/audit.html",
        lines=_lines(list(entries)),
        page=page,
        wanted=wanted,
        first=_day("du"),
        last=_day("au"),
        narrowed=wanted != queries.AuditFilter(),
        places=places,
        exported=EXPORTED,
    )


@bp.get("/journal.csv")
@requires(READ)
def export() -> Response:
    wanted = _filter(list_establishments(db(), actor(), READ))
    entries = list(queries.list_entries(db(), actor(), wanted, limit=EXPORTED))
    rows = [
        (at.astimezone(_zone()).isoformat(timespec="seconds"), entry.action, entry.subject, words)
        for entry, (at, words) in zip(entries, _lines(entries), strict=True)
    ]
    return Response(
        to_csv(("quand", "acte", "objet", "phrase"), rows),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=journal.csv"},
    )

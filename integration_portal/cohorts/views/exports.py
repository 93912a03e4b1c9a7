"""The board as a file, with the filter of the page."""

from flask import Response, request

from ...core import clock
from ...core.permissions import Permission
from ...web.access import requires
from ...web.portal import actor, db, today
from .. import board, exports, filters, queries
from ..policy import Place, place
from . import bp
from .asked import asked_establishment

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/promotions/<int:cohort_id>/recrues.csv")
@requires(Permission.COHORT_READ)
def cohort_csv(cohort_id: int) -> Response:
    return _csv(_cohort_place(cohort_id), f"promotion-{cohort_id}")


@bp.get("/promotions/<int:cohort_id>/recrues.xlsx")
@requires(Permission.COHORT_READ)
def cohort_xlsx(cohort_id: int) -> Response:
    return _xlsx(_cohort_place(cohort_id), f"promotion-{cohort_id}")


@bp.get("/recrues.csv")
@requires(Permission.COHORT_READ)
def recruits_csv() -> Response:
    establishment, _ = asked_establishment(Permission.COHORT_READ)
    return _csv(place(actor(), establishment_id=establishment.id), "recrues")


@bp.get("/recrues.xlsx")
@requires(Permission.COHORT_READ)
def recruits_xlsx() -> Response:
    establishment, _ = asked_establishment(Permission.COHORT_READ)
    return _xlsx(place(actor(), establishment_id=establishment.id), "recrues")


def _cohort_place(cohort_id: int) -> Place:
    found = queries.get_cohort(db(), actor(), cohort_id)
    return place(actor(), establishment_id=found.establishment_id, cohort_id=found.id)


def _lines(where: Place) -> list[exports.Cells]:
    asked = filters.from_args(request.args)
    return [exports.line(row) for row in board.every_row(db(), actor(), where, asked, today())]


def _csv(where: Place, name: str) -> Response:
    body = exports.to_csv(exports.HEADER, _lines(where))
    return _file(body, "text/csv; charset=utf-8", f"{name}-{today()}.csv")


def _xlsx(where: Place, name: str) -> Response:
    body = exports.to_xlsx(exports.HEADER, _lines(where), clock.now())
    return _file(body, XLSX, f"{name}-{today()}.xlsx")


def _file(body: bytes, mimetype: str, name: str) -> Response:
    disposition = f'attachment; filename="{name}"'
    return Response(body, content_type=mimetype, headers={"Content-Disposition": disposition})

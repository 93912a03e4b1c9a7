"""The recruits a tutor or a doctor follows, on one page."""

from dataclasses import dataclass
from typing import Any

from flask import render_template

from ...core.permissions import Permission
from ...web.access import requires
from ...web.paging import requested_page
from ...web.portal import actor, db, today
from .. import overview, queries_manager
from ..models import Journey
from . import bp


@dataclass(frozen=True)
class Followed:
    """``meeting``: the next one not held yet; ``waiting``: signatures this person owes."""

    journey: Journey
    standing: overview.Standing
    meeting: Any | None
    waiting: int


@bp.get("/mes-recrues")
@requires(Permission.JOURNEY_FOLLOW)
def followed() -> str:
    page = requested_page(queries_manager.count_followed(db(), actor()))
    journeys = queries_manager.list_followed(db(), actor(), limit=page.size, offset=page.offset)
    dates = queries_manager.list_dates(db(), journeys)
    pauses = queries_manager.pause_starts(db(), journeys)
    waiting = queries_manager.count_waiting(db(), actor(), journeys)
    rows = [
        Followed(
            journey,
            overview.standing(dates[journey.id], pauses.get(journey.id, today())),
            queries_manager.next_interview(dates[journey.id]),
            waiting.get(journey.recruit_id, 0),
        )
        for journey in journeys
    ]
    return render_template("journeys/followed.html", rows=rows, page=page, today=today())

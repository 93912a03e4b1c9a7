"""Fill a report: from the whole chain (the command), or from what was last checked (the page)."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..establishments.models import Establishment
from . import queries
from .ledger import Anchor
from .queries_chain import (
    check,
    count_anchors,
    count_since,
    last_anchor,
    list_amended,
    list_anchors,
    mark_of,
)
from .report import Report
from .tally import Tally

SHOWN = 50
ONE_DAY = dt.timedelta(days=1)


def verified(
    session: Session,
    place: Establishment,
    elsewhere: Collection[Anchor],
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Report:
    """Read the whole chain now. ``elsewhere``: anchors kept outside; the days, both included, are
    those of the establishment."""
    start = _midnight(place, since)
    end = _midnight(place, until + ONE_DAY if until else None)
    tally = Tally(start, end)
    found = check(session, place.id, elsewhere, tally)
    known = {*list_anchors(session, place.id), *elsewhere}
    days = [anchor.day for anchor in known]
    return Report(
        place_id=place.id, place=place.name, zone=place.time_zone, lines=found.seq,
        head=found.hash, counts=tally.counts, first=tally.first, last=tally.last,
        checked_at=clock.now(), checked_to=found.seq, fault=found.fault, anchors=len(known),
        first_anchor=min(days, default=None), last_anchor=max(days, default=None),
        amended=list_amended(session, place.id, since=start, until=end), outside=len(elsewhere),
        backwards=tally.backwards, backward_lines=tally.backward_lines, since=since, until=until,
    )  # fmt: skip


def last_known(session: Session, place: Establishment) -> Report:
    """What the worker found the last time, and what was signed since: a few lines read."""
    seq, head = queries.head_of(session, place.id)
    kept = last_anchor(session, place.id)
    checked = kept.seq if kept else 0
    counts = Counter(kept.counts if kept else {})
    counts.update(count_since(session, place.id, checked))
    anchors, first_day, last_day = count_anchors(session, place.id)
    return Report(
        place_id=place.id, place=place.name, zone=place.time_zone, lines=seq, head=head,
        counts=counts, first=mark_of(session, place.id, 1), last=mark_of(session, place.id, seq),
        checked_at=kept.at if kept else None, checked_to=checked, fault=kept.fault if kept else "",
        anchors=anchors, first_anchor=first_day, last_anchor=last_day,
        amended=list_amended(session, place.id, limit=SHOWN),
    )  # fmt: skip


def _midnight(place: Establishment, day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), ZoneInfo(place.time_zone)) if day else None

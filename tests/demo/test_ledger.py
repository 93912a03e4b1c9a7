"""The ledgers of the demo are what an auditor expects of a real one."""

import datetime as dt
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from integration_portal.core import clock
from integration_portal.establishments.models import Establishment
from integration_portal.journeys.models import JourneyEvent
from integration_portal.signoffs import reporting
from integration_portal.signoffs.models import LedgerEntry
from integration_portal.signoffs.report import as_text

CHAINS = [
    (LedgerEntry.establishment_id, LedgerEntry.seq, LedgerEntry.at),
    (JourneyEvent.journey_id, JourneyEvent.id, JourneyEvent.at),
]


@pytest.mark.parametrize(("chain", "order", "at"), CHAINS, ids=["ledgers", "histories"])
def test_the_dates_never_go_back(
    session: Session,
    chain: InstrumentedAttribute[int],
    order: InstrumentedAttribute[int],
    at: InstrumentedAttribute[dt.datetime],
) -> None:
    rows = session.execute(select(chain, order, at).order_by(chain, order)).all()
    assert len({row[0] for row in rows}) > 1
    assert [(a, b) for a, b in pairwise(rows) if a[0] == b[0] and b[2] < a[2]] == []


def test_the_report_of_the_auditor_has_nothing_to_warn_of(session: Session) -> None:
    places = session.scalars(select(Establishment)).all()
    for place in places:
        report = reporting.verified(session, place, ())
        assert report.lines > 0
        assert not report.fault
        assert report.backwards == 0, report.backward_lines
        assert "antérieure" not in as_text(report)


def test_nothing_is_dated_in_the_future(session: Session) -> None:
    """What a visitor signs comes after."""
    assert session.scalars(select(LedgerEntry.seq).where(LedgerEntry.at > clock.now())).all() == []

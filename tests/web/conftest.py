"""The portal on either database, and what these tests look for in it."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from integration_portal.core.unit_of_work import Database
from integration_portal.journeys.models import JourneyEvent


def words_left(database: Database, place: object, kind: str = "comment") -> list[str]:
    """The texts of one kind in the history of our recruit's journey."""
    with database.reading() as session:
        query = select(JourneyEvent.comment).where(
            JourneyEvent.journey_id == place.journey_id,  # type: ignore[attr-defined]
            JourneyEvent.kind == kind,
        )
        return list(session.scalars(query.order_by(JourneyEvent.id)))


@pytest.fixture
def left(db: Database, world) -> Callable[..., list[str]]:
    """``left()``: the words left in our recruit's journey."""
    return lambda kind="comment": words_left(db, world.ours, kind)


@pytest.fixture
def rows(db: Database) -> Callable[[type], int]:
    """``rows(Model)``: how many there are."""

    def count(model: type) -> int:
        with db.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0

    return count

"""The portal on either database, and what these tests look for in it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from integration_portal.core.unit_of_work import Database
from integration_portal.journeys.models import JourneyEvent
from tests.support import databases
from tests.support.application import build_app, portal_of
from tests.support.client import Doors
from tests.support.databases import Templates


@pytest.fixture
def both(templates: Templates, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Doors]:
    """The doors of a whole portal, on SQLite then on PostgreSQL."""
    url = templates.copy("full")
    app: Flask = build_app(databases.make_settings(url, tmp_path))
    database = portal_of(app).database
    yield Doors(app, database)
    databases.close(database)
    if url.startswith("postgresql"):
        request.getfixturevalue("postgresql_server").drop(url)


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

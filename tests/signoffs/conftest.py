"""One open session on both databases, and the people and rows most tests want."""

from dataclasses import dataclass
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core.actor import Actor
from integration_portal.journeys.models import Journey, Step
from integration_portal.signoffs.commands import signoffs
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.databases import SECRET
from tests.support.factories import Person, Place, World, actor_of


@dataclass
class Desk:
    """A place of the world, opened in ``session``."""

    session: Session
    place: Place

    def actor(self, person: Person) -> Actor:
        return actor_of(self.session, person.id)

    @property
    def request(self) -> SignOffRequest:
        return self.session.get_one(SignOffRequest, self.place.request_id)

    @property
    def journey(self) -> Journey:
        return self.session.get_one(Journey, self.place.journey_id)

    def step(self, request: SignOffRequest | None = None) -> Step:
        subject = (request or self.request).subject
        return self.session.get_one(Step, int(subject.partition(":")[2]))

    def levels(self, level: Level = Level.ACQUIRED, **others: Level) -> dict[str, int]:
        return {c["code"]: int(level) for c in self.request.criteria} | others

    @property
    def lines(self) -> list[LedgerEntry]:
        """The ledger of the place."""
        query = select(LedgerEntry).where(
            LedgerEntry.establishment_id == self.place.establishment_id
        )
        return list(self.session.scalars(query.order_by(LedgerEntry.seq)))


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world.ours)


@pytest.fixture
def run(database: Any, tmp_path: Any) -> Any:
    """``run("verify", "--anchors", file)``: the command, on the database of the test."""
    url = database.factory.kw["bind"].url.render_as_string(hide_password=False)
    env = {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PORTAL_SECRET_KEY": SECRET}
    return lambda *arguments, **more: CliRunner(env=env | more).invoke(
        signoffs, list(map(str, arguments))
    )

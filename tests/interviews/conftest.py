"""One open session on both databases, and interviews of our recruit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core.actor import Actor
from integration_portal.interviews import actions
from integration_portal.interviews.queries import Sheet, load_sheet
from integration_portal.journeys.models import Journey, Step
from integration_portal.notifications.models import Notification
from integration_portal.signoffs.models import LedgerEntry
from tests.support.factories import Place, World, actor_of, steps_of
from tests.support.interviews import REPORT, WEEKLY, interview_opened


@dataclass
class Desk:
    """Our hospital, opened in ``session``. The tutor leads ``weekly``, the manager ``report``."""

    session: Session
    place: Place

    def actor(self, who: str) -> Actor:
        return actor_of(self.session, getattr(self.place, who).id)

    @property
    def journey(self) -> Journey:
        return self.session.get_one(Journey, self.place.journey_id)

    def step(self, code: str) -> Step:
        return steps_of(self.session, self.journey.id)[code]

    @property
    def weekly(self) -> Sheet:
        return self._sheet(WEEKLY)

    @property
    def report(self) -> Sheet:
        return self._sheet(REPORT)

    def _sheet(self, code: str) -> Sheet:
        made = interview_opened(self.session, self.journey, code)
        return load_sheet(self.session, made.id)

    def prepare(self, sheet: Sheet, who: str, *, ready: bool = False, **words: str) -> None:
        actions.prepare(self.session, self.actor(who), sheet, words=words, ready=ready)

    def lines(self, sheet: Sheet) -> list[LedgerEntry]:
        """What was signed of one interview."""
        query = select(LedgerEntry).where(
            LedgerEntry.payload.contains(f'"key":"interview:{sheet.interview.id}"')
        )
        return list(self.session.scalars(query.order_by(LedgerEntry.seq)))

    def notices(self, who: str) -> list[str]:
        query = select(Notification.text).where(
            Notification.user_id == getattr(self.place, who).id,
            Notification.path.startswith("/entretiens"),
        )
        return list(self.session.scalars(query.order_by(Notification.id)))


@pytest.fixture
def desk(session: Session, world: World) -> Desk:
    return Desk(session, world.ours)


@pytest.fixture
def weekly_id(db: Any, world: World) -> int:
    """The weekly interview that the tutor leads, open behind ``app``."""
    with db.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        return interview_opened(session, journey, WEEKLY).id


@pytest.fixture
def change(db: Any) -> Callable[..., None]:
    """``change(id, gesture, **options)``: an action on one interview, kept."""

    def act(interview_id: int, gesture: Callable[..., Any], who: int | None = None, **options: Any):
        with db.writing() as session:
            sheet = load_sheet(session, interview_id)
            people = [actor_of(session, who)] if who is not None else []
            gesture(session, *people, sheet, **options)

    return act

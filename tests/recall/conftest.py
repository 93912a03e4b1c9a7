"""A recruit who reviews: what she is shown, what is kept of it."""

import datetime as dt

import pytest
from sqlalchemy import select

from integration_portal.core import clock
from integration_portal.core.bus import publish
from integration_portal.learning.events import QuestionAnswered
from integration_portal.recall import queries
from integration_portal.recall.models import RecallCard, RecallReview
from integration_portal.recall.rules import Source
from tests.support.factories import NOW, actor_of

PAGE = "/reviser"
DAY = dt.timedelta(days=1)


class Reviewer:
    """One person, her browser and her rows."""

    def __init__(self, client, db, person) -> None:
        self.client, self.db, self.person = client, db, person

    def review(self) -> queries.Review:
        """What the page is made from."""
        with self.db.reading() as session:
            return queries.read_review(session, actor_of(session, self.person.id))

    def cards(self) -> list[RecallCard]:
        with self.db.reading() as session:
            mine = RecallCard.user_id == self.person.id
            return list(session.scalars(select(RecallCard).where(mine).order_by(RecallCard.id)))

    def reviews(self) -> list[RecallReview]:
        with self.db.reading() as session:
            mine = RecallReview.user_id == self.person.id
            return list(session.scalars(select(RecallReview).where(mine).order_by(RecallReview.id)))

    def rate(self, rating: int, client=None):
        return (client or self.client).submit(PAGE, {"note": str(rating)}, action=f"{PAGE}/note")

    def hold(self, ref: str, source: Source = Source.WORD, **memory) -> int:
        """A card she has, known for long and due now unless told; its id."""
        known = {"due_at": NOW, "state": 2, "step": None, "stability": 5.0, "difficulty": 5.0,
                 "last_review_at": NOW - 5 * DAY, "reps": 3, "lapses": 0, "suspended_at": None,
                 "added_at": NOW - 9 * DAY}  # fmt: skip
        with self.db.writing() as session:
            values = {"user_id": self.person.id, "source": source, "ref": ref, **known, **memory}
            card = RecallCard(**values)
            session.add(card)
            session.flush()
            return card.id

    def answer(self, question: str, *, right: bool = False, module: str = "identitovigilance"):
        """She answers a question of a quiz."""
        with self.db.writing() as session:
            publish(session, QuestionAnswered(self.person.id, module, question, right, False))


@pytest.fixture
def reviewer(enter, db, world) -> Reviewer:
    person = world.ours.recruit
    return Reviewer(enter(person), db, person)


@pytest.fixture
def later():
    """``with later(minutes=3): …``"""
    return lambda **gap: clock.frozen(NOW + dt.timedelta(**gap))

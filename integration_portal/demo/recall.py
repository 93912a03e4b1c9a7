"""A few days of « Réviser »: cards known, cards due today, one that never sticks."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..content.queries import list_in_force
from ..core import clock
from ..core.actor import Actor
from ..core.bus import publish
from ..learning.events import QuestionAnswered
from ..recall import actions, queries
from ..recall.memory import Rating

DAYS = 9
FORGOTTEN = "elements/prefixe-brady"
_MISSED = 2
_PARIS = ZoneInfo("Europe/Paris")


def live(session: Session, recruit: Actor, today: dt.date) -> None:
    """Every day but today: the five minutes, as they are lived."""
    for days_ago in range(DAYS, 0, -1):
        day = today - dt.timedelta(days=days_ago)
        at = dt.datetime.combine(day, dt.time(13, 30), _PARIS)
        _five_minutes(session, recruit, at)
    with clock.frozen(dt.datetime.combine(today, dt.time(7, 50), _PARIS)):
        _miss(session, recruit)


def _five_minutes(session: Session, recruit: Actor, at: dt.datetime) -> None:
    """A card every twelve seconds, until the page says that it is over."""
    while True:
        with clock.frozen(at):
            review = queries.read_review(session, recruit)
            if review.face is None or review.day.next is None:
                return
            card, held = review.day.next, review.day.next.held
            seen = held.memory.reps if held else 0
            rating = _rating(card.key[1], seen, review.day.done)
            actions.rate(session, recruit, key=card.key, seen=seen, rating=rating)
        at += dt.timedelta(seconds=12)


def _rating(ref: str, seen: int, done: int) -> Rating:
    """One word is lost each time it comes back; of the others, one in six."""
    if ref == FORGOTTEN:
        return Rating.GOOD if seen % 2 == 0 else Rating.AGAIN
    return Rating.AGAIN if seen == 0 and done % 6 == 5 else Rating.GOOD


def _miss(session: Session, recruit: Actor) -> None:
    """The first questions of the first module that has some."""
    for module in list_in_force(session, "module"):
        for question in module.payload["questions"][:_MISSED]:
            publish(
                session,
                QuestionAnswered(
                    recruit.id, module.slug, question["id"], False, question["etoile"]
                ),
            )
        if module.payload["questions"]:
            return

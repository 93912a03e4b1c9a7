"""A few days of « Réviser »: cards known, cards due today, one that never sticks."""

import datetime as dt

from sqlalchemy.orm import Session

from ..content.queries import list_in_force
from ..core.actor import Actor
from ..core.bus import publish
from ..learning.events import QuestionAnswered
from ..recall import actions, queries
from ..recall.contents import Contents
from ..recall.memory import Rating
from .agenda import Story
from .stage import Stage

DAYS = 9
FORGOTTEN = "elements/prefixe-brady"
_MISSED = 2
_A_CARD = dt.timedelta(seconds=12)


def story(stage: Stage, key: str) -> Story:
    """Every day but today, five minutes: a card every twelve seconds, until the page says that it
    is over. This morning, two questions missed."""
    for days_ago in range(DAYS, 0, -1):
        moment = stage.ago(days_ago, 13)
        yield moment
        texts = _texts(stage.session, stage.cast[key])
        while _one_card(stage.session, stage.cast[key], texts):
            moment += _A_CARD
            yield moment
    yield stage.ago(0, 7)
    _miss(stage.session, stage.cast[key])


def _texts(session: Session, recruit: Actor) -> Contents:
    """What her cards say: nothing of it changes in five minutes."""
    return queries.read_contents(session, queries.read_deck(session, recruit))


def _one_card(session: Session, recruit: Actor, texts: Contents) -> bool:
    """False when the day is over."""
    review = queries.review_of(session, recruit, queries.read_deck(session, recruit), texts)
    if review.face is None or review.day.next is None:
        return False
    card, held = review.day.next, review.day.next.held
    seen = held.memory.reps if held else 0
    rating = _rating(card.key[1], seen, review.day.done)
    actions.rate(session, recruit, key=card.key, seen=seen, rating=rating)
    return True


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

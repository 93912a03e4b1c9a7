"""Rate a card, take the last rating back, bring a card back."""

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from . import memory, queries, rules
from .errors import CardGoneError, UnknownRatingError
from .memory import Memory, Rating
from .models import RecallCard, RecallReview
from .queries import Deck
from .rules import Key


def rate(session: Session, actor: Actor, *, key: Key, seen: int, rating: int) -> bool:
    """Her rating of a card that the page showed after ``seen`` ratings.

    Pressed twice, or rated meanwhile on another device, it counts once: False, nothing changed.
    Raises UnknownRatingError, CardGoneError.
    """
    if rating not in list(Rating):
        raise UnknownRatingError
    deck = queries.read_deck(session, actor)
    held = deck.find(key)
    if held is None and seen:
        return False  # taken back elsewhere since the page was shown
    if held is None:
        card, before = _begin(session, actor, deck, key), None
    else:
        card = queries.get_own_card(session, actor, held.id)
        before = memory_of(card)
        if card.reps != seen or card.suspended_at is not None:
            return False
    zone = deck.time_zone
    _put(card, memory.rate(memory_of(card), Rating(rating), clock.now(), zone))
    session.flush()
    _keep_rating(session, card, before, rating, zone)
    return True


def _begin(session: Session, actor: Actor, deck: Deck, key: Key) -> RecallCard:
    """The row of a card she never had, if there is such a card. Raises CardGoneError."""
    face = queries.read_contents(session, deck).faces.get(key)
    if face is None:
        raise CardGoneError
    card = _new_card(actor.id, key, face.specialty)
    session.add(card)
    return card


def _keep_rating(
    session: Session, card: RecallCard, before: Memory | None, rating: int, zone: ZoneInfo
) -> None:
    now = clock.now()
    ratings = queries.list_of_today(session, card.user_id, zone)
    session.add(
        RecallReview(
            card_id=card.id,
            user_id=card.user_id,
            rating=rating,
            reviewed_at=now,
            before=before and memory.dump(before),
            seconds=rules.seconds_of(ratings[-1].reviewed_at if ratings else None, now),
        )
    )
    session.flush()


def undo(session: Session, actor: Actor, *, review_id: int) -> bool:
    """Take back her last rating of today: the card is as it was, the time is given back.

    False when ``review_id`` is not the last any more: a second press changes nothing.
    """
    ratings = queries.list_of_today(
        session, actor.id, queries.read_deck(session, actor).time_zone
    )  # fmt: skip
    if not ratings or ratings[-1].id != review_id:
        return False
    review = session.get_one(RecallReview, review_id)
    card = queries.get_own_card(session, actor, review.card_id)
    session.delete(review)
    session.flush()
    if review.before is None:
        session.delete(card)
    else:
        _put(card, memory.load(review.before))
    session.flush()
    return True


def bring_back(session: Session, actor: Actor, card_id: int) -> None:
    """A card put aside starts again as if it were new. Raises NotFoundError."""
    card = queries.get_own_card(session, actor, card_id)
    if card.suspended_at is not None:
        _put(card, memory.start_again(memory_of(card), clock.now()))
        session.flush()


def memory_of(card: RecallCard) -> Memory:
    return Memory(
        due_at=card.due_at,
        state=card.state,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        last_review_at=card.last_review_at,
        reps=card.reps,
        lapses=card.lapses,
        suspended_at=card.suspended_at,
    )


def _new_card(user_id: int, key: Key, specialty: str | None = None) -> RecallCard:
    now = clock.now()
    card = RecallCard(user_id=user_id, source=key[0], ref=key[1], specialty=specialty, added_at=now)
    _put(card, Memory(due_at=now))
    return card


def _put(card: RecallCard, values: Memory) -> None:
    card.due_at, card.state, card.step = values.due_at, values.state, values.step
    card.stability, card.difficulty = values.stability, values.difficulty
    card.last_review_at, card.reps = values.last_review_at, values.reps
    card.lapses, card.suspended_at = values.lapses, values.suspended_at

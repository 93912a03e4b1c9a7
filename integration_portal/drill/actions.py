"""Start a drill, show a sentence, answer it. The portal's clock alone keeps the times."""

from secrets import SystemRandom

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..core.bus import publish
from ..fiches.effective import get_effective, place_of
from ..fiches.queries import list_cards
from . import queries, rules
from .errors import NoPhraseError, NotShownYetError
from .events import DrillFinished
from .models import DrillAttempt


def start(session: Session, actor: Actor, *, step_id: int | None = None) -> DrillAttempt:
    """Draw ten sentences and show the first. Her unfinished attempts go."""
    phrases = queries.list_phrases(session, {card.slug for card in list_cards(session)})
    if not phrases:
        raise NoPhraseError
    items = rules.draw(phrases, queries.list_seen(session, actor), SystemRandom())
    session.execute(
        delete(DrillAttempt).where(
            DrillAttempt.user_id == actor.id, DrillAttempt.finished_at.is_(None)
        )
    )
    now = clock.now()
    attempt = DrillAttempt(
        user_id=actor.id, step_id=step_id, items=rules.shown(items, 0, now), started_at=now
    )
    session.add(attempt)
    session.flush()
    return attempt


def show(session: Session, actor: Actor, attempt_id: int, *, number: int) -> DrillAttempt:
    """She is ready for sentence ``number`` (from 1): its time starts, once."""
    attempt = _locked(session, actor, attempt_id)
    if rules.current(attempt.items) == number - 1:
        attempt.items = rules.shown(attempt.items, number - 1, clock.now())
        session.flush()
    return attempt


def answer(
    session: Session, actor: Actor, attempt_id: int, *, number: int, slug: str
) -> DrillAttempt:
    """« C’est celle-ci » to sentence ``number``. A second answer to it changes nothing.

    ``slug`` "": no fiche found, she passes the call on. Raises NotShownYetError, NotFoundError.
    """
    attempt = _locked(session, actor, attempt_id)
    index = rules.current(attempt.items)
    if index is None or number - 1 < index:
        return attempt
    if number - 1 > index or attempt.items[index]["shown_at"] is None:
        raise NotShownYetError
    if slug:
        get_effective(session, actor, slug, place_of(session, actor))  # it exists where she works
    now = clock.now()
    attempt.items = rules.answered(attempt.items, index, slug, now)
    if rules.current(attempt.items) is None:
        _finish(session, attempt)
    session.flush()
    return attempt


def _finish(session: Session, attempt: DrillAttempt) -> None:
    items = attempt.items
    attempt.finished_at = clock.now()
    attempt.score = rules.count_right(items)
    attempt.seconds = round(sum(item["seconds"] for item in items))
    session.flush()
    publish(
        session,
        DrillFinished(
            attempt.user_id, attempt.step_id, attempt.score, len(items), rules.passed(items)
        ),
    )


def _locked(session: Session, actor: Actor, attempt_id: int) -> DrillAttempt:
    """One gesture at a time on an attempt; the next one reads what it left."""
    session.execute(select(DrillAttempt.id).where(DrillAttempt.id == attempt_id).with_for_update())
    return queries.get_attempt(session, actor, attempt_id)

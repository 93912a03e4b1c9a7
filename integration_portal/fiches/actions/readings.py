"""Say that a fiche was read: which text, and which alerts."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ..effective import Effective, Place, get_effective
from ..errors import ChangedWhileReadingError, NowhereToReadError
from ..models import FicheReading, ReadAlerts, RereadTask


def record(
    session: Session,
    actor: Actor,
    *,
    slug: str,
    place: Place | None,
    shown: str,
    step_id: int | None = None,
) -> FicheReading:
    """She read the text of ``place``. ``shown``: the hash of the text that her page showed.

    Closes what she had to read again. The same text twice is one reading, at its latest time.
    Raises ChangedWhileReadingError when the text is no longer the one shown.
    """
    if place is None:
        raise NowhereToReadError
    text = get_effective(session, actor, slug, place)
    if text.text_hash != shown:
        raise ChangedWhileReadingError
    _keep_alerts(session, text)
    reading = _find(session, actor, text) or FicheReading(
        user_id=actor.id, slug=slug, text_hash=text.text_hash, alerts_hash=text.alerts_hash
    )
    reading.establishment_id, reading.unit_id = place.establishment_id, place.unit_id
    reading.read_at = clock.now()
    reading.step_id = step_id or reading.step_id
    session.add(reading)
    session.flush()
    _close_tasks(session, actor, slug)
    return reading


def _find(session: Session, actor: Actor, text: Effective) -> FicheReading | None:
    return session.scalar(
        select(FicheReading).where(
            FicheReading.user_id == actor.id,
            FicheReading.slug == text.slug,
            FicheReading.text_hash == text.text_hash,
        )
    )


def _keep_alerts(session: Session, text: Effective) -> None:
    """Once for all readers; another one may be keeping the same alerts at this very moment."""
    if session.get(ReadAlerts, text.alerts_hash) is not None:
        return
    try:
        with session.begin_nested():
            alerts = text.payload["alertes"]
            session.add(ReadAlerts(alerts_hash=text.alerts_hash, alerts=alerts))
    except IntegrityError:
        return


def _close_tasks(session: Session, actor: Actor, slug: str) -> None:
    session.execute(
        update(RereadTask)
        .where(
            RereadTask.user_id == actor.id, RereadTask.slug == slug, RereadTask.done_at.is_(None)
        )
        .values(done_at=clock.now())
    )

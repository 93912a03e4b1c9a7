"""Write one line of a journey's history."""

from typing import Any

from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ..models import Journey, JourneyEvent


def note(
    session: Session,
    actor: Actor | None,
    journey: Journey,
    kind: str,
    *,
    code: str | None = None,
    comment: str = "",
    **details: Any,
) -> JourneyEvent:
    """``actor`` None: the portal itself (a signature, a date computed again)."""
    event = JourneyEvent(
        journey_id=journey.id,
        code=code,
        at=clock.now(),
        actor_id=actor.id if actor else None,
        kind=kind,
        details=details,
        comment=comment,
    )
    session.add(event)
    journey.last_move_at = event.at
    return event

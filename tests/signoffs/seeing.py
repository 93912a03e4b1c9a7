"""What somebody saw and talked over, as rows: how they are signed is tested elsewhere."""

import datetime as dt

from sqlalchemy import delete
from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.signoffs.actions import append
from integration_portal.signoffs.models import (
    EntryKind,
    NamedObserver,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)
from tests.support.factories import Person, actor_of

DAY = dt.timedelta(days=1)


def blank(session: Session, request: SignOffRequest) -> SignOffRequest:
    """As asked a moment ago: nothing seen, nobody else named, no rule."""
    for model in (Observation, ReflectiveTalk, NamedObserver):
        session.execute(delete(model).where(model.request_id == request.id))
    request.rule = {}
    session.flush()
    return request


def see(
    session: Session, request: SignOffRequest, who: Person, *, days_ago: int = 2, level: int = 3,
    levels: dict[str, int] | None = None,
) -> Observation:  # fmt: skip
    """A signed observation, every criterion at ``level``."""
    at = clock.now() - days_ago * DAY
    seen = Observation(
        request_id=request.id, observer_id=who.id, token=f"{request.id}-{who.id}-{days_ago}",
        state=ObservationState.SIGNED, situation_at=at, started_at=at, updated_at=at,
        levels=levels or {c["code"]: level for c in request.criteria}, acts=[],
    )  # fmt: skip
    session.add(seen)
    session.flush()
    return seen


def talk(session: Session, request: SignOffRequest, who: Person, *, days_ago: int = 1) -> None:
    """A signed talk, apart from the situation."""
    entry = append(session, actor_of(session, who.id), request, EntryKind.TALKED, {})
    session.add(
        ReflectiveTalk(
            request_id=request.id, author_id=who.id, held_at=clock.now() - days_ago * DAY,
            expected="a", done="b", learnt="c", change="d", entry_id=entry.id,
        )
    )  # fmt: skip
    session.flush()

"""One of twenty people gets to decide; the others learn who did."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ..errors import AlreadyDecidedError, TakenBackError
from ..models import RequestState, SignOffRequest


def claim(
    session: Session,
    request: SignOffRequest,
    state: RequestState,
    actor: Actor,
    *,
    waiting: RequestState = RequestState.WAITING,
) -> None:
    """Take the request that is ``waiting``: one UPDATE decides. Raises TakenBackError,
    AlreadyDecidedError."""
    changed = changed_rows(
        session,
        update(SignOffRequest)
        .where(SignOffRequest.id == request.id, SignOffRequest.state == waiting)
        .values(state=state, decided_at=clock.now(), decided_by_id=actor.id),
    )
    session.refresh(request)
    if changed == 1:
        return
    refuse_late(session, request)


def refuse_late(session: Session, request: SignOffRequest) -> None:
    """Raises TakenBackError or AlreadyDecidedError: who answered it meanwhile."""
    if request.state is RequestState.CANCELLED:
        raise TakenBackError
    who = session.get(User, request.decided_by_id) if request.decided_by_id else None
    raise AlreadyDecidedError(who.name if who else "quelqu’un")

"""One gesture at a time on an interview."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..errors import SettledError
from ..models import Interview, InterviewState


def lock(session: Session, interview: Interview) -> None:
    """The interview is then as the gesture before left it."""
    session.flush()
    session.execute(select(Interview.id).where(Interview.id == interview.id).with_for_update())
    session.refresh(interview)


def lock_open(session: Session, interview: Interview) -> None:
    """Raises SettledError once its leader signed, or it was cancelled."""
    lock(session, interview)
    if interview.state is not InterviewState.OPEN:
        raise SettledError

"""« Cette question contient une erreur » : kept for editors."""

from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.errors import ForbiddenError, NotFoundError
from ...fiches.places import usual
from ..models import QuestionReport
from ..queries import get_version


def report(
    session: Session, actor: Actor, *, slug: str, version: str, question: str, words: str
) -> QuestionReport:
    """Raises NotFoundError, ForbiddenError for somebody who works nowhere."""
    if question not in get_version(session, slug, version).questions:
        raise NotFoundError
    place = usual(actor)
    if place is None:
        raise ForbiddenError("Un signalement part d’un établissement : vous n’en avez aucun.")
    found = QuestionReport(
        user_id=actor.id, establishment_id=place.establishment_id, module=slug, version=version,
        question_id=question, words=words, reported_at=clock.now(),
    )  # fmt: skip
    session.add(found)
    session.flush()
    return found


def close(session: Session, actor: Actor, found: QuestionReport) -> None:
    """Closing it twice changes nothing."""
    if found.closed_at is None:
        found.closed_at, found.closed_by_id = clock.now(), actor.id
        session.flush()

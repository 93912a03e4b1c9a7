"""Reading one's own attempts, and the sentences installed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..core.errors import NotFoundError
from . import rules
from .models import DrillAttempt

RECENT = 3


def _phrases(entry: ContentVersion) -> tuple[Mapping[str, Any], ...]:
    return tuple(entry.payload["phrases"])


_PHRASES = Digests(_phrases, "drill")


def list_phrases(session: Session, fiches: Collection[str]) -> list[Mapping[str, Any]]:
    """The sentences that one of ``fiches`` answers, each with those fiches alone."""
    return [
        {**phrase, "fiches": kept}
        for phrases in _PHRASES.current(session)
        for phrase in phrases
        if (kept := [slug for slug in phrase["fiches"] if slug in fiches])
    ]


def get_attempt(session: Session, actor: Actor, attempt_id: int) -> DrillAttempt:
    """Her own. Raises NotFoundError."""
    found = session.scalar(
        select(DrillAttempt).where(DrillAttempt.id == attempt_id, DrillAttempt.user_id == actor.id)
    )
    if found is None:
        raise NotFoundError
    return found


def list_attempts(session: Session, actor: Actor, *, limit: int = 10) -> Sequence[DrillAttempt]:
    """Her own, the latest first."""
    return session.scalars(
        select(DrillAttempt)
        .where(DrillAttempt.user_id == actor.id)
        .order_by(DrillAttempt.started_at.desc(), DrillAttempt.id.desc())
        .limit(limit)
    ).all()


def list_seen(session: Session, actor: Actor) -> set[str]:
    """Sentences of her last attempts: others come first."""
    attempts = list_attempts(session, actor, limit=RECENT)
    return {item["said"] for attempt in attempts for item in attempt.items}


def has_passed(session: Session, user_id: int, step_id: int) -> bool:
    """Whether the person passed the drill for this step."""
    attempts = session.scalars(
        select(DrillAttempt.items).where(
            DrillAttempt.user_id == user_id,
            DrillAttempt.step_id == step_id,
            DrillAttempt.score >= rules.RIGHT_NEEDED,
        )
    )
    return any(map(rules.passed, attempts))

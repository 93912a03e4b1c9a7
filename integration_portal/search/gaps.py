"""What was reported missing, for those who write."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission
from .models import SearchGap

SHOWN = 100


def list_gaps(session: Session, actor: Actor) -> Sequence[SearchGap]:
    """Open ones of the establishments where the actor writes, the most asked for first."""
    scope = actor.scope(Permission.CONTENT_EDIT).establishments
    return session.scalars(
        select(SearchGap)
        .where(SearchGap.establishment_id.in_(scope), SearchGap.closed_at.is_(None))
        .order_by(SearchGap.count.desc(), SearchGap.last_at.desc())
        .limit(SHOWN)
    ).all()


def get_gap(session: Session, actor: Actor, gap_id: int) -> SearchGap:
    """Raises NotFoundError."""
    gap = session.get(SearchGap, gap_id)
    scope = actor.scope(Permission.CONTENT_EDIT).establishments
    if gap is None or gap.establishment_id not in scope:
        raise NotFoundError
    return gap

"""« Signaler un manque »: words that found nothing, kept for whoever writes the fiches."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from .errors import EmptyGapError
from .models import SearchGap
from .words import split

MAX_GAP = 200


def report_gap(session: Session, actor: Actor, *, words: str) -> SearchGap:
    """Once a line for the same words in an establishment; a line closed before opens again.

    Raises EmptyGapError when there is no word."""
    folded = " ".join(split(words))[:MAX_GAP]
    if not folded or not actor.establishment_ids:
        raise EmptyGapError
    place = min(actor.establishment_ids)
    gap = session.scalar(
        select(SearchGap).where(SearchGap.establishment_id == place, SearchGap.folded == folded)
    )
    if gap is None:
        gap = SearchGap(establishment_id=place, folded=folded, words=words.strip(), count=0)
        session.add(gap)
    gap.words = words.strip()[:MAX_GAP]
    gap.count = (gap.count or 0) + 1
    gap.last_at = clock.now()
    gap.closed_at = None
    session.flush()
    return gap


def close_gap(session: Session, actor: Actor, *, gap: SearchGap) -> None:
    """Dealt with: a fiche now answers these words, or none ever will."""
    gap.closed_at = clock.now()
    session.flush()

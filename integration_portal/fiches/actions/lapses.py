"""Say that a validation no longer holds, or soon will not."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from ...core import clock
from ...core.bus import publish
from .. import decisions
from ..effective import Effective, Place, map_effective
from ..events import ReviewDue, ValidationLapsed
from ..life import NEAR_DAYS, Act, Life, life_of
from ..models import Decision

Held = tuple[Place, Effective, Life]


def announce_lapses(session: Session, slug: str, changed: Place | None = None) -> None:
    """The text of ``slug`` has changed, in ``changed`` and below, or (None) everywhere: tell
    whose validation it takes away. A few statements whatever the number of places."""
    acts = decisions.list_all_acts(
        session, slug=slug, establishment_id=changed.establishment_id if changed else None
    )
    today = clock.now().date()
    for place, text, life in _held(session, slug, acts, today, [changed] if changed else []):
        if life.changed and life.approval is not None:
            publish(
                session,
                ValidationLapsed(
                    slug, text.payload["titre"], place.establishment_id, place.unit_id,
                    life.approval.signer_id,
                ),
            )  # fmt: skip


def announce_reviews(session: Session, today: dt.date) -> None:
    """Tell which validations end within ``NEAR_DAYS``, or have ended. To be called once a day:
    whoever listens says it once a person and date."""
    by_slug = defaultdict(list)
    for act in decisions.list_all_acts(session):
        by_slug[act.slug].append(act)
    until = today + dt.timedelta(days=NEAR_DAYS)
    for slug, acts in by_slug.items():
        if any(act.next_review_on is not None and act.next_review_on <= until for act in acts):
            _announce_reviews(session, slug, acts, today)


def _announce_reviews(session: Session, slug: str, acts: Sequence[Act], today: dt.date) -> None:
    for place, text, life in _held(session, slug, acts, today, []):
        due = life.review_near(today) or (life.expired and not life.changed)
        if due and life.approval is not None and life.approval.next_review_on is not None:
            publish(
                session,
                ReviewDue(
                    slug, text.payload["titre"], place.establishment_id, place.unit_id,
                    life.approval.signer_id, life.approval.next_review_on, life.expired,
                ),
            )  # fmt: skip


def _held(
    session: Session, slug: str, acts: Sequence[Act], today: dt.date, more: Iterable[Place]
) -> Iterator[Held]:
    """Every place where a doctor validated ``slug`` once, and ``more``: its text and its life."""
    signed = [act for act in acts if act.decision is Decision.DOCTOR]
    places = dict.fromkeys([Place(act.establishment_id, act.unit_id) for act in signed])
    if not places:
        return
    for place, text in map_effective(session, slug, [*places, *more]).items():
        if text is not None:
            here = [act for act in acts if act.establishment_id == place.establishment_id]
            yield place, text, life_of(here, place.unit_id, text.text_hash, today)

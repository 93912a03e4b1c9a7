"""What somebody read, and what she has to read again: always her own."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Integer, Table, bindparam, select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from .differences import Line, differences
from .effective import Effective
from .models import FicheReading, ReadAlerts, RereadTask

_T = cast("Table", RereadTask.__table__).c
# On the page opened most: built once, plain columns.
_TO_READ_AGAIN = (
    select(_T.slug, _T.title, _T.created_at)
    .where(_T.user_id == bindparam("reader", type_=Integer), _T.done_at.is_(None))
    .order_by(_T.created_at, _T.id)
)
_R = cast("Table", FicheReading.__table__).c
_READINGS = (
    select(_R.slug, _R.read_at, _R.text_hash, _R.alerts_hash)
    .where(
        _R.user_id == bindparam("reader", type_=Integer),
        _R.slug.in_(bindparam("slugs", expanding=True)),
    )
    .order_by(_R.read_at, _R.id)
)


@dataclass(frozen=True)
class Reading:
    """Her last reading of a fiche, against the text of now. ``step_id``: the step it was for."""

    read_at: dt.datetime
    text_hash: str
    same_text: bool
    same_alerts: bool

    @property
    def short_hash(self) -> str:
        return self.text_hash[:8]


def list_to_read_again(session: Session, user_id: int) -> Sequence[Any]:
    """Slug, title and date of each fiche whose alerts changed since she read it."""
    return session.execute(_TO_READ_AGAIN, {"reader": user_id}).all()


def map_readings(
    session: Session, user_id: int, texts: Collection[Effective]
) -> dict[str, Reading]:
    """Slug → her last reading, for those of ``texts`` she read."""
    by_slug = {text.slug: text for text in texts}
    rows = session.execute(_READINGS, {"reader": user_id, "slugs": list(by_slug)})
    return {
        row.slug: Reading(
            row.read_at,
            row.text_hash,
            same_text=row.text_hash == by_slug[row.slug].text_hash,
            same_alerts=row.alerts_hash == by_slug[row.slug].alerts_hash,
        )
        for row in rows
    }


def changed_alerts(session: Session, actor: Actor, text: Effective) -> tuple[Line, ...]:
    """What changed in the alerts since she read them; nothing unless she has to read again."""
    before = session.scalar(
        select(ReadAlerts.alerts)
        .join(RereadTask, RereadTask.read_hash == ReadAlerts.alerts_hash)
        .where(
            RereadTask.user_id == actor.id, RereadTask.slug == text.slug,
            RereadTask.done_at.is_(None),
        )
    )  # fmt: skip
    if before is None:
        return ()
    sections = differences({"alertes": before}, {"alertes": text.payload["alertes"]})
    return tuple(line for section in sections for line in section.lines)

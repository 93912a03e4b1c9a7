"""Bring the content packs into the database: new versions are added, old ones kept."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.bus import publish
from .events import ContentChanged
from .loader import Entry, Library
from .models import ContentVersion


@dataclass(frozen=True)
class SyncReport:
    """``changed``: new or restored versions; ``retired``: no longer current, still kept."""

    changed: int
    unchanged: int
    retired: int


def sync(session: Session, library: Library) -> SyncReport:
    """Make the database's current versions those of ``library``. Idempotent.

    Raises ValueError if the library has problems: broken content never gets in.
    """
    if library.problems:
        raise ValueError("content with problems is not synced")
    rows = session.scalars(select(ContentVersion)).all()
    known = {(row.kind, row.slug, row.version): row for row in rows}
    wanted = {(e.kind, e.slug, e.version): e for e in library.entries.values()}
    retired = [row for key, row in known.items() if row.is_current and key not in wanted]
    for row in retired:
        row.is_current = False
    session.flush()  # the old version must stop being current before the new one starts
    latest: dict[tuple[str, str], int] = {}
    for row in rows:
        latest[row.kind, row.slug] = max(latest.get((row.kind, row.slug), 0), row.number)
    changed = []
    for key, entry in wanted.items():
        kept = known.get(key)
        if kept is not None and kept.is_current:
            continue
        changed.append(key[:2])
        if kept is not None:
            kept.is_current = True
            continue
        session.add(_version(entry, latest.get(key[:2], 0) + 1))
    session.flush()
    for kind, slug in changed:
        publish(session, ContentChanged(kind, slug))
    return SyncReport(len(changed), len(wanted) - len(changed), len(retired))


def _version(entry: Entry, number: int) -> ContentVersion:
    return ContentVersion(
        kind=entry.kind,
        slug=entry.slug,
        number=number,
        version=entry.version,
        title=entry.title,
        payload=entry.payload,
        is_current=True,
        recorded_at=clock.now(),
    )

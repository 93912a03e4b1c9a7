"""Reading content entries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ..core.errors import NotFoundError
from .models import ContentVersion


def get_current(session: Session, kind: str, slug: str) -> ContentVersion:
    """The current version of an entry. Raises NotFoundError."""
    found = session.scalar(
        select(ContentVersion).where(
            ContentVersion.kind == kind, ContentVersion.slug == slug, ContentVersion.is_current
        )
    )
    if found is None:
        raise NotFoundError
    return found


def list_current(session: Session, kind: str) -> Sequence[ContentVersion]:
    """Current entries of a kind, by title, with their payload."""
    return session.scalars(
        select(ContentVersion)
        .where(ContentVersion.kind == kind, ContentVersion.is_current)
        .order_by(ContentVersion.title)
    ).all()


def titles(
    session: Session, wanted: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], Row[str, str, str, str]]:
    """(kind, slug) → row with kind, slug, title, version, for those that exist."""
    slugs = {slug for _, slug in wanted}
    if not slugs:
        return {}
    rows = session.execute(
        select(
            ContentVersion.kind, ContentVersion.slug, ContentVersion.title, ContentVersion.version
        ).where(ContentVersion.slug.in_(slugs), ContentVersion.is_current)
    )
    return {(row.kind, row.slug): row for row in rows}

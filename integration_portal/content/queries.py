"""Reading content entries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from .models import ContentVersion


def list_in_force(session: Session, kind: str | None = None) -> Sequence[ContentVersion]:
    """The current version of each entry, by kind then slug."""
    query = select(ContentVersion).where(ContentVersion.is_current)
    if kind is not None:
        query = query.where(ContentVersion.kind == kind)
    return session.scalars(query.order_by(ContentVersion.kind, ContentVersion.slug)).all()


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

"""What the pages need of current content, made once per version and kept in the process.

A version is a hash of the text: what was made from it can never be stale. Only slugs and hashes
are read again on each request.
"""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from sqlalchemy import Row, Select, bindparam, select, tuple_
from sqlalchemy.orm import Session

from ..core.errors import NotFoundError
from .models import ContentVersion

D = TypeVar("D")
Key = tuple[str, str]


class Digests(Generic[D]):
    """``make`` is a pure function of an entry. Two threads may both call it: either result serves."""

    def __init__(self, make: Callable[[ContentVersion], D], *kinds: str) -> None:
        self.make = make
        self.kinds = kinds
        self._kept: dict[Key, tuple[str, D]] = {}
        # Built once: every page sends one of them.
        self._all = _versions(kinds)
        self._one = self._all.where(ContentVersion.slug == bindparam("slug"))

    def current(self, session: Session) -> list[D]:
        """One digest for each current entry of the kinds, by kind then slug."""
        rows = session.connection().execute(self._all).all()
        kept = self._learn(session, rows)
        return [kept[row.kind, row.slug][1] for row in rows]

    def get(self, session: Session, slug: str) -> D:
        """The digest of one entry. Raises NotFoundError."""
        rows = session.connection().execute(self._one, {"slug": slug}).all()
        if not rows:
            raise NotFoundError
        return self._learn(session, rows)[rows[0].kind, slug][1]

    def _learn(
        self, session: Session, rows: Sequence[Row[str, str, str]]
    ) -> dict[Key, tuple[str, D]]:
        """The digests kept, with those of ``rows`` among them, in the version the rows name."""
        kept = dict(self._kept)
        missing = [
            (row.kind, row.slug, row.version)
            for row in rows
            if kept.get((row.kind, row.slug), ("", None))[0] != row.version
        ]
        if missing:
            columns = tuple_(ContentVersion.kind, ContentVersion.slug, ContentVersion.version)
            for entry in session.scalars(select(ContentVersion).where(columns.in_(missing))):
                kept[entry.kind, entry.slug] = (entry.version, self.make(entry))
            self._kept = kept
        return kept


def _versions(kinds: tuple[str, ...]) -> Select[str, str, str]:
    return (
        select(ContentVersion.kind, ContentVersion.slug, ContentVersion.version)
        .where(ContentVersion.kind.in_(kinds), ContentVersion.is_current)
        .order_by(ContentVersion.kind, ContentVersion.slug)
    )

"""Every version of every content entry ever installed here, by its hash."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class ContentVersion(Base):
    """One version of one entry. ``payload`` is the canonical data; ``number`` counts from 1
    within (kind, slug); exactly one version of an entry is current. Never deleted."""

    __tablename__ = "content_versions"
    __table_args__ = (
        UniqueConstraint("kind", "slug", "version"),
        UniqueConstraint("kind", "slug", "number"),
        Index(
            "uq_content_versions_current",
            "kind",
            "slug",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    slug: Mapped[str] = mapped_column(String(80))
    number: Mapped[int]
    version: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(String(240))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_current: Mapped[bool]
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

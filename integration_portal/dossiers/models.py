"""Attestations that anybody can check, by a code."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class Attestation(Base):
    """A block of competencies, seen by the manager (``entry_id``: her visa). ``code`` is printed on
    it; ``shown`` names what the holder lets a visitor of the check page read: {nom, etablissement,
    unite, niveaux}: true or false. ``withdrawn_at``: it no longer holds."""

    __tablename__ = "attestations"
    __table_args__ = (
        Index("ix_attestations_holder", "holder_id"),
        Index(
            "uq_attestations_standing", "entry_id", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    block: Mapped[str] = mapped_column(String(40))
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entries.id"))
    code: Mapped[str] = mapped_column(String(24), unique=True)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    issued_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

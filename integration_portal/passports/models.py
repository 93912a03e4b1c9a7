"""Passports: one a person and a unit."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class Passport(Base):
    """The authorisation to hold the post of a unit, which lapses after six months away
    (``domaine.md`` E.5). ``conditions`` {condition code: {le, par, mot}} met so far;
    ``last_worked_on``: the last day she held the post; ``entry_id``: the line that grants or renews
    it; ``ended_at``: taken back, with ``reason``."""

    __tablename__ = "passports"
    __table_args__ = (
        UniqueConstraint("holder_id", "unit_id"),
        Index("ix_passports_unit", "unit_id", "granted_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    holder_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    conditions: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_on: Mapped[dt.date | None] = mapped_column(Date)
    renewed_on: Mapped[dt.date | None] = mapped_column(Date)
    last_worked_on: Mapped[dt.date | None] = mapped_column(Date)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Text, default="")

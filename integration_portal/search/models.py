"""What people looked for and did not find."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class SearchGap(Base):
    """Words reported as missing, at most once a line: ``folded`` joins « Pipi rouge » and « pipi
    rouge ». Never patient data: the report goes through the guard. ``closed_at``: dealt with."""

    __tablename__ = "search_gaps"
    __table_args__ = (UniqueConstraint("establishment_id", "folded"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    words: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    count: Mapped[int]
    last_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

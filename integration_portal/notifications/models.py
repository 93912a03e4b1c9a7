"""Notices waiting in the portal for one person."""

import datetime as dt

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class Notification(Base):
    """One sentence and where it leads (a local path). ``read_at`` None: not opened yet."""

    __tablename__ = "notifications"
    __table_args__ = (Index("ix_notifications_inbox", "user_id", "read_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(String(400))
    path: Mapped[str] = mapped_column(String(200))
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

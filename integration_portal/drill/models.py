"""« Trouvez la bonne fiche » : the ten-second drill."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime


class DrillAttempt(Base):
    """Ten caller sentences drawn for one person. ``items`` holds for each its sentence, the fiches
    that answer it, then what she chose and after how many seconds; times are the server's."""

    __tablename__ = "drill_attempts"
    __table_args__ = (Index("ix_drill_attempts_user", "user_id", "started_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    step_id: Mapped[int | None]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    score: Mapped[int | None]
    seconds: Mapped[int | None]
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

"""Who did what to what, when. Written in the same transaction as the act itself."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from . import clock
from .actor import Actor
from .db import Base
from .types import UtcDateTime


class AuditEntry(Base):
    """One administrative act. Never holds a secret nor a free text."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_establishment_at", "establishment_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishments.id"))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(
    session: Session,
    actor: Actor | None,
    action: str,
    subject: str,
    *,
    establishment_id: int | None = None,
    **details: str | int | bool | None,
) -> None:
    """Keep the act. ``subject`` is ``table:id``; ``actor`` None is the portal itself."""
    session.add(
        AuditEntry(
            at=clock.now(),
            actor_id=actor.id if actor else None,
            establishment_id=establishment_id,
            action=action,
            subject=subject,
            details=details,
        )
    )

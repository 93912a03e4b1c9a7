"""Requests, and the append-only ledger of what was decided."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class RequestState(StrEnum):
    WAITING = "waiting"
    SIGNED = "signed"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class EntryKind(StrEnum):
    SIGNED = "signed"
    RETURNED = "returned"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    WITHDRAWN = "withdrawn"


class SignOffRequest(Base):
    """A recruit asks that what she did be looked at.

    ``subject`` is ``step:<id>``; ``criteria`` a list of {code, texte, securite};
    ``self_levels`` {criterion code: 0–4}. ``facts`` are frozen words of the subject
    (template version, competencies…) that the signed text will carry.
    """

    __tablename__ = "signoff_requests"
    __table_args__ = (
        Index("ix_signoff_requests_queue", "signer_id", "state", "requested_at"),
        Index("ix_signoff_requests_unit", "unit_id", "state", "requested_at"),
        Index(
            "uq_signoff_requests_waiting", "subject", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    recruit_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(240))
    minutes: Mapped[int]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    self_levels: Mapped[dict[str, int]] = mapped_column(JSON)
    self_comment: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RequestState] = mapped_column(checked_enum(RequestState, "request_state"))
    requested_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class LedgerEntry(Base):
    """One line of an establishment's chain. ``payload`` is the exact canonical JSON signed,
    ``hash`` its SHA-256; the payload holds the previous hash. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("establishment_id", "seq"),
        Index(
            "uq_ledger_entries_decision", "request_id", unique=True,
            sqlite_where=text("kind IN ('signed', 'returned')"),
            postgresql_where=text("kind IN ('signed', 'returned')"),
        ),
        Index(
            "uq_ledger_entries_withdrawal", "request_id", unique=True,
            sqlite_where=text("kind = 'withdrawn'"),
            postgresql_where=text("kind = 'withdrawn'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    seq: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(checked_enum(EntryKind, "entry_kind"))
    request_id: Mapped[int] = mapped_column(ForeignKey("signoff_requests.id"), index=True)
    recruit_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    payload: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def short_hash(self) -> str:
        return self.hash[:12]


class LedgerHead(Base):
    """The last line of each chain, locked while the next one is written."""

    __tablename__ = "ledger_heads"

    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")

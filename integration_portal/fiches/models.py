"""What a hospital adds to the shipped fiches, who validated the result, who read it."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class LocalLayer(Base):
    """« Chez nous » : what one establishment, or one of its units, adds to a fiche or corrects.

    ``patch`` (shape: ``fiches.local``) stands on the shipped version ``base_version``; a wholly
    local fiche has none and ``patch`` holds its whole payload. ``revision`` counts the saves.
    """

    __tablename__ = "local_layers"
    __table_args__ = (
        Index(
            "uq_local_layers_establishment", "establishment_id", "slug", unique=True,
            sqlite_where=text("unit_id IS NULL"), postgresql_where=text("unit_id IS NULL"),
        ),
        Index(
            "uq_local_layers_unit", "unit_id", "slug", unique=True,
            sqlite_where=text("unit_id IS NOT NULL"), postgresql_where=text("unit_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    slug: Mapped[str] = mapped_column(String(80))
    base_version: Mapped[str | None] = mapped_column(String(64))
    patch: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class LocalLayerRevision(Base):
    """A layer as it was saved, never changed."""

    __tablename__ = "local_layer_revisions"
    __table_args__ = (UniqueConstraint("layer_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    layer_id: Mapped[int] = mapped_column(ForeignKey("local_layers.id"))
    number: Mapped[int]
    base_version: Mapped[str | None] = mapped_column(String(64))
    patch: Mapped[dict[str, Any]] = mapped_column(JSON)
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Decision(StrEnum):
    """What somebody decided about a text. ``PEER``: read by a colleague; ``DOCTOR``: validated."""

    PEER = "peer"
    DOCTOR = "doctor"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"


class FicheApproval(Base):
    """One decision about the exact text that a place shows, never changed nor removed.

    ``text_hash`` is the SHA-256 of the canonical payload with its local layers, ``payload`` that
    text itself. Name, quality and unit are those of the day of the decision.
    """

    __tablename__ = "fiche_approvals"
    __table_args__ = (Index("ix_fiche_approvals_place", "establishment_id", "slug", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    slug: Mapped[str] = mapped_column(String(80))
    decision: Mapped[Decision] = mapped_column(checked_enum(Decision, "decision"))
    text_hash: Mapped[str] = mapped_column(String(64))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    signer_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    signer_name: Mapped[str] = mapped_column(String(160))
    signer_quality: Mapped[str] = mapped_column(String(120))
    signer_unit: Mapped[str] = mapped_column(String(160))
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    next_review_on: Mapped[dt.date | None] = mapped_column(Date)
    comment: Mapped[str] = mapped_column(Text, default="")


class FicheReading(Base):
    """Somebody said that she read a fiche: which text, and which alerts stood in it.

    The place is the one whose text she read. Reading the same text again moves ``read_at``."""

    __tablename__ = "fiche_readings"
    __table_args__ = (
        UniqueConstraint("user_id", "slug", "text_hash"),
        Index("ix_fiche_readings_latest", "slug", "user_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    slug: Mapped[str] = mapped_column(String(80))
    text_hash: Mapped[str] = mapped_column(String(64))
    alerts_hash: Mapped[str] = mapped_column(String(64))
    step_id: Mapped[int | None]
    read_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ReadAlerts(Base):
    """Alerts that somebody read once, kept by their hash to show what changed since."""

    __tablename__ = "read_alerts"

    alerts_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    alerts: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class RereadTask(Base):
    """The alerts of a fiche that somebody read have changed since: she reads them again.

    ``read_hash`` and ``current_hash`` are those of the alerts alone."""

    __tablename__ = "reread_tasks"
    __table_args__ = (
        Index(
            "uq_reread_tasks_open", "user_id", "slug", unique=True,
            sqlite_where=text("done_at IS NULL"), postgresql_where=text("done_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(240))
    read_hash: Mapped[str] = mapped_column(String(64))
    current_hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

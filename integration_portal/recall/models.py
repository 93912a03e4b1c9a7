"""What somebody reviews, and each rating she gave. Read by nobody else."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum
from .rules import Source


class RecallCard(Base):
    """A card she has met, and what FSRS knows of it (see ``memory.Memory``). What it says is never
    kept here: it is read where it is written, so that it is always the text of now.

    ``specialty``: of the fiche an alert comes from; whoever changes units leaves those cards.
    """

    __tablename__ = "recall_cards"
    __table_args__ = (
        UniqueConstraint("user_id", "source", "ref"),
        Index("ix_recall_cards_due", "user_id", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    source: Mapped[Source] = mapped_column(checked_enum(Source, "source"))
    ref: Mapped[str] = mapped_column(String(200))
    specialty: Mapped[str | None] = mapped_column(String(80))
    state: Mapped[int]
    step: Mapped[int | None]
    stability: Mapped[float | None]
    difficulty: Mapped[float | None]
    due_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    last_review_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reps: Mapped[int]
    lapses: Mapped[int]
    suspended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class RecallReview(Base):
    """One rating. ``before``: the card as it was, to undo; None: the rating made the card.
    ``seconds``: what it took of the day's five minutes."""

    __tablename__ = "recall_reviews"
    __table_args__ = (Index("ix_recall_reviews_user", "user_id", "reviewed_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    card_id: Mapped[int] = mapped_column(ForeignKey("recall_cards.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    rating: Mapped[int]
    reviewed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    seconds: Mapped[int]

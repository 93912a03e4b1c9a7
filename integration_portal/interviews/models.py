"""Interviews and what was written for them."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class InterviewKind(StrEnum):
    """``SURPRISE``: the report of the first month, not evaluative, the recruit's own until she
    shares it (``domaine.md`` G.4)."""

    FIRST_DAY = "jour-1"
    WEEKLY = "hebdomadaire"
    SURPRISE = "etonnement"
    MONTH_1 = "mois-1"
    MONTH_3 = "mois-3"
    MONTH_6 = "mois-6"
    MONTH_12 = "mois-12"
    OTHER = "autre"


class InterviewState(StrEnum):
    """``OPEN``: being prepared; ``MINUTED``: signed by who led it; ``SIGNED``: by both;
    ``DISPUTED``: the recruit signed a written disagreement, and that closes it too."""

    OPEN = "open"
    MINUTED = "minuted"
    SIGNED = "signed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


class AnswerKind(StrEnum):
    """What becomes of what a surprise report asks for (``domaine.md`` G.4)."""

    DONE = "fait"
    PLANNED = "prevu"
    NO = "non"

    @property
    def label(self) -> str:
        return {"fait": "Fait", "prevu": "Prévu", "non": "Non"}[self.value]


class Interview(Base):
    """One interview of a journey. ``recruit_words`` and ``leader_words`` {question code: text} are
    prepared apart, each her own until ``recruit_ready_at``, ``leader_ready_at`` (see ``rules``);
    ``decisions`` a list of {texte, qui, echeance, step_id}. ``shared_at``: when the recruit let the
    leader read her report. ``answer``: the written answer to it."""

    __tablename__ = "interviews"
    __table_args__ = (
        Index("ix_interviews_journey", "journey_id", "planned_on"),
        Index("ix_interviews_leader", "leader_id", "state", "planned_on"),
        Index(
            "uq_interviews_step", "step_id", unique=True,
            sqlite_where=text("state != 'cancelled'"),
            postgresql_where=text("state != 'cancelled'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id"))
    kind: Mapped[InterviewKind] = mapped_column(checked_enum(InterviewKind, "interview_kind"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    planned_on: Mapped[dt.date] = mapped_column(Date)
    held_on: Mapped[dt.date | None] = mapped_column(Date)
    recruit_words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    leader_words: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    recruit_ready_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    leader_ready_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    shared_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    minutes: Mapped[str] = mapped_column(Text, default="")
    decisions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    answer_kind: Mapped[AnswerKind | None] = mapped_column(checked_enum(AnswerKind, "answer_kind"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[InterviewState] = mapped_column(checked_enum(InterviewState, "interview_state"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

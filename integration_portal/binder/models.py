"""Long PDF work that goes on behind the page."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PrintJob(Base):
    """A PDF asked for. ``scope`` says which fiches (shape: ``binder.scope``); ``done`` of
    ``total`` fiches are laid out; ``file`` is a name inside the portal's documents folder.

    A worker that makes it holds it until ``held_until``, and moves that on as it advances: past
    it the worker is dead and another one takes the job. ``attempts`` counts those who took it."""

    __tablename__ = "print_jobs"
    __table_args__ = (Index("ix_print_jobs_state", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    scope: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[JobState] = mapped_column(checked_enum(JobState, "print_job_state"))
    done: Mapped[int]
    total: Mapped[int]
    file: Mapped[str] = mapped_column(String(120), default="")
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    held_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

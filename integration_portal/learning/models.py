"""What somebody read, answered and played. The texts themselves are content versions.

``module`` and ``lesson`` are slugs; ``version`` is the content version a quiz or a run stands on.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class LessonReading(Base):
    """Her last reading of a lesson. ``position``: how far down, in thousandths of the text;
    ``text_hash``: the lesson she said she read, "" while she only opened it."""

    __tablename__ = "lesson_readings"
    __table_args__ = (UniqueConstraint("user_id", "module", "lesson"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module: Mapped[str] = mapped_column(String(80))
    lesson: Mapped[str] = mapped_column(String(80))
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    position: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class Purpose(StrEnum):
    """``CATCH_UP``: only the questions that changed since she passed."""

    QUIZ = "quiz"
    POSITIONING = "positioning"
    CATCH_UP = "catch_up"


class QuizAttempt(Base):
    """Questions drawn for one person, in order: ``drawn`` holds their ids, ``answered`` counts the
    answers. ``points``: one a question at most; ``stars_missed``: safety questions not right in
    full."""

    __tablename__ = "quiz_attempts"
    __table_args__ = (
        Index(
            "uq_quiz_attempts_open", "user_id", "module", unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_quiz_attempts_user", "user_id", "module", "finished_at"),
        Index("ix_quiz_attempts_module", "module", "finished_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[Purpose] = mapped_column(checked_enum(Purpose, "purpose"))
    seed: Mapped[int]
    drawn: Mapped[list[str]] = mapped_column(JSON)
    answered: Mapped[int] = mapped_column(default=0)
    points: Mapped[float] = mapped_column(default=0.0)
    stars_missed: Mapped[int] = mapped_column(default=0)
    passed: Mapped[bool | None]
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class QuizAnswer(Base):
    """One answer, never changed. ``place`` counts from 0; ``question_hash`` tells the very text
    that was asked; ``given`` holds the answer under « r » (see ``question_types``): a bare number
    would not come back as text from a JSON column of SQLite."""

    __tablename__ = "quiz_answers"
    __table_args__ = (
        UniqueConstraint("attempt_id", "place"),
        Index("ix_quiz_answers_question", "question_hash"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempts.id"))
    place: Mapped[int]
    question_id: Mapped[str] = mapped_column(String(80))
    question_hash: Mapped[str] = mapped_column(String(64))
    objective: Mapped[int]
    star: Mapped[bool]
    given: Mapped[dict[str, Any]] = mapped_column(JSON)
    points: Mapped[float]
    answered_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class Ending(StrEnum):
    """How a simulation ended (``fin`` of its content)."""

    WELL = "reussie"
    AGAIN = "a-reprendre"
    DANGER = "danger"


class SimulationRun(Base):
    """One run: ``choices`` are the numbers (from 0) chosen turn after turn (``turns`` of them), from
    which its whole state follows. ``star_errors``: safety errors on its path. It counts when
    it ended well without one."""

    __tablename__ = "simulation_runs"
    __table_args__ = (
        Index(
            "uq_simulation_runs_open", "user_id", "module", unique=True,
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_simulation_runs_user", "user_id", "module", "finished_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(64))
    choices: Mapped[list[int]] = mapped_column(JSON)
    turns: Mapped[int] = mapped_column(default=0)
    ending: Mapped[Ending | None] = mapped_column(checked_enum(Ending, "ending"))
    star_errors: Mapped[int] = mapped_column(default=0)
    replay_of_id: Mapped[int | None] = mapped_column(ForeignKey("simulation_runs.id"))
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class ModuleCredit(Base):
    """A positioning quiz was passed: a tutor agrees, or not, that the module is known already.
    ``granted`` None: nobody decided yet. A credit taken back keeps its line. The place is where
    she works when she asks: whoever signs there decides."""

    __tablename__ = "module_credits"
    __table_args__ = (
        Index(
            "uq_module_credits_open", "user_id", "module", unique=True,
            sqlite_where=text("withdrawn_at IS NULL AND (granted IS NULL OR granted)"),
            postgresql_where=text("withdrawn_at IS NULL AND (granted IS NULL OR granted)"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    module: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(64))
    attempt_id: Mapped[int] = mapped_column(ForeignKey("quiz_attempts.id"))
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    granted: Mapped[bool | None]
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    comment: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(Text, default="")


class QuestionReport(Base):
    """Somebody says that a question is wrong or unclear. Kept for editors, without patient data."""

    __tablename__ = "question_reports"
    __table_args__ = (Index("ix_question_reports_open", "closed_at", "module"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    module: Mapped[str] = mapped_column(String(80))
    version: Mapped[str] = mapped_column(String(64))
    question_id: Mapped[str] = mapped_column(String(80))
    words: Mapped[str] = mapped_column(Text)
    reported_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

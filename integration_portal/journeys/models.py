"""Templates and their numbered versions; journeys, their steps, absences and history."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum
from ..establishments.models import StepRole, Unit


class JourneyState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    STOPPED = "stopped"


class StepState(StrEnum):
    """``SUBMITTED`` waits for a signature, ``COUNTERSIGN`` for the doctor's after it; ``RETURNED``
    is to be taken up again."""

    TODO = "todo"
    SUBMITTED = "submitted"
    COUNTERSIGN = "countersign"
    RETURNED = "returned"
    DONE = "done"


class StepKind(StrEnum):
    """The closed list of the content files (``type``)."""

    ADMINISTRATIVE = "administratif"
    MEETING = "rencontre"
    IMMERSION = "immersion"
    FICHE = "fiche"
    MODULE = "module"
    SIMULATION = "mise-en-situation"
    OBSERVATION = "observation"
    QUESTIONNAIRE = "questionnaire"
    INTERVIEW = "entretien"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ")


class JourneyTemplate(Base):
    """A named template. Shipped ones belong to nobody (``establishment_id`` None)."""

    __tablename__ = "journey_templates"
    __table_args__ = (
        UniqueConstraint("establishment_id", "slug"),
        Index(
            "uq_journey_templates_shipped", "slug", unique=True,
            sqlite_where=text("establishment_id IS NULL"),
            postgresql_where=text("establishment_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int | None] = mapped_column(ForeignKey("establishments.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(240))

    versions: Mapped[list["TemplateVersion"]] = relationship(
        back_populates="template", order_by="TemplateVersion.number"
    )


class TemplateVersion(Base):
    """A frozen definition (shape: ``content.kinds.journey.JourneyDefinition``). Never changed."""

    __tablename__ = "template_versions"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("journey_templates.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(String(240), default="")
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    template: Mapped[JourneyTemplate] = relationship(back_populates="versions")


# Somebody was asked to sign: the step stays as it was asked.
ASKED = frozenset({StepState.SUBMITTED, StepState.COUNTERSIGN})


class Journey(Base):
    """One recruit's journey, pinned to one template version.

    ``phases`` ({code, titre}, in order) come from the version; ``pattern`` is seven 0/1 digits,
    Monday first. ``steps_*`` and ``next_*`` are counters kept
    by ``actions.planning.refresh_counters`` at every change, so that boards can filter and sort on them:
    ``next_due_on`` is the earliest due date of what is not done, ``next_role`` who acts on it.
    """

    __tablename__ = "journeys"
    __table_args__ = (
        Index("ix_journeys_board", "cohort_id", "state", "next_due_on", "next_role"),
        Index("ix_journeys_establishment", "establishment_id", "state", "next_due_on", "next_role"),
        Index("ix_journeys_tutor", "tutor_id", "state"),
        Index(
            "uq_journeys_running", "recruit_id", unique=True,
            sqlite_where=text("state IN ('active', 'paused')"),
            postgresql_where=text("state IN ('active', 'paused')"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohorts.id"))
    recruit_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    tutor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    manager_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    doctor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    template_version_id: Mapped[int] = mapped_column(ForeignKey("template_versions.id"))
    phases: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    start_on: Mapped[dt.date] = mapped_column(Date)
    pattern: Mapped[str] = mapped_column(String(7), default="1111100")
    state: Mapped[JourneyState] = mapped_column(checked_enum(JourneyState, "journey_state"))
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    steps_total: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    next_due_on: Mapped[dt.date | None] = mapped_column(Date)
    next_role: Mapped[StepRole | None] = mapped_column(checked_enum(StepRole, "next_role"))
    next_title: Mapped[str] = mapped_column(String(240), default="")
    last_move_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    recruit: Mapped[User] = relationship(foreign_keys=[recruit_id])
    tutor: Mapped[User | None] = relationship(foreign_keys=[tutor_id])
    manager: Mapped[User | None] = relationship(foreign_keys=[manager_id])
    doctor: Mapped[User | None] = relationship(foreign_keys=[doctor_id])
    unit: Mapped[Unit] = relationship()
    version: Mapped[TemplateVersion] = relationship()


class Step(Base):
    """A step copied from the template for one person.

    ``competencies`` are codes such as GI-8; ``details`` holds why, what to do, criteria and
    resources (shape: ``content.kinds.journey.Step``).
    ``changed`` names the fields adapted for this person: a later version leaves those alone.
    ``fixed_on`` is a date set by hand; else the date comes from ``due_rule``, ``offset_days``
    worked days later. ``assignee_id`` None: the recruit, or nobody named yet (see ``role``).
    """

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("journey_id", "code"),
        Index("ix_steps_journey", "journey_id", "position"),
        Index("ix_steps_expected", "journey_id", "due_on", "state"),
        Index("ix_steps_duties", "assignee_id", "state", "due_on"),
        # A removed step's number never comes back: a signed « step:12 » names one step for ever.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    code: Mapped[str] = mapped_column(String(8))
    position: Mapped[int]
    phase: Mapped[str] = mapped_column(String(80))
    kind: Mapped[StepKind] = mapped_column(checked_enum(StepKind, "step_kind"))
    title: Mapped[str] = mapped_column(String(240))
    role: Mapped[StepRole] = mapped_column(checked_enum(StepRole, "role"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_rule: Mapped[str] = mapped_column(String(8))
    due_on: Mapped[dt.date] = mapped_column(Date)
    fixed_on: Mapped[dt.date | None] = mapped_column(Date)
    offset_days: Mapped[int] = mapped_column(default=0)
    minutes: Mapped[int]
    requires: Mapped[list[str]] = mapped_column(JSON)
    competencies: Mapped[list[str]] = mapped_column(JSON)
    gate: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[StepState] = mapped_column(checked_enum(StepState, "step_state"))
    state_since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    added: Mapped[bool] = mapped_column(default=False)
    changed: Mapped[list[str]] = mapped_column(JSON, default=list)


class RemovedStep(Base):
    """A template step taken out of one person's journey: later versions must not bring it back."""

    __tablename__ = "removed_steps"
    __table_args__ = (UniqueConstraint("journey_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    code: Mapped[str] = mapped_column(String(8))
    title: Mapped[str] = mapped_column(String(240))


class JourneyAbsence(Base):
    """Leave or pause. ``last_on`` None: a pause not ended yet."""

    __tablename__ = "journey_absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    first_on: Mapped[dt.date] = mapped_column(Date)
    last_on: Mapped[dt.date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(240))


class JourneyEvent(Base):
    """One line of a journey's history, never changed nor removed. ``code`` names the step, which
    may be gone since; ``details`` hold before and after; ``comment`` is somebody's words."""

    __tablename__ = "journey_events"
    __table_args__ = (Index("ix_journey_events_journey", "journey_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    journey_id: Mapped[int] = mapped_column(ForeignKey("journeys.id"))
    code: Mapped[str | None] = mapped_column(String(8))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(40))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text, default="")

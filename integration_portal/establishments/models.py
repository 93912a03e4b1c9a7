"""The places where people work."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..core.db import Base
from ..core.types import checked_enum


class StepRole(StrEnum):
    """Who must act on a step. The values are those of the content files (``responsable``)."""

    RECRUIT = "recrue"
    TUTOR = "tutrice"
    MANAGER = "encadrante"
    DOCTOR = "medecin"
    IT = "dsi"
    HR = "rh"
    OCCUPATIONAL_HEALTH = "sante-travail"
    SOFTWARE_REFERENT = "referent-logiciel"
    IDENTITY_REFERENT = "referent-identite"
    RIGHTS_REFERENT = "referent-droits"
    ARCHIVES_REFERENT = "referent-archives"
    TRAINER = "formation"
    WARD_HEAD = "cadre-sante"
    PARTNER = "partenaire"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    StepRole.RECRUIT: "recrue",
    StepRole.TUTOR: "tutrice ou tuteur",
    StepRole.MANAGER: "encadrement",
    StepRole.DOCTOR: "médecin",
    StepRole.IT: "service informatique",
    StepRole.HR: "ressources humaines",
    StepRole.OCCUPATIONAL_HEALTH: "santé au travail",
    StepRole.SOFTWARE_REFERENT: "personne référente logiciel",
    StepRole.IDENTITY_REFERENT: "personne référente identitovigilance",
    StepRole.RIGHTS_REFERENT: "personne référente droits",
    StepRole.ARCHIVES_REFERENT: "personne référente archives",
    StepRole.TRAINER: "formation",
    StepRole.WARD_HEAD: "cadre de santé",
    StepRole.PARTNER: "partenaire",
}


class Ght(Base):
    """Groupement hospitalier de territoire: figures cross its members, names never do."""

    __tablename__ = "ghts"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class Establishment(Base):
    """``zone``: a key of ``working_calendar.ZONES``; ``time_zone``: IANA name."""

    __tablename__ = "establishments"

    id: Mapped[int] = mapped_column(primary_key=True)
    ght_id: Mapped[int | None] = mapped_column(ForeignKey("ghts.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    city: Mapped[str] = mapped_column(String(80), default="")
    zone: Mapped[str] = mapped_column(String(30), default="metropole")
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    is_demo: Mapped[bool] = mapped_column(default=False)

    units: Mapped[list["Unit"]] = relationship(back_populates="establishment")


class Unit(Base):
    """A ward or department (« service »). ``specialty`` is a slug of the content vocabulary."""

    __tablename__ = "units"
    __table_args__ = (UniqueConstraint("establishment_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    name: Mapped[str] = mapped_column(String(120))
    specialty: Mapped[str] = mapped_column(String(80), default="")

    establishment: Mapped[Establishment] = relationship(back_populates="units")


class Referent(Base):
    """Whom to turn to for a kind of step: in one unit, or in the whole establishment."""

    __tablename__ = "referents"
    __table_args__ = (
        UniqueConstraint("establishment_id", "unit_id", "role", "user_id"),
        Index("ix_referents_establishment_role", "establishment_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"))
    role: Mapped[StepRole] = mapped_column(checked_enum(StepRole, "step_role"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)

"""Verbs on places. Raises RuleError on a name already used."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import audit
from ...core.actor import Actor
from ...core.errors import RuleError
from ...core.working_calendar import ZONES
from ..models import Establishment, Ght, Referent, StepRole, Unit


def create_establishment(
    session: Session,
    actor: Actor | None,
    *,
    name: str,
    city: str = "",
    zone: str = "metropole",
    time_zone: str = "Europe/Paris",
    ght: Ght | None = None,
    is_demo: bool = False,
) -> Establishment:
    if zone not in ZONES:
        raise RuleError(f"Zone de jours fériés inconnue : {zone}.")
    if session.scalar(select(Establishment.id).where(Establishment.name == name)):
        raise RuleError(f"« {name} » existe déjà.")
    establishment = Establishment(
        name=name, city=city, zone=zone, time_zone=time_zone, ght_id=ght.id if ght else None,
        is_demo=is_demo,
    )  # fmt: skip
    session.add(establishment)
    session.flush()
    audit.record(
        session, actor, "establishment.create", f"establishments:{establishment.id}",
        establishment_id=establishment.id,
    )  # fmt: skip
    return establishment


def update_establishment(
    session: Session,
    actor: Actor,
    establishment: Establishment,
    *,
    name: str,
    city: str,
    zone: str,
    time_zone: str,
) -> None:
    """Dates already computed stay; those computed from now on follow the new calendar."""
    same = select(Establishment.id).where(
        Establishment.name == name, Establishment.id != establishment.id
    )
    if session.scalar(same):
        raise RuleError(f"« {name} » existe déjà.")
    wanted = {"name": name, "city": city, "zone": zone, "time_zone": time_zone}
    changed = [field for field, value in wanted.items() if getattr(establishment, field) != value]
    for field in changed:
        setattr(establishment, field, wanted[field])
    session.flush()
    if changed:
        audit.record(
            session, actor, "establishment.update", f"establishments:{establishment.id}",
            establishment_id=establishment.id, fields=",".join(changed),
        )  # fmt: skip


def create_unit(
    session: Session,
    actor: Actor | None,
    establishment: Establishment,
    *,
    name: str,
    specialty: str,
) -> Unit:
    same = select(Unit.id).where(Unit.establishment_id == establishment.id, Unit.name == name)
    if session.scalar(same):
        raise RuleError(f"« {name} » existe déjà dans cet établissement.")
    unit = Unit(establishment_id=establishment.id, name=name, specialty=specialty)
    session.add(unit)
    session.flush()
    audit.record(
        session, actor, "unit.create", f"units:{unit.id}", establishment_id=establishment.id
    )
    return unit


def update_unit(session: Session, actor: Actor, unit: Unit, *, name: str, specialty: str) -> None:
    """Signatures already made keep the name the unit had that day."""
    same = select(Unit.id).where(
        Unit.establishment_id == unit.establishment_id, Unit.name == name, Unit.id != unit.id
    )
    if session.scalar(same):
        raise RuleError(f"« {name} » existe déjà dans cet établissement.")
    unit.name, unit.specialty = name, specialty
    session.flush()
    audit.record(
        session, actor, "unit.update", f"units:{unit.id}", establishment_id=unit.establishment_id
    )


def name_referent(
    session: Session,
    actor: Actor | None,
    establishment: Establishment,
    *,
    role: StepRole,
    user_id: int,
    unit: Unit | None = None,
) -> None:
    """Name somebody for a kind of step; naming her twice changes nothing."""
    unit_id = unit.id if unit else None
    same = select(Referent.id).where(
        Referent.establishment_id == establishment.id,
        Referent.role == role,
        Referent.user_id == user_id,
        Referent.unit_id.is_(None) if unit_id is None else Referent.unit_id == unit_id,
    )
    if session.scalar(same):
        return
    session.add(
        Referent(establishment_id=establishment.id, unit_id=unit_id, role=role, user_id=user_id)
    )
    session.flush()
    audit.record(
        session, actor, "referent.name", f"users:{user_id}", establishment_id=establishment.id,
        role=role.value, unit=unit_id,
    )  # fmt: skip


def remove_referent(session: Session, actor: Actor, referent: Referent) -> None:
    """The steps already given to her stay hers until somebody changes them."""
    audit.record(
        session, actor, "referent.remove", f"users:{referent.user_id}",
        establishment_id=referent.establishment_id,
        role=referent.role.value, unit=referent.unit_id,
    )  # fmt: skip
    session.delete(referent)
    session.flush()

"""Reading places and who works there, always inside the actor's own reach."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ...accounts.models import RoleGrant, User
from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...core.permissions import Permission, Role
from ..models import Establishment, Ght, Referent, StepRole, Unit


def list_establishments(
    session: Session, actor: Actor, permission: Permission
) -> list[Establishment]:
    """Establishments where the actor holds ``permission``, as a whole or through a unit."""
    scope = actor.scope(permission)
    return list(
        session.scalars(
            select(Establishment)
            .where(
                or_(
                    Establishment.id.in_(scope.establishments),
                    Establishment.id.in_(
                        select(Unit.establishment_id).where(Unit.id.in_(scope.units))
                    ),
                )
            )
            .order_by(Establishment.name)
        )
    )


def get_establishment(
    session: Session, actor: Actor, establishment_id: int, permission: Permission
) -> Establishment:
    """Raises NotFoundError when it is absent or out of reach."""
    for establishment in list_establishments(session, actor, permission):
        if establishment.id == establishment_id:
            return establishment
    raise NotFoundError


def get_whole_establishment(
    session: Session, actor: Actor, establishment_id: int, permission: Permission
) -> Establishment:
    """One held as a whole, not through a unit. Raises NotFoundError."""
    if not actor.scope(permission).covers(establishment_id, None):
        raise NotFoundError
    return session.get_one(Establishment, establishment_id)


def get_ght(session: Session, establishment: Establishment) -> Ght | None:
    return session.get(Ght, establishment.ght_id) if establishment.ght_id else None


def units_of(session: Session, establishment: Establishment) -> Sequence[Unit]:
    return session.scalars(
        select(Unit).where(Unit.establishment_id == establishment.id).order_by(Unit.name)
    ).all()


def list_units(session: Session, actor: Actor, permission: Permission) -> list[Unit]:
    scope = actor.scope(permission)
    return list(
        session.scalars(
            select(Unit)
            .where(or_(Unit.establishment_id.in_(scope.establishments), Unit.id.in_(scope.units)))
            .order_by(Unit.name)
        )
    )


def find_name(session: Session, establishment_id: int) -> str:
    """The establishment's name, or "" once it is gone."""
    query = select(Establishment.name).where(Establishment.id == establishment_id)
    return session.scalar(query) or ""


def get_unit(session: Session, actor: Actor, unit_id: int, permission: Permission) -> Unit:
    """Raises NotFoundError when it is absent or out of reach."""
    unit = session.get(Unit, unit_id)
    if unit is None or not actor.scope(permission).covers(unit.establishment_id, unit.id):
        raise NotFoundError
    return unit


def list_people(
    session: Session, establishment_id: int, role: Role, unit_id: int | None = None
) -> Sequence[User]:
    """Active people holding ``role`` there; with ``unit_id``, in that unit or everywhere."""
    query = (
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.is_active,
            RoleGrant.role == role,
            RoleGrant.establishment_id == establishment_id,
        )
        .order_by(User.family_name, User.given_name)
        .distinct()
    )
    if unit_id is not None:
        query = query.where(or_(RoleGrant.unit_id.is_(None), RoleGrant.unit_id == unit_id))
    return session.scalars(query).all()


def referents_of(session: Session, unit: Unit) -> dict[StepRole, int]:
    """User id by step role for a unit; the unit's own referent wins over the establishment's.
    Somebody whose account is closed is nobody's referent."""
    rows = session.execute(
        select(Referent.role, Referent.user_id, Referent.unit_id)
        .join(User, User.id == Referent.user_id)
        .where(
            User.is_active,
            Referent.establishment_id == unit.establishment_id,
            or_(Referent.unit_id.is_(None), Referent.unit_id == unit.id),
        )
        .order_by(Referent.id)
    ).all()
    ordered = sorted(rows, key=lambda row: row.unit_id is not None)
    return {row.role: row.user_id for row in ordered}


@dataclass(frozen=True)
class ReferentRow:
    """``unit`` None: for the whole establishment."""

    id: int
    role: StepRole
    name: str
    is_active: bool
    unit: str | None


def list_referents(session: Session, establishment: Establishment) -> list[ReferentRow]:
    """Everybody named in an establishment, by kind of step then unit."""
    rows = session.execute(
        select(Referent.id, Referent.role, User, Unit.name)
        .join(User, User.id == Referent.user_id)
        .outerjoin(Unit, Unit.id == Referent.unit_id)
        .where(Referent.establishment_id == establishment.id)
    ).all()
    found = [ReferentRow(row[0], row[1], row[2].name, row[2].is_active, row[3]) for row in rows]
    return sorted(found, key=lambda row: (row.role.label, row.unit or "", row.name))


def get_referent(session: Session, establishment: Establishment, referent_id: int) -> Referent:
    """Raises NotFoundError when it is absent or of another establishment."""
    referent = session.get(Referent, referent_id)
    if referent is None or referent.establishment_id != establishment.id:
        raise NotFoundError
    return referent

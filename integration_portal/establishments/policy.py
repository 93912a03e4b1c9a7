"""Who manages whom, and which lines of the audit log somebody reads."""

from sqlalchemy import ColumnElement, or_, select

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from ..core.audit import AuditEntry
from ..core.permissions import Permission, Role

# Roles that open the accounts of others: only the administration gives or takes them.
PRIVILEGED = frozenset({Role.ADMIN, Role.HR})

# Acts of the operator: they name nobody, and everybody they touch may know of them.
PORTAL_ACTS = ("data.purge", "database.restore")


def manages(actor: Actor, establishment_id: int, unit_id: int | None) -> bool:
    return actor.scope(Permission.PEOPLE_MANAGE).covers(establishment_id, unit_id)


def manageable_grants(actor: Actor) -> ColumnElement[bool]:
    """Rows of role grants inside the actor's own establishments and units."""
    scope = actor.scope(Permission.PEOPLE_MANAGE)
    return or_(
        RoleGrant.establishment_id.in_(scope.establishments), RoleGrant.unit_id.in_(scope.units)
    )


def manageable_people(actor: Actor) -> ColumnElement[bool]:
    """Rows of people who hold some role inside the actor's reach."""
    return User.id.in_(select(RoleGrant.user_id).where(manageable_grants(actor)))


def administers(actor: Actor, establishment_id: int) -> bool:
    return any(
        grant.role is Role.ADMIN
        and grant.unit_id is None
        and grant.establishment_id == establishment_id
        for grant in actor.grants
    )


def can_give(actor: Actor, role: Role, establishment_id: int) -> bool:
    """Give or take ``role`` there, once the place itself is known to be in reach."""
    return role not in PRIVILEGED or administers(actor, establishment_id)


def readable_entries(actor: Actor) -> ColumnElement[bool]:
    """The acts of the actor's own establishments, and those on the whole portal."""
    places = actor.scope(Permission.AUDIT_READ).establishments
    return or_(
        AuditEntry.establishment_id.in_(places),
        AuditEntry.establishment_id.is_(None) & AuditEntry.action.in_(PORTAL_ACTS),
    )

"""People and the roles they hold."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.permissions import Role
from .. import queries
from ..errors import EmailTakenError
from ..models import RoleGrant, User
from .sessions import close_all_sessions


def create_user(
    session: Session,
    actor: Actor | None,
    *,
    email: str,
    given_name: str,
    family_name: str,
    quality: str,
    establishment_id: int | None = None,
) -> User:
    """A person without password nor role yet. Raises EmailTakenError."""
    clean = email.strip().casefold()
    if queries.find_user_by_email(session, clean):
        raise EmailTakenError(clean)
    user = User(
        email=clean,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        quality=quality.strip(),
        created_at=clock.now(),
    )
    session.add(user)
    session.flush()
    audit.record(
        session, actor, "user.create", f"users:{user.id}", establishment_id=establishment_id
    )
    return user


def grant_role(
    session: Session,
    actor: Actor | None,
    user: User,
    role: Role,
    *,
    establishment_id: int,
    unit_id: int | None = None,
) -> None:
    """Give a role; giving it twice changes nothing."""
    same = select(RoleGrant.id).where(
        RoleGrant.user_id == user.id,
        RoleGrant.role == role,
        RoleGrant.establishment_id == establishment_id,
        RoleGrant.unit_id.is_(None) if unit_id is None else RoleGrant.unit_id == unit_id,
    )
    if session.scalar(same):
        return
    session.add(
        RoleGrant(
            user_id=user.id,
            role=role,
            establishment_id=establishment_id,
            unit_id=unit_id,
            granted_at=clock.now(),
            granted_by_id=actor.id if actor else None,
        )
    )
    session.flush()
    audit.record(
        session, actor, "role.grant", f"users:{user.id}",
        establishment_id=establishment_id, role=role.value, unit=unit_id,
    )  # fmt: skip


def revoke_role(session: Session, actor: Actor, grant: RoleGrant) -> None:
    audit.record(
        session, actor, "role.revoke", f"users:{grant.user_id}",
        establishment_id=grant.establishment_id, role=grant.role.value, unit=grant.unit_id,
    )  # fmt: skip
    session.delete(grant)
    session.flush()


def deactivate(session: Session, actor: Actor, user: User, *, establishment_id: int) -> None:
    """The person cannot log in any more, and is logged out everywhere. Nothing is erased."""
    user.is_active = False
    close_all_sessions(session, user.id)
    session.flush()
    audit.record(
        session, actor, "user.deactivate", f"users:{user.id}", establishment_id=establishment_id
    )


def reactivate(session: Session, actor: Actor, user: User, *, establishment_id: int) -> None:
    user.is_active = True
    session.flush()
    audit.record(
        session, actor, "user.reactivate", f"users:{user.id}", establishment_id=establishment_id
    )

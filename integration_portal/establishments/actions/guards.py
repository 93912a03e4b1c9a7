"""What is made sure of before an act on somebody's account or roles."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...accounts.models import RoleGrant, User
from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...core.permissions import Role
from .. import policy
from ..errors import (
    AdminOnlyError,
    LastAdminError,
    OwnAccountError,
    WholePlaceRoleError,
    WorksElsewhereError,
)
from ..models import Establishment, Unit
from ..queries.people import works_elsewhere
from .posts import Post


def check_post(session: Session, actor: Actor, post: Post) -> None:
    unit = session.get(Unit, post.unit_id) if post.unit_id is not None else None
    if post.unit_id is not None and (
        unit is None or unit.establishment_id != post.establishment_id
    ):
        raise NotFoundError
    if not policy.manages(actor, post.establishment_id, post.unit_id):
        raise NotFoundError
    if not policy.can_give(actor, post.role, post.establishment_id):
        raise AdminOnlyError
    if post.role is Role.ADMIN and unit is not None:
        raise WholePlaceRoleError


def refuse_self(actor: Actor, user: User) -> None:
    if actor.id == user.id:
        raise OwnAccountError


def home(session: Session, actor: Actor, user: User) -> int:
    """The establishment in whose log an act on the account is written."""
    query = select(RoleGrant.establishment_id).where(
        RoleGrant.user_id == user.id, policy.manageable_grants(actor)
    )
    found = session.scalar(query.order_by(RoleGrant.id).limit(1))
    if found is None:
        raise NotFoundError
    return found


def own_account(session: Session, actor: Actor, user: User) -> int:
    """Make sure the whole account is the actor's to manage; returns where to write it down."""
    refuse_self(actor, user)
    place = home(session, actor, user)
    if works_elsewhere(session, actor, user):
        raise WorksElsewhereError
    grants = session.scalars(select(RoleGrant).where(RoleGrant.user_id == user.id)).all()
    for grant in grants:
        if not policy.can_give(actor, grant.role, grant.establishment_id):
            raise AdminOnlyError
    return place


def refuse_last_admin_anywhere(session: Session, user: User) -> None:
    held = select(RoleGrant).where(
        RoleGrant.user_id == user.id, RoleGrant.role == Role.ADMIN, RoleGrant.unit_id.is_(None)
    )
    for grant in session.scalars(held.order_by(RoleGrant.establishment_id)).all():
        refuse_last_admin(session, user, grant.establishment_id)


def refuse_last_admin(session: Session, user: User, establishment_id: int) -> None:
    """The administrators stay locked until the end: two of them cannot remove each other."""
    admins = session.scalars(
        select(RoleGrant.user_id)
        .join(User, User.id == RoleGrant.user_id)
        .where(
            User.is_active,
            RoleGrant.role == Role.ADMIN,
            RoleGrant.establishment_id == establishment_id,
            RoleGrant.unit_id.is_(None),
        )
        .order_by(RoleGrant.id)
        .with_for_update()
    ).all()
    if not set(admins) - {user.id}:
        raise LastAdminError(session.get_one(Establishment, establishment_id).name)

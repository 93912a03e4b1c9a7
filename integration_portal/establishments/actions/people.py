"""Verbs on the people of one's own establishments.

Each first makes sure of three things: it is not about oneself, it is inside one's reach, and a
role that opens other people's accounts is touched by the administration only.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...accounts import actions as accounts
from ...accounts import personal_data
from ...accounts.errors import EmailTakenError
from ...accounts.models import RoleGrant, User
from ...accounts.queries import find_user_by_email
from ...core import audit
from ...core.actor import Actor
from ...core.errors import ConflictError, NotFoundError
from ...core.folding import fold
from ...core.permissions import Role
from .. import policy
from ..errors import AdminOnlyError, LastRoleError
from . import guards
from .posts import Identity, Post


def invite_person(
    session: Session, actor: Actor, *, email: str, identity: Identity, post: Post, base_url: str
) -> User:
    """Open an account, give it a role, send the invitation.

    Somebody who already has an account elsewhere keeps it and gets the role: her name must have
    been typed as it is known, so that an address alone reveals nobody. Raises EmailTakenError.
    """
    guards.check_post(session, actor, post)
    known = find_user_by_email(session, email)
    if known is not None:
        return _welcome(session, actor, known, identity, post)
    user = accounts.create_user(
        session, actor, email=email, establishment_id=post.establishment_id,
        given_name=identity.given_name, family_name=identity.family_name, quality=identity.quality,
    )  # fmt: skip
    _grant(session, actor, user, post)
    accounts.invite(session, actor, user, base_url=base_url, establishment_id=post.establishment_id)
    return user


def _welcome(session: Session, actor: Actor, known: User, identity: Identity, post: Post) -> User:
    held = select(RoleGrant.id).where(
        RoleGrant.user_id == known.id, policy.manageable_grants(actor)
    )
    same_name = fold(known.family_name) == fold(identity.family_name.strip())
    if not known.is_active or not same_name or session.scalar(held.limit(1)) is not None:
        raise EmailTakenError(known.email)
    _grant(session, actor, known, post)
    return known


def give_role(session: Session, actor: Actor, user: User, post: Post) -> None:
    guards.refuse_self(actor, user)
    guards.check_post(session, actor, post)
    _grant(session, actor, user, post)


def take_role(session: Session, actor: Actor, user: User, grant: RoleGrant) -> None:
    """Raises LastAdminError and LastRoleError: a person without any role is in nobody's reach."""
    guards.refuse_self(actor, user)
    if not policy.manages(actor, grant.establishment_id, grant.unit_id):
        raise NotFoundError
    if not policy.can_give(actor, grant.role, grant.establishment_id):
        raise AdminOnlyError
    if grant.role is Role.ADMIN:
        guards.refuse_last_admin(session, user, grant.establishment_id)
    others = select(RoleGrant.id).where(RoleGrant.user_id == user.id, RoleGrant.id != grant.id)
    if session.scalar(others.limit(1)) is None:
        raise LastRoleError
    accounts.revoke_role(session, actor, grant)


def correct_identity(session: Session, actor: Actor, user: User, identity: Identity) -> None:
    """Signatures already made keep the name and function of their day."""
    home = guards.own_account(session, actor, user)
    user.given_name, user.family_name = identity.given_name.strip(), identity.family_name.strip()
    user.quality = identity.quality.strip()
    session.flush()
    audit.record(session, actor, "user.rename", f"users:{user.id}", establishment_id=home)


def invite_again(session: Session, actor: Actor, user: User, *, base_url: str) -> None:
    """A new link; the one sent before stops working."""
    guards.refuse_self(actor, user)
    if user.password_hash is not None or not user.is_active:
        raise ConflictError(
            "Cette personne a déjà choisi son mot de passe, ou son compte est fermé."
        )
    home = guards.home(session, actor, user)
    accounts.invite(session, actor, user, base_url=base_url, establishment_id=home)


def deactivate(session: Session, actor: Actor, user: User) -> None:
    """Close the account and every session of hers. Nothing is erased."""
    home = guards.own_account(session, actor, user)
    guards.refuse_last_admin_anywhere(session, user)
    if user.is_active:
        accounts.deactivate(session, actor, user, establishment_id=home)


def reactivate(session: Session, actor: Actor, user: User) -> None:
    home = guards.own_account(session, actor, user)
    if not user.is_active:
        accounts.reactivate(session, actor, user, establishment_id=home)


def anonymise(session: Session, actor: Actor, user: User) -> None:
    """Erase the person for good; what she signed still verifies."""
    home = guards.own_account(session, actor, user)
    guards.refuse_last_admin_anywhere(session, user)
    personal_data.anonymise(session, actor, user, establishment_id=home)


def _grant(session: Session, actor: Actor, user: User, post: Post) -> None:
    accounts.grant_role(
        session, actor, user, post.role,
        establishment_id=post.establishment_id, unit_id=post.unit_id,
    )  # fmt: skip

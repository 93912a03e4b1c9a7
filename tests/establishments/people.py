"""People and roles, made in one line."""

from sqlalchemy import select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import RoleGrant, User
from integration_portal.core.actor import Actor
from integration_portal.core.permissions import Role
from integration_portal.establishments.actions import people as actions
from integration_portal.establishments.actions.posts import Identity, Post
from tests.support.factories import actor_of

NINA = Identity("Nina", "Roche", "Secrétaire médicale")
BASE = "https://portail.exemple.test"


def grant_of(session, user_id: int, role: Role) -> RoleGrant:
    query = select(RoleGrant).where(RoleGrant.user_id == user_id, RoleGrant.role == role)
    return session.scalars(query).one()


def user(session, person) -> User:
    return session.get_one(User, person.id)


def invite(session, actor: Actor, post: Post, email: str = "nina@exemple.test", who=NINA) -> User:
    return actions.invite_person(
        session, actor, email=email, identity=who, post=post, base_url=BASE
    )


def second_admin(session, at) -> User:
    boss = actor_of(session, at.admin.id)
    actions.give_role(
        session, boss, user(session, at.editor), Post(Role.ADMIN, at.establishment_id)
    )
    return user(session, at.editor)


def also_elsewhere(session, world) -> User:
    """Our tutor also works in the other hospital."""
    tutor = user(session, world.ours.tutor)
    accounts.grant_role(
        session, None, tutor, Role.TUTOR, establishment_id=world.theirs.establishment_id
    )
    return tutor

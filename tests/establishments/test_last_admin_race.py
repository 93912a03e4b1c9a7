"""Two administrators who remove each other at the same time: one stays."""

import threading

from sqlalchemy import select

from integration_portal.accounts.models import RoleGrant, User
from integration_portal.core.errors import PortalError
from integration_portal.core.permissions import Role
from integration_portal.establishments.actions import people as actions
from integration_portal.establishments.actions.posts import Post
from tests.support.factories import actor_of


def test_one_administrator_is_left(database, world) -> None:
    at = world.ours
    pair = (at.admin.id, at.editor.id)
    with database.writing() as session:
        boss = actor_of(session, at.admin.id)
        post = Post(Role.ADMIN, at.establishment_id)
        actions.give_role(session, boss, session.get_one(User, at.editor.id), post)
    with database.reading() as session:
        actors = {user_id: actor_of(session, user_id) for user_id in pair}
    ready, outcomes = threading.Barrier(2), []

    def close(actor_id: int, target_id: int) -> None:
        ready.wait(timeout=10)
        try:
            with database.writing() as session:
                actions.deactivate(session, actors[actor_id], session.get_one(User, target_id))
            outcomes.append("closed")
        except PortalError as error:
            outcomes.append(type(error).__name__)

    threads = [threading.Thread(target=close, args=args) for args in (pair, pair[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["LastAdminError", "closed"]
    with database.reading() as session:
        left = session.scalars(
            select(User.id)
            .join(RoleGrant, RoleGrant.user_id == User.id)
            .where(
                User.is_active,
                RoleGrant.role == Role.ADMIN,
                RoleGrant.establishment_id == at.establishment_id,
            )
        ).all()
    assert len(left) == 1

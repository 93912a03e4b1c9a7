"""Who may invite, give and take a role: every refusal, on both databases."""

import pytest
from sqlalchemy import select

from integration_portal.core.actor import Actor, Grant
from integration_portal.core.audit import AuditEntry
from integration_portal.core.errors import NotFoundError
from integration_portal.core.outbox import OutboxMail
from integration_portal.core.permissions import Role
from integration_portal.establishments import errors
from integration_portal.establishments.actions import people as actions
from integration_portal.establishments.actions.posts import Post
from integration_portal.establishments.queries import people as queries
from tests.establishments.people import (
    grant_of,
    invite,
    second_admin,
    user,
)
from tests.support.factories import actor_of


def test_hr_invites_a_recruit_in_a_unit(database, at) -> None:
    with database.writing() as session:
        person = invite(
            session,
            actor_of(session, at.hr.id),
            Post(Role.RECRUIT, at.establishment_id, at.unit_id),
        )
        session.flush()
        assert grant_of(session, person.id, Role.RECRUIT).unit_id == at.unit_id
        mails = session.scalars(
            select(OutboxMail).where(OutboxMail.recipient == person.email)
        ).all()
        assert len(mails) == 1
        acts = session.scalars(
            select(AuditEntry.action).where(
                AuditEntry.subject == f"users:{person.id}",
                AuditEntry.establishment_id == at.establishment_id,
                AuditEntry.actor_id == at.hr.id,
            )
        )
        assert set(acts) == {"user.create", "role.grant", "user.invite"}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.HR])
def test_only_the_administration_gives_its_roles(database, at, role) -> None:
    with database.writing() as session:
        hr = actor_of(session, at.hr.id)
        post = Post(role, at.establishment_id)
        with pytest.raises(errors.AdminOnlyError):
            invite(session, hr, post)
        with pytest.raises(errors.AdminOnlyError):
            actions.give_role(session, hr, user(session, at.tutor), post)
        actions.give_role(session, actor_of(session, at.admin.id), user(session, at.tutor), post)


@pytest.mark.parametrize("role", [Role.RECRUIT, Role.TUTOR, Role.ADMIN])
def test_nothing_is_given_in_another_hospital(database, world, role) -> None:
    with database.writing() as session:
        boss = actor_of(session, world.ours.admin.id)
        post = Post(role, world.theirs.establishment_id)
        with pytest.raises(NotFoundError):
            invite(session, boss, post)
        with pytest.raises(NotFoundError):
            actions.give_role(session, boss, user(session, world.ours.tutor), post)


def test_a_unit_of_another_hospital_does_not_pass_under_ours(database, world) -> None:
    with database.writing() as session, pytest.raises(NotFoundError):
        invite(
            session,
            actor_of(session, world.ours.admin.id),
            Post(Role.TUTOR, world.ours.establishment_id, world.theirs.unit_id),
        )


def test_hr_of_one_unit_gives_in_that_unit_only(database, at) -> None:
    grants = (Grant(Role.HR, at.establishment_id, at.unit_id),)
    hr = Actor(at.hr.id, "RH d’unité", grants=grants)
    with database.writing() as session:
        invite(session, hr, Post(Role.RECRUIT, at.establishment_id, at.unit_id))
        for unit_id in (None, at.neighbour_unit_id):
            with pytest.raises(NotFoundError):
                invite(session, hr, Post(Role.RECRUIT, at.establishment_id, unit_id), "x@y.fr")
        with pytest.raises(NotFoundError):
            queries.get_person(session, hr, at.neighbour_tutor.id)
        assert queries.get_person(session, hr, at.tutor.id).id == at.tutor.id


def test_the_administration_is_not_given_for_a_unit(database, at) -> None:
    with database.writing() as session, pytest.raises(errors.WholePlaceRoleError):
        invite(
            session,
            actor_of(session, at.admin.id),
            Post(Role.ADMIN, at.establishment_id, at.unit_id),
        )


def test_of_two_administrators_one_may_leave(database, at) -> None:
    with database.writing() as session:
        other = second_admin(session, at)
        actions.take_role(
            session, actor_of(session, at.admin.id), other, grant_of(session, other.id, Role.ADMIN)
        )
        assert Role.ADMIN not in actor_of(session, other.id).roles


def test_the_last_role_is_not_taken(database, at) -> None:
    with database.writing() as session:
        tutor, hr = user(session, at.tutor), actor_of(session, at.hr.id)
        grant = grant_of(session, tutor.id, Role.TUTOR)
        with pytest.raises(errors.LastRoleError):
            actions.take_role(session, hr, tutor, grant)

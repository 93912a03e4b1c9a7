"""Whose account may be corrected, closed, erased, invited again: on both databases."""

import pytest
from sqlalchemy import select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.errors import EmailTakenError
from integration_portal.accounts.models import LoginSession, RoleGrant
from integration_portal.core.errors import ConflictError, NotFoundError
from integration_portal.core.permissions import Role
from integration_portal.establishments import errors
from integration_portal.establishments.actions import people as actions
from integration_portal.establishments.actions.posts import Identity, Post
from integration_portal.establishments.queries import people as queries
from tests.establishments.people import (
    BASE,
    NINA,
    also_elsewhere,
    grant_of,
    invite,
    second_admin,
    user,
)
from tests.support.factories import actor_of


@pytest.mark.parametrize("target", ["admin"])
def test_hr_touches_no_account_of_the_administration(database, at, target) -> None:
    with database.writing() as session:
        hr, boss = actor_of(session, at.hr.id), user(session, at.people[target])
        second_admin(session, at)
        with pytest.raises(errors.AdminOnlyError):
            actions.take_role(session, hr, boss, grant_of(session, boss.id, Role.ADMIN))
        for act in (actions.deactivate, actions.reactivate, actions.anonymise):
            with pytest.raises(errors.AdminOnlyError):
                act(session, hr, boss)
        with pytest.raises(errors.AdminOnlyError):
            actions.correct_identity(session, hr, boss, NINA)


@pytest.mark.parametrize("who", ["admin", "hr"])
def test_nobody_changes_her_own_roles_nor_account(database, at, who) -> None:
    person = at.people[who]
    with database.writing() as session:
        me, actor = user(session, person), actor_of(session, person.id)
        with pytest.raises(errors.OwnAccountError):
            actions.give_role(session, actor, me, Post(Role.TUTOR, at.establishment_id))
        with pytest.raises(errors.OwnAccountError):
            actions.take_role(session, actor, me, grant_of(session, me.id, person.role))
        for act in (actions.deactivate, actions.reactivate, actions.anonymise):
            with pytest.raises(errors.OwnAccountError):
                act(session, actor, me)
        with pytest.raises(errors.OwnAccountError):
            actions.correct_identity(session, actor, me, NINA)
        with pytest.raises(errors.OwnAccountError):
            actions.invite_again(session, actor, me, base_url=BASE)


def test_the_last_administrator_stays(database, at) -> None:
    """The actor's own grants are gone meanwhile: only the database tells."""
    with database.writing() as session:
        second_admin(session, at)
        ghost = actor_of(session, at.editor.id)
        boss = user(session, at.admin)
        session.delete(grant_of(session, at.editor.id, Role.ADMIN))
        session.flush()
        accounts.grant_role(session, None, boss, Role.TUTOR, establishment_id=at.establishment_id)
        for act in (actions.deactivate, actions.anonymise):
            with pytest.raises(errors.LastAdminError, match="Hôpital Alpha"):
                act(session, ghost, boss)
        with pytest.raises(errors.LastAdminError):
            actions.take_role(session, ghost, boss, grant_of(session, boss.id, Role.ADMIN))


def test_a_closed_account_does_not_count_as_an_administrator(database, at) -> None:
    with database.writing() as session:
        other = second_admin(session, at)
        ghost = actor_of(session, other.id)
        other.is_active = False
        session.flush()
        with pytest.raises(errors.LastAdminError):
            actions.deactivate(session, ghost, user(session, at.admin))


def test_deactivating_ends_every_session(database, at) -> None:
    with database.writing() as session:
        tutor = user(session, at.tutor)
        accounts.open_session(session, tutor, device="Firefox", hours=1)
        actions.deactivate(session, actor_of(session, at.hr.id), tutor)
        assert not tutor.is_active
        open_ones = select(LoginSession).where(LoginSession.user_id == tutor.id)
        assert not session.scalars(open_ones).all()
        actions.reactivate(session, actor_of(session, at.hr.id), tutor)
        assert tutor.is_active


def test_who_also_works_elsewhere_keeps_her_account(database, world) -> None:
    with database.writing() as session:
        tutor, hr = also_elsewhere(session, world), actor_of(session, world.ours.hr.id)
        for act in (actions.deactivate, actions.reactivate, actions.anonymise):
            with pytest.raises(errors.WorksElsewhereError):
                act(session, hr, tutor)
        with pytest.raises(errors.WorksElsewhereError):
            actions.correct_identity(session, hr, tutor, NINA)
        assert tutor.is_active


def test_only_our_part_of_her_roles_is_seen_and_taken(database, world) -> None:
    with database.writing() as session:
        tutor, hr = also_elsewhere(session, world), actor_of(session, world.ours.hr.id)
        rows = queries.grants_of(session, hr, [tutor])[tutor.id]
        assert {row.establishment_id for row in rows} == {world.ours.establishment_id}
        theirs = session.scalars(
            select(RoleGrant).where(
                RoleGrant.user_id == tutor.id,
                RoleGrant.establishment_id == world.theirs.establishment_id,
            )
        ).one()
        with pytest.raises(NotFoundError):
            queries.get_grant(session, hr, tutor.id, theirs.id)
        with pytest.raises(NotFoundError):
            actions.take_role(session, hr, tutor, theirs)
        ours = session.get_one(RoleGrant, rows[0].id)
        actions.take_role(session, hr, tutor, ours)
        with pytest.raises(NotFoundError):
            queries.get_person(session, hr, tutor.id)


def test_a_colleague_of_another_hospital_gets_a_role_here(database, world) -> None:
    hired = world.theirs.tutor
    with database.writing() as session:
        hr = actor_of(session, world.ours.hr.id)
        post = Post(Role.TUTOR, world.ours.establishment_id, world.ours.unit_id)
        known = user(session, hired)
        name = Identity("peu importe", known.family_name.upper(), "")
        assert invite(session, hr, post, hired.email, name).id == known.id
        assert known.given_name != "peu importe"
        with pytest.raises(EmailTakenError):
            invite(session, hr, post, hired.email, name)


def test_an_address_alone_reveals_nobody(database, world) -> None:
    with database.writing() as session, pytest.raises(EmailTakenError) as refusal:
        invite(
            session,
            actor_of(session, world.ours.hr.id),
            Post(Role.TUTOR, world.ours.establishment_id),
            world.theirs.tutor.email,
        )
    assert world.theirs.tutor.name not in refusal.value.message


def test_an_invitation_is_sent_again_only_to_who_needs_it(database, at) -> None:
    with database.writing() as session:
        hr = actor_of(session, at.hr.id)
        with pytest.raises(ConflictError):
            actions.invite_again(session, hr, user(session, at.tutor), base_url=BASE)
        person = invite(session, hr, Post(Role.RECRUIT, at.establishment_id))
        actions.invite_again(session, hr, person, base_url=BASE)
        person.is_active = False
        with pytest.raises(ConflictError):
            actions.invite_again(session, hr, person, base_url=BASE)


def test_somebody_of_another_hospital_is_not_there(database, world) -> None:
    with database.writing() as session:
        boss = actor_of(session, world.ours.admin.id)
        with pytest.raises(NotFoundError):
            queries.get_person(session, boss, world.theirs.tutor.id)
        for act in (actions.deactivate, actions.anonymise):
            with pytest.raises(NotFoundError):
                act(session, boss, user(session, world.theirs.tutor))

"""Invitation and reset: one link, one use, one purpose, one person."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from integration_portal.accounts import actions, queries
from integration_portal.accounts.actions.links import INVITATION_LIFE, RESET_LIFE
from integration_portal.accounts.errors import EmailTakenError, LinkExpiredError
from integration_portal.accounts.models import OneTimeToken, User
from integration_portal.accounts.passwords import hash_password, verify_password
from integration_portal.core import clock
from integration_portal.core.outbox import OutboxMail
from integration_portal.core.permissions import Role

BASE = "https://portail.exemple.test"
NEW = "un vélo rouge dans la neige"


def newcomer(session, world) -> User:
    user = actions.create_user(
        session, None, email="Nina.Roche@exemple.test ", given_name="Nina", family_name="Roche",
        quality="Secrétaire médicale",
    )  # fmt: skip
    actions.grant_role(
        session, None, user, Role.RECRUIT, establishment_id=world.ours.establishment_id
    )
    return user


def mails_to(session, email: str) -> list[OutboxMail]:
    return list(session.scalars(select(OutboxMail).where(OutboxMail.recipient == email)))


def path_in(body: str) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found is not None
    return found.group(1)


@pytest.fixture
def invited(db, world) -> str:
    """The path of Nina's invitation."""
    with db.writing() as session:
        link = actions.invite(session, None, newcomer(session, world), base_url=BASE)
    return link.removeprefix(BASE)


def choose(client, path: str, password: str = NEW):
    return client.submit(path, {"new_password": password, "confirm": password})


def test_an_invitation_opens_the_account(client, invited) -> None:
    answer = choose(client, invited)
    assert answer.headers["Location"] == "/connexion"
    entered = client.submit(
        "/connexion", {"email": "nina.roche@exemple.test", "password": NEW}, follow_redirects=True
    )
    assert entered.status_code < 500
    assert client.get("/compte").status_code == 200


def test_a_link_serves_once(client, invited) -> None:
    choose(client, invited)
    assert client.get(invited).status_code == 410
    token = client.token()
    data = {
        "csrf_token": token,
        "new_password": "un autre vélo vert",
        "confirm": "un autre vélo vert",
    }
    assert client.post(invited, data=data).status_code == 410


def test_looking_at_the_link_does_not_spend_it(client, invited) -> None:
    for _ in range(3):
        assert client.get(invited).status_code == 200
    assert choose(client, invited).status_code == 302


def test_a_refused_password_does_not_spend_it(client, invited) -> None:
    assert choose(client, invited, "Nina Roche 12").status_code == 422
    assert choose(client, invited).status_code == 302


def test_a_link_ends_with_its_life(client, invited) -> None:
    with clock.frozen(clock.now() + INVITATION_LIFE - dt.timedelta(seconds=1)):
        assert client.get(invited).status_code == 200
    with clock.frozen(clock.now() + INVITATION_LIFE):
        assert client.get(invited).status_code == 410


def test_an_invitation_is_not_a_reset(client, invited) -> None:
    token = invited.rpartition("/")[2]
    assert client.get(f"/nouveau-mot-de-passe/{token}").status_code == 410


@pytest.mark.parametrize("token", ["x", "A" * 43, "..", "%00", "a" * 4000])
def test_an_invented_token_opens_nothing(client, token) -> None:
    assert client.get(f"/invitation/{token}").status_code in {400, 404, 410}


def test_a_link_does_not_open_a_closed_account(client, invited, db) -> None:
    with db.writing() as session:
        session.scalars(select(User).where(User.given_name == "Nina")).one().is_active = False
    assert client.get(invited).status_code == 410


def test_whoever_was_logged_in_on_the_desk_leaves(enter, world, invited) -> None:
    client = enter(world.ours.tutor)
    choose(client, invited)
    assert client.get("/compte").status_code == 401


def test_only_hashes_are_kept(database, world) -> None:
    with database.writing() as session:
        link = actions.invite(session, None, newcomer(session, world), base_url=BASE)
        token = link.rpartition("/")[2]
        assert token not in session.scalars(select(OneTimeToken.token_hash)).all()
        assert queries.find_valid_token(session, token, "invitation") is not None


def test_a_new_invitation_ends_the_one_before(database, world) -> None:
    with database.writing() as session:
        user = newcomer(session, world)
        first, second = (
            actions.invite(session, None, user, base_url=BASE).rpartition("/")[2] for _ in range(2)
        )
        with pytest.raises(LinkExpiredError):
            actions.set_password_by_link(session, first, "invitation", hash_password(NEW))
        actions.set_password_by_link(session, second, "invitation", hash_password(NEW))


def test_a_password_once_chosen_ends_every_link(database, world) -> None:
    with database.writing() as session:
        user = newcomer(session, world)
        invitation = actions.invite(session, None, user, base_url=BASE).rpartition("/")[2]
        actions.request_reset(session, user.email, base_url=BASE)
        session.flush()
        reset = path_in(mails_to(session, user.email)[-1].body).rpartition("/")[2]
        actions.set_password_by_link(session, reset, "reset", hash_password(NEW))
        with pytest.raises(LinkExpiredError):
            actions.set_password_by_link(
                session, invitation, "invitation", hash_password("un autre vélo vert")
            )
        session.flush()
        assert verify_password(user.password_hash, NEW)


def test_a_reset_by_mail_works_even_when_throttled(client, world, db) -> None:
    person = world.ours.tutor
    for _ in range(8):
        client.submit("/connexion", {"email": person.email, "password": "faux mot de passe"})
    client.submit("/mot-de-passe-oublie", {"email": person.email.upper()})
    with db.reading() as session:
        path = path_in(mails_to(session, person.email)[-1].body)
    assert choose(client, path).status_code == 302
    answer = client.submit("/connexion", {"email": person.email, "password": NEW})
    assert answer.status_code == 302


def test_a_reset_link_lives_two_hours(client, world, db) -> None:
    client.submit("/mot-de-passe-oublie", {"email": world.ours.tutor.email})
    with db.reading() as session:
        path = path_in(mails_to(session, world.ours.tutor.email)[-1].body)
    with clock.frozen(clock.now() + RESET_LIFE):
        assert client.get(path).status_code == 410


def test_nothing_tells_whether_an_account_exists(client, world, db) -> None:
    known = client.submit("/mot-de-passe-oublie", {"email": world.ours.tutor.email})
    unknown = client.submit("/mot-de-passe-oublie", {"email": "personne@exemple.test"})
    strip = re.compile(r"(value|id|content)=\"[^\"]*\"|[0-9a-f]{12}")
    assert known.status_code == unknown.status_code == 200
    assert strip.sub("", known.text) == strip.sub("", unknown.text)
    with db.reading() as session:
        assert not mails_to(session, "personne@exemple.test")


def test_an_address_is_used_once_whatever_its_case(database, world) -> None:
    with database.writing() as session:
        newcomer(session, world)
        with pytest.raises(EmailTakenError):
            newcomer(session, world)


def test_a_role_given_twice_is_held_once(database, world) -> None:
    with database.writing() as session:
        user = newcomer(session, world)
        place = world.ours.establishment_id
        actions.grant_role(session, None, user, Role.RECRUIT, establishment_id=place)
        session.refresh(user)
        assert len(user.grants) == 1


def test_the_logs_never_hold_a_link(client, invited, caplog) -> None:
    caplog.set_level("INFO")
    assert client.post(invited, data={"new_password": NEW, "confirm": NEW}).status_code == 400
    choose(client, invited)
    token = invited.rpartition("/")[2]
    said = [record.getMessage() for record in caplog.records]
    assert {"csrf_refused", "password_set"} <= set(said)
    assert not any(token in str(vars(record)) for record in caplog.records)

"""Eight mistakes for an account, forty for a post, then a quarter of an hour."""

import datetime as dt

import pytest

from integration_portal.accounts import actions
from integration_portal.accounts.actions.throttle import MAX_PER_ACCOUNT, MAX_PER_ADDRESS, WINDOW
from integration_portal.accounts.errors import TooManyAttemptsError
from integration_portal.accounts.models import LoginFailure
from integration_portal.core import clock
from tests.support.databases import SECRET
from tests.support.factories import PASSWORD

WRONG = "trois cactus sous la pluie"


def fail(session, account: str, address: str, times: int) -> None:
    for _ in range(times):
        actions.record_failure(session, account, address)
    session.flush()


def test_an_account_is_refused_at_the_eighth_mistake(database) -> None:
    account, address = actions.buckets(SECRET, "a@b.fr", "10.0.0.1")
    with database.writing() as session:
        fail(session, account, address, MAX_PER_ACCOUNT - 1)
        actions.refuse_if_throttled(session, account, address)
        fail(session, account, address, 1)
        with pytest.raises(TooManyAttemptsError):
            actions.refuse_if_throttled(session, account, address)
        other, _ = actions.buckets(SECRET, "c@d.fr", "10.0.0.1")
        actions.refuse_if_throttled(session, other, address)


def test_an_address_is_refused_after_many_accounts(database) -> None:
    _, address = actions.buckets(SECRET, "", "10.0.0.1")
    with database.writing() as session:
        for number in range(MAX_PER_ADDRESS):
            account, _ = actions.buckets(SECRET, f"{number}@b.fr", "10.0.0.1")
            fail(session, account, address, 1)
        with pytest.raises(TooManyAttemptsError):
            actions.refuse_if_throttled(session, "un-compte-neuf", address)


def test_the_window_slides_and_old_lines_go(database) -> None:
    account, address = actions.buckets(SECRET, "a@b.fr", "10.0.0.1")
    with database.writing() as session:
        fail(session, account, address, MAX_PER_ACCOUNT)
        with clock.frozen(clock.now() + WINDOW):
            actions.refuse_if_throttled(session, account, address)
        with clock.frozen(clock.now() + dt.timedelta(days=2)):
            fail(session, account, address, 1)
            assert session.query(LoginFailure).count() == 2


def test_each_door_counts_apart(database) -> None:
    login = actions.buckets(SECRET, "a@b.fr", "10.0.0.1")
    reset = actions.buckets(SECRET, "a@b.fr", "10.0.0.1", door="reset")
    assert not set(login) & set(reset)
    with database.writing() as session:
        fail(session, *login, MAX_PER_ACCOUNT)
        actions.refuse_if_throttled(session, *reset)


def test_neither_address_nor_account_is_stored_in_clear() -> None:
    account, address = actions.buckets(SECRET, "A@b.fr ", "10.0.0.1")
    assert "a@b.fr" not in account
    assert "10.0.0.1" not in address
    assert account == actions.buckets(SECRET, "a@B.fr", "autre")[0]
    assert account != actions.buckets("un autre secret", "a@b.fr", "10.0.0.1")[0]


def try_login(client, email: str, password: str = WRONG):
    return client.submit("/connexion", {"email": email, "password": password})


def test_known_and_unknown_accounts_get_the_same_answers(client, world) -> None:
    answers = {}
    for email in (world.ours.tutor.email, "personne@exemple.test"):
        statuses = [try_login(client, email).status_code for _ in range(MAX_PER_ACCOUNT + 1)]
        answers[email] = statuses
    assert len({tuple(statuses) for statuses in answers.values()}) == 1
    assert answers["personne@exemple.test"] == [401] * MAX_PER_ACCOUNT + [429]


def test_the_right_password_does_not_pass_while_throttled(client, world) -> None:
    for _ in range(MAX_PER_ACCOUNT):
        try_login(client, world.ours.tutor.email)
    assert try_login(client, world.ours.tutor.email, PASSWORD).status_code == 429
    with clock.frozen(clock.now() + WINDOW):
        assert try_login(client, world.ours.tutor.email, PASSWORD).status_code == 302


def test_a_success_forgives_the_mistakes(client, world, db) -> None:
    for _ in range(MAX_PER_ACCOUNT - 1):
        try_login(client, world.ours.tutor.email)
    assert try_login(client, world.ours.tutor.email, PASSWORD).status_code == 302
    account, address = actions.buckets(SECRET, world.ours.tutor.email, "127.0.0.1")
    with db.reading() as session:
        assert session.query(LoginFailure).filter_by(bucket=account).count() == 0
        assert session.query(LoginFailure).filter_by(bucket=address).count() == MAX_PER_ACCOUNT - 1


def test_a_ward_that_mistypes_may_still_ask_for_new_passwords(client, world) -> None:
    for number in range(MAX_PER_ADDRESS):
        try_login(client, f"{number}@exemple.test")
    assert try_login(client, world.ours.tutor.email, PASSWORD).status_code == 429
    answer = client.submit("/mot-de-passe-oublie", {"email": world.ours.tutor.email})
    assert answer.status_code == 200


def test_one_mailbox_is_not_flooded_with_links(client, world) -> None:
    def ask(email: str) -> int:
        return client.submit("/mot-de-passe-oublie", {"email": email}).status_code

    email = world.ours.tutor.email
    assert [ask(email) for _ in range(MAX_PER_ACCOUNT + 1)] == [200] * MAX_PER_ACCOUNT + [429]
    assert ask(world.ours.manager.email) == 200


def test_guessing_the_current_password_is_throttled_too(enter, world) -> None:
    client = enter(world.ours.tutor)
    values = {
        "current_password": WRONG,
        "new_password": "un vélo rouge dans la neige",
        "confirm": "un vélo rouge dans la neige",
    }
    statuses = [
        client.submit("/compte", values, action="/compte/mot-de-passe").status_code
        for _ in range(MAX_PER_ACCOUNT + 1)
    ]
    assert statuses == [422] * MAX_PER_ACCOUNT + [429]

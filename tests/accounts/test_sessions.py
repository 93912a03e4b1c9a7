"""Logged in, idle, listed, revoked, ended."""

import datetime as dt
from http.cookies import SimpleCookie

import pytest
from sqlalchemy import select

from integration_portal.accounts import actions, queries
from integration_portal.accounts.models import LoginSession, User
from integration_portal.core import clock
from tests.support.factories import PASSWORD

NEW = "un vélo rouge dans la neige"


def sign_in(client, person, password: str = PASSWORD):
    return client.submit("/connexion", {"email": person.email, "password": password})


def test_the_cookie_is_one_httponly_and_opaque(client, world, db) -> None:
    answer = sign_in(client, world.ours.tutor)
    cookies = answer.headers.getlist("Set-Cookie")
    names = {name for line in cookies for name in SimpleCookie(line)}
    assert names == {"portail"}
    assert "HttpOnly" in cookies[-1]
    assert "SameSite=Lax" in cookies[-1]
    with db.reading() as session:
        hashes = session.scalars(select(LoginSession.token_hash)).all()
    assert all(len(value) == 64 for value in hashes)
    assert not any(value in cookies[-1] for value in hashes)


def test_https_makes_the_cookie_secure(make_app) -> None:
    client = make_app(base_url="https://portail.exemple.test").test_client()
    answer = client.get("/connexion", base_url="https://portail.exemple.test")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "Strict-Transport-Security" in answer.headers


def test_the_session_of_before_the_login_does_not_survive_it(client, world) -> None:
    client.get("/connexion")
    with client.session_transaction() as before:
        before["semé"] = "par un autre"
        token = before["csrf_token"]
    sign_in(client, world.ours.tutor)
    with client.session_transaction() as after:
        assert "semé" not in after
        assert after.get("csrf_token") != token


def test_a_session_ends_at_its_hour_even_in_use(enter, world) -> None:
    client = enter(world.ours.tutor)
    assert client.get("/compte").status_code == 200
    with clock.frozen(clock.now() + dt.timedelta(hours=24)):
        assert client.get("/compte").status_code == 401


def test_a_deactivated_person_is_out_at_once(enter, world, db) -> None:
    client = enter(world.ours.tutor)
    with db.writing() as session:
        session.get_one(User, world.ours.tutor.id).is_active = False
    assert client.get("/compte").status_code == 401


def test_a_closed_account_does_not_log_in(client, world, db) -> None:
    with db.writing() as session:
        session.get_one(User, world.ours.tutor.id).is_active = False
    answer = sign_in(client, world.ours.tutor)
    assert answer.status_code == 401
    assert "ne convient pas" in answer.text


def test_two_browsers_and_the_other_one_revoked(enter, world, db) -> None:
    here, there = enter(world.ours.tutor), enter(world.ours.tutor)
    with db.reading() as session:
        ids = session.scalars(
            select(LoginSession.id)
            .where(LoginSession.user_id == world.ours.tutor.id)
            .order_by(LoginSession.id)
        ).all()
    assert here.send(f"/compte/sessions/{ids[-1]}/fermer").status_code == 302
    assert there.get("/compte").status_code == 401
    assert here.get("/compte").status_code == 200


def test_somebody_else_s_session_is_not_there(enter, world, db) -> None:
    client, other = enter(world.ours.tutor), enter(world.ours.manager)
    with db.reading() as session:
        theirs = session.scalars(
            select(LoginSession.id).where(LoginSession.user_id == world.ours.manager.id)
        ).one()
    assert client.send(f"/compte/sessions/{theirs}/fermer").status_code == 404
    assert other.get("/compte").status_code == 200


def test_logging_out_ends_the_session_on_the_server(enter, world, db) -> None:
    client = enter(world.ours.tutor)
    cookie = client.get_cookie("portail")
    answer = client.send("/deconnexion")
    assert answer.headers["Location"] == "/connexion"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    client.set_cookie("portail", cookie.value)  # a copy kept aside
    assert client.get("/compte").status_code == 401


def test_logging_out_of_an_ended_session_is_not_offered_again(client) -> None:
    token = client.token()
    answer = client.post("/deconnexion", data={"csrf_token": token})
    assert answer.status_code == 401
    assert 'name="pending" type="hidden" value=""' in answer.text
    assert "Votre texte est gardé" not in answer.text


def test_changing_the_password_closes_the_other_browsers(enter, client, world) -> None:
    here, there = enter(world.ours.tutor), enter(world.ours.tutor)
    values = {"current_password": PASSWORD, "new_password": NEW, "confirm": NEW}
    assert here.submit("/compte", values, action="/compte/mot-de-passe").status_code == 302
    assert here.get("/compte").status_code == 200
    assert there.get("/compte").status_code == 401
    assert sign_in(client, world.ours.tutor).status_code == 401
    assert sign_in(client, world.ours.tutor, NEW).status_code == 302


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"current_password": "autre chose"}, "pas votre mot de passe actuel"),
        ({"new_password": "court", "confirm": "court"}, "Il manque"),
        ({"confirm": "autre chose encore"}, "diffèrent"),
        ({"new_password": "tutor alpha", "confirm": "tutor alpha"}, "Il manque"),
        ({"new_password": "Alpha-Tutor1", "confirm": "Alpha-Tutor1"}, "se devine"),
    ],
)
def test_a_refused_change_says_why_and_changes_nothing(
    enter, client, world, changes, words
) -> None:
    values = {"current_password": PASSWORD, "new_password": NEW, "confirm": NEW, **changes}
    answer = enter(world.ours.tutor).submit("/compte", values, action="/compte/mot-de-passe")
    assert answer.status_code == 422
    assert words in answer.text
    assert sign_in(client, world.ours.tutor).status_code == 302


def test_the_browser_is_told_to_keep_nothing(enter, world) -> None:
    assert enter(world.ours.tutor).get("/compte").headers["Cache-Control"] == "no-store"


def test_expired_sessions_are_purged_and_living_ones_stay(database, world) -> None:
    with database.writing() as session:
        user = session.get_one(User, world.ours.tutor.id)
        short = actions.open_session(session, user, device="Firefox", hours=1)
        long = actions.open_session(session, user, device="Firefox", hours=12)
        actions.purge_expired(session, before=clock.now() + dt.timedelta(hours=2))
        assert queries.find_actor_of_session(session, short) is None
        assert queries.find_actor_of_session(session, long) is not None

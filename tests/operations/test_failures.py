"""A failing database or mail server: a clear page, nothing lost, nothing half written."""

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import delete, event, select
from sqlalchemy.exc import OperationalError

from integration_portal import worker
from integration_portal.core import clock, outbox
from integration_portal.core.mail import SmtpMail
from integration_portal.core.outbox import OutboxMail
from tests.support.application import portal_of
from tests.support.client import Doors
from tests.support.databases import row_counts
from tests.support.html import check_page, words

TEXT = "Une remarque longue que personne ne veut taper une seconde fois."


@pytest.fixture
def production(make_app):
    """As served: no exception reaches the caller."""
    return make_app(environment="production")


@pytest.fixture
def database(production):
    return portal_of(production).database


@pytest.fixture
def engine(database):
    return database.factory.kw["bind"]


@pytest.fixture
def recruit(production, database, world):
    return enter(production, database, world.ours.recruit)


def enter(app, database, person):
    """The words of the pages are checked elsewhere; here, that they come."""
    client = Doors(app, database).enter(person)
    client.check_typography = False
    return client


def spoil(engine, pragma):
    """From now on every connection lives under this pragma."""
    engine.dispose()
    event.listen(engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))


@pytest.fixture
def read_only(recruit, engine):
    recruit.get("/aide")
    spoil(engine, "query_only=ON")


@pytest.fixture
def disk_full(recruit, engine):
    """Not one page more than now, and no free page to reuse."""
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    spoil(engine, f"max_page_count={pages}")


@pytest.fixture
def gone(engine, settings_file):
    """The file is not there any more, and cannot be made again."""
    engine.dispose()
    settings_file.unlink()
    settings_file.mkdir()


@pytest.fixture
def settings_file(production):
    return Path(portal_of(production).settings.database_url.removeprefix("sqlite:///"))


def main_of(response):
    return words(check_page(response.text, typography=False).find(".//main"))


def ask(client, world, token, text=TEXT):
    """A recruit's words on a step, sent with a token read while all was well."""
    path = f"/etapes/{world.ours.step_id}/mot"
    return client.post(path, data={"csrf_token": token, "text": text})


@pytest.mark.usefixtures("read_only")
def test_a_read_only_database_still_shows_pages(recruit, world):
    for path in ("/parcours", f"/etapes/{world.ours.step_id}", "/compte", "/readyz"):
        assert recruit.get(path).status_code == 200, path


def test_a_read_only_database_refuses_in_words_and_keeps_the_text(recruit, engine, database, world):
    token = recruit.token()
    with database.reading() as session:
        before = row_counts(session)
    spoil(engine, "query_only=ON")
    answer = ask(recruit, world, token)
    assert answer.status_code == 503
    assert "ne peut plus rien écrire. Rien n’a été enregistré." in main_of(answer)
    assert TEXT in answer.text
    with database.reading() as session:
        assert row_counts(session) == before


@pytest.mark.usefixtures("disk_full")
def test_a_full_disk_refuses_in_words_and_writes_nothing_half(recruit, database, world):
    token = recruit.token()
    refused = 0
    for number in range(60):  # small rows fit in the room left in the last pages; then no more
        with database.reading() as session:
            before = row_counts(session)
        answer = ask(recruit, world, token, text=f"{TEXT} {number} " + "mot " * 500)
        if answer.status_code == 503:
            refused += 1
            assert "ne peut plus rien écrire" in main_of(answer)
            with database.reading() as session:
                assert row_counts(session) == before
            break
    assert refused == 1
    assert recruit.get("/parcours").status_code == 200


def test_a_failure_at_the_very_commit_is_the_same_page(recruit, engine, world):
    token = recruit.token()

    def fail(_connection):
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    event.listen(engine, "commit", fail)
    answer = ask(recruit, world, token)
    event.remove(engine, "commit", fail)
    assert answer.status_code == 503
    assert TEXT in answer.text
    history = main_of(recruit.get(f"/etapes/{world.ours.step_id}"))
    assert TEXT not in history


@pytest.mark.parametrize("path", ["/", "/parcours", "/connexion", "/nulle-part"])
def test_a_database_gone_is_a_page_of_the_portal(recruit, gone, path):
    answer = recruit.get(path)
    assert answer.status_code == 503
    assert "La base de données ne répond pas." in main_of(answer)
    assert "15" in main_of(answer)  # what to do with an urgent caller meanwhile
    assert "sqlite" not in answer.text.lower()


def test_a_database_gone_keeps_the_text_typed(recruit, world, request):
    token = recruit.token()
    request.getfixturevalue("gone")
    answer = ask(recruit, world, token)
    assert (answer.status_code, TEXT in answer.text) == (503, True)


def test_what_needs_no_database_goes_on_without_it(production, gone):
    nobody = production.test_client()
    for path in ("/aide", "/accessibilite", "/vos-donnees", "/healthz", "/static/css/base.css"):
        assert nobody.get(path).status_code == 200, path
    ready = nobody.get("/readyz")
    assert (ready.status_code, ready.json) == (503, {"status": "database unavailable"})


@pytest.mark.postgresql
def test_a_postgresql_that_refuses_connections_is_the_same_page(make_app):
    app = make_app(environment="production", database_url="postgresql+psycopg://x@127.0.0.1:1/x")
    answer = app.test_client().post("/connexion", data={})
    assert answer.status_code in {400, 503}
    assert app.test_client().get("/readyz").status_code == 503


def test_a_standby_postgresql_shows_and_refuses(postgresql, make_app, world):
    """A failover leaves a read-only server for a while."""
    url = postgresql.copy("full")
    app = make_app(environment="production", database_url=url)
    database = portal_of(app).database
    client = enter(app, database, world.ours.recruit)
    token = client.token()
    engine = database.factory.kw["bind"]
    engine.dispose()

    def standby(connection, _):
        connection.execute("SET default_transaction_read_only = on")
        connection.commit()

    event.listen(engine, "connect", standby)
    assert client.get("/parcours").status_code == 200
    answer = ask(client, world, token)
    assert answer.status_code == 503
    assert "ne peut plus rien écrire" in main_of(answer)


@pytest.fixture
def mail_down(make_app, mailbox):
    """A portal whose mail server is a closed port; ``mailbox`` lets the real port be tried."""
    return make_app(environment="production", smtp_url="smtp://127.0.0.1:1")


def test_a_mail_server_down_stops_no_page_and_loses_no_mail(mail_down, world, mailbox):
    portal = portal_of(mail_down)
    assert isinstance(portal.mail, SmtpMail)
    with portal.database.writing() as session:
        session.execute(delete(OutboxMail))  # those of the world
    client = Doors(mail_down, portal.database).client()
    asked = client.submit("/mot-de-passe-oublie", {"email": world.ours.recruit.email})
    assert asked.status_code == 200
    assert worker.run_once(portal.database, portal.mail) == 0
    with portal.database.reading() as session:
        mail = session.scalars(select(OutboxMail)).one()
    assert (mail.sent_at, mail.attempts) == (None, 1)
    assert "ConnectionRefusedError" in mail.last_error
    repaired = SmtpMail(mailbox.url, "portail@exemple.test")
    with clock.frozen(mail.not_before):
        assert worker.run_once(portal.database, repaired) == 1
    assert [message["To"] for message in mailbox.messages] == [world.ours.recruit.email]


def test_a_mail_is_queued_with_the_act_or_not_at_all(database):
    def fail():
        with database.writing() as session:
            outbox.queue_mail(session, recipient="a@b.fr", subject="s", body="b")
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.reading() as session:
        assert session.scalar(select(OutboxMail.id).where(OutboxMail.recipient == "a@b.fr")) is None

"""Fixtures of every test. The schema always comes from the migrations, nothing is mocked.

Mail is faked at its port only (a real SMTP server on the loopback); sockets reach nothing else.
"""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from integration_portal.core import mail
from integration_portal.core.unit_of_work import Database
from integration_portal.settings import Settings
from tests.support import databases, factories
from tests.support.application import build_app, portal_of
from tests.support.client import Doors, StrictClient
from tests.support.databases import PostgresqlServer, PostgresqlUnavailableError, Templates
from tests.support.factories import Person, World
from tests.support.requirements import unavailable
from tests.support.smtp import Mailbox, UnexpectedMailError, smtp_server

# A slow machine is not a failure: speed is measured under bench/, never in a test.
hypothesis.settings.register_profile("portal", deadline=None)
hypothesis.settings.load_profile("portal")

LOOPBACK = ("127.", "::1", "localhost")


# Nothing leaves the machine


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse every connection to another host."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(LOOPBACK):
            raise AssertionError(f"a test tried to reach {address}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(autouse=True)
def no_unexpected_mail(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mail that no test waits for fails the test."""
    if {"mailbox", "console_mail"} & set(request.fixturenames):
        return

    def refuse(*_: Any, recipient: str, subject: str, **__: Any) -> None:
        raise UnexpectedMailError(f"to {recipient}: {subject}")

    monkeypatch.setattr(mail.ConsoleMail, "send", refuse)
    monkeypatch.setattr(mail.SmtpMail, "send", refuse)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A real SMTP server; use with ``portal_settings(smtp_url=mailbox.url)``."""
    with smtp_server() as box:
        yield box


@pytest.fixture
def console_mail() -> None:
    """Let the console port print its messages."""


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    """Tuesday 24 November 2026, 9.05 in Paris; ``clock.frozen`` inside a test moves it."""
    with factories.usual_day():
        yield


# Databases


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all the workers of this run."""
    base = tmp_path_factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    shared = folder / "shared"
    shared.mkdir(exist_ok=True)
    return shared


@pytest.fixture(scope="session")
def sqlite(shared_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return databases.sqlite_templates(shared_folder, tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql_server(shared_folder: Path) -> Iterator[PostgresqlServer]:
    try:
        server = PostgresqlServer(shared_folder)
    except PostgresqlUnavailableError as error:
        unavailable(str(error))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgresql(postgresql_server: PostgresqlServer, shared_folder: Path) -> Templates:
    return databases.postgresql_templates(postgresql_server, shared_folder)


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=ENGINES)
def templates(request: pytest.FixtureRequest) -> Templates:
    """Both databases, one after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="session")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Templates], Flask]:
    """``warm(templates)``: one application a worker and an engine. Its templates and statements
    are compiled once."""

    @cache
    def build(templates: Templates) -> Flask:
        folder = tmp_path_factory.mktemp("portal")
        return build_app(databases.make_settings(templates.copy("full"), folder))

    return build


@contextmanager
def _fresh(app: Flask, templates: Templates) -> Iterator[Flask]:
    """A warm application, on a database that holds nothing of the test before."""
    portal = portal_of(app)
    templates.renew(portal.settings.database_url)
    app.extensions.pop("attestation_checks", None)  # each test is a visitor of its own
    try:
        yield app
    finally:
        databases.close(portal.database)


@pytest.fixture
def both(warm: Callable[[Templates], Flask], templates: Templates) -> Iterator[Doors]:
    """The doors of a whole portal, on SQLite then on PostgreSQL."""
    with _fresh(warm(templates), templates) as app:
        yield Doors(app, portal_of(app).database)


@pytest.fixture
def database(warm: Callable[[Templates], Flask], templates: Templates) -> Iterator[Database]:
    """The portal's database with content and world, on SQLite then on PostgreSQL."""
    with _fresh(warm(templates), templates) as app:
        yield portal_of(app).database


@pytest.fixture(scope="session")
def lasting(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Templates], Database]]:
    """``lasting(templates)``: one database a worker, with content and world, that never changes."""
    folder = tmp_path_factory.mktemp("lasting")
    with ExitStack() as opened:

        @cache
        def opening(templates: Templates) -> Database:
            settings = databases.make_settings(templates.copy("full"), folder)
            database = databases.unchanging(databases.open_database(settings))
            opened.callback(databases.close, database)
            return database

        yield opening


@pytest.fixture
def session(templates: Templates, lasting: Callable[[Templates], Database]) -> Iterator[Session]:
    """One writing session on content and world, on SQLite then on PostgreSQL.

    The whole test is one transaction, rolled back: what commits takes ``database``.
    """
    session = lasting(templates).open(writes=True)
    try:
        yield session
        session.flush()
    finally:
        session.rollback()
        session.close()


@pytest.fixture
def empty_url(templates: Templates) -> Iterator[str]:
    """The URL of a migrated database without a row, on SQLite then on PostgreSQL."""
    url = templates.copy("empty")
    yield url
    templates.drop(url)


@pytest.fixture(scope="session")
def world(sqlite: Templates) -> World:
    """Who and what is in the database of ``app`` (and of ``database``: same ids)."""
    return sqlite.world


# The application


@pytest.fixture
def portal_settings(sqlite: Templates, tmp_path: Path) -> Callable[..., Settings]:
    """``portal_settings(url_prefix…)``: settings on a copy of the full SQLite database."""
    return lambda **changes: databases.make_settings(sqlite.copy("full"), tmp_path, **changes)


@pytest.fixture
def make_app(portal_settings: Callable[..., Settings]) -> Iterator[Callable[..., Flask]]:
    """``make_app(base_url=…)``: an application with other settings."""
    made: list[Flask] = []

    def make(**changes: Any) -> Flask:
        made.append(build_app(portal_settings(**changes)))
        return made[-1]

    yield make
    for app in made:
        databases.close(portal_of(app).database)


@pytest.fixture
def app(warm: Callable[[Templates], Flask], sqlite: Templates) -> Iterator[Flask]:
    """The whole portal, CSRF protection included, on a fresh copy of content and world.

    The application itself lives on: a test that changes it takes ``make_app``.
    """
    with _fresh(warm(sqlite), sqlite) as app:
        yield app


@pytest.fixture
def settings(app: Flask) -> Settings:
    return portal_of(app).settings


@pytest.fixture
def db(app: Flask) -> Database:
    """The database behind ``app``: ``with db.reading() as session`` or ``db.writing()``."""
    return portal_of(app).database


@pytest.fixture
def doors(app: Flask, db: Database) -> Doors:
    return Doors(app, db)


@pytest.fixture
def client(doors: Doors) -> StrictClient:
    """Nobody, in a browser."""
    return doors.client()


@pytest.fixture
def enter(doors: Doors) -> Callable[[Person], StrictClient]:
    """``enter(world.ours.tutor)``: a client logged in as that person."""
    return doors.enter


@pytest.fixture
def login(doors: Doors) -> Callable[[StrictClient, Person], None]:
    """``login(client, person)`` on a client that already exists."""
    return doors.log_in


@pytest.fixture
def queries(db: Database) -> Callable[[], Any]:
    """``with queries() as seen: …``: ``seen`` lists the statements sent meanwhile."""
    return lambda: databases.statements_of(db.factory.kw["bind"])

"""The demonstration, built once for these tests and only read."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.core.actor import Actor
from integration_portal.core.unit_of_work import Database
from integration_portal.demo.build import build
from tests.support import databases, factories
from tests.support.databases import Templates

Somebody = Callable[[str], Actor]


@pytest.fixture(scope="session")
def demo(sqlite: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder = tmp_path_factory.mktemp("demo")
    database = databases.open_database(databases.make_settings(sqlite.copy("empty"), folder))
    with factories.usual_day():
        databases.sync_shipped_content(database)
        with database.writing() as session:
            build(session, clock.today("Europe/Paris"))
    yield database
    databases.close(database)


@pytest.fixture
def session(demo: Database) -> Iterator[Session]:
    with demo.reading() as session:
        yield session


@pytest.fixture
def somebody(session: Session) -> Somebody:
    """``somebody("claire.petit")``: her, at the first hospital, with the roles she holds."""

    def find(key: str) -> Actor:
        email = f"{key}@baie.example"
        user_id = session.scalar(select(User.id).where(User.email == email))
        assert user_id is not None, email
        return factories.actor_of(session, user_id)

    return find

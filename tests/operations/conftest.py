"""Databases with nothing in them, not even a table; one backup, copied to each test."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from integration_portal.core.db import make_engine
from integration_portal.operations.backup import back_up
from integration_portal.operations.manifest import manifest_path
from tests.support import factories
from tests.support.databases import PostgresqlServer, Templates

_numbers = itertools.count(1)
Blank = Callable[[], str]


@pytest.fixture
def full_url(templates: Templates) -> Iterator[str]:
    """A database with the content and the two hospitals, on SQLite then on PostgreSQL."""
    url = templates.copy("full")
    yield url
    templates.drop(url)


@pytest.fixture
def sqlite_url(sqlite: Templates) -> str:
    """The same, on SQLite only."""
    return sqlite.copy("full")


@pytest.fixture(scope="session")
def one_backup(sqlite: Templates, tmp_path_factory: pytest.TempPathFactory) -> Path:
    with factories.usual_day():
        return back_up(sqlite.copy("full"), tmp_path_factory.mktemp("sauvegarde"))[0]


@pytest.fixture
def saved(one_backup: Path, tmp_path: Path) -> Path:
    """A backup of ``sqlite_url``, to spoil at will; its manifest is beside it."""
    folder = tmp_path / "sauvegarde"
    folder.mkdir()
    shutil.copy(manifest_path(one_backup), folder)
    return Path(shutil.copy(one_backup, folder))


@pytest.fixture
def blank_sqlite(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'neuve.db'}"


@pytest.fixture
def empty_sqlite(sqlite: Templates) -> str:
    """Migrated already, as ``init`` leaves it: what is refused or restored there is the same."""
    return sqlite.copy("empty")


@pytest.fixture
def blank_postgresql(postgresql_server: PostgresqlServer) -> Iterator[str]:
    name = f"{postgresql_server._prefix}_neuve_{next(_numbers)}"
    postgresql_server.execute(f"CREATE DATABASE {name}")
    url = postgresql_server.url(name)
    yield url
    postgresql_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def blank_url(request: pytest.FixtureRequest) -> str:
    """A database without a table, on SQLite then on PostgreSQL."""
    return request.getfixturevalue(f"blank_{request.param}")


@pytest.fixture
def connected() -> Callable[..., object]:
    """``with connected(url) as connection``: committed at the end."""

    @contextmanager
    def connect(url: str) -> Iterator[Connection]:
        engine = make_engine(url)
        with engine.connect().execution_options(writes=True) as connection:
            yield connection
            connection.commit()
        engine.dispose()

    return connect

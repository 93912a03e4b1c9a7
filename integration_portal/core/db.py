"""Engine, metadata and declarative base, alike on SQLite and PostgreSQL."""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from sqlalchemy import Connection, CursorResult, Engine, MetaData, UpdateBase, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker

from .folding import SQL_NAME, fold

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 10_000


class Base(DeclarativeBase):
    """Every table of the portal."""

    metadata = MetaData(naming_convention=NAMING)


def _dumps(value: Any) -> str:
    return orjson.dumps(value).decode()


def make_engine(url: str, *, pool_size: int = 5) -> Engine:
    """An engine whose transactions begin where we say, on both databases."""
    options: dict[str, Any] = {"json_serializer": _dumps, "json_deserializer": orjson.loads}
    if url.startswith("sqlite"):
        engine = create_engine(url, connect_args={"check_same_thread": False}, **options)
        _prepare_sqlite(engine)
        return engine
    return create_engine(url, pool_size=pool_size, max_overflow=5, pool_pre_ping=True, **options)


def _prepare_sqlite(engine: Engine) -> None:
    """pysqlite would open transactions late and without a write lock: we begin them ourselves.

    A writing unit of work asks for the lock at once (``BEGIN IMMEDIATE``), so that two writers
    queue for ``busy_timeout`` instead of one failing half way.
    """

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "cache_size=-16000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")
        connection.create_function(SQL_NAME, 1, fold, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def session_factory(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False, autoflush=False)


def changed_rows(
    through: Session | Connection, statement: UpdateBase, values: Mapping[str, Any] | None = None
) -> int:
    """Send an UPDATE or a DELETE; how many rows it touched. Through the connection, the objects of
    the session are left as they are."""
    return cast("CursorResult[Any]", through.execute(statement, values)).rowcount

"""Alembic environment: batch mode on SQLite, foreign keys off meanwhile and checked after.

With foreign keys on, a batch ALTER of a parent table (copy, drop, rename) would delete or
break its children.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from integration_portal.core.db import make_engine
from integration_portal.core.types import UtcDateTime
from integration_portal.models import Base


class BrokenForeignKeysError(Exception):
    """A migration left rows that point nowhere; nothing was committed."""


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names plain types: it must read the same in ten years."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise BrokenForeignKeysError(broken[:5])


engine = make_engine(context.config.attributes["url"])
with engine.connect().execution_options(writes=True) as connection:
    if connection.dialect.name == "sqlite":
        raw = connection.connection.dbapi_connection
        raw.execute("PRAGMA foreign_keys=OFF")
    migrate(connection)
    connection.commit()
engine.dispose()

"""A database as lines of JSON, the same from SQLite and from PostgreSQL.

It knows tables, not models: what an older version wrote is read back into tables of that
version, then migrated. Equal databases give equal lines, byte for byte.

    {"table": "ghts", "columns": ["id", "name"]}     one line a table, parents first
    [1, "GHT du Littoral"]                           then one line a row, by primary key
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    MetaData,
    Table,
    delete,
    func,
    insert,
    select,
)

from .errors import DamagedBackupError

# What opens a door or waits to leave never travels: a link used since must not open again, a
# message sent since must not leave twice, and a backup holds no link in clear.
LEFT_OUT = frozenset(
    {"api_tokens", "login_failures", "login_sessions", "one_time_tokens", "outbox_mails"}
)
_NOT_DATA = "alembic_version"
_BATCH = 500


class Tables:
    """The tables as they stand in one database, read and written in the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.metadata = MetaData()
        self.metadata.reflect(connection)

    def __getitem__(self, name: str) -> Table:
        return self.metadata.tables[name]

    @cached_property
    def travelling(self) -> list[Table]:
        """What a backup holds, each table after those it points at."""
        tables = self.metadata.sorted_tables
        return [table for table in tables if table.name not in LEFT_OUT | {_NOT_DATA}]

    def has_rows(self, table: Table) -> bool:
        return self.connection.execute(select(table).limit(1)).first() is not None

    def count_rows(self) -> dict[str, int]:
        """Rows by table, of the tables a backup holds."""

        def count(table: Table) -> int:
            return self.connection.scalar(select(func.count()).select_from(table)) or 0

        return {str(table.name): count(table) for table in self.travelling}

    def dump(self) -> Iterator[bytes]:
        """Every line of the database, without its line break."""
        for table in self.travelling:
            columns = _columns(table)
            yield orjson.dumps({"table": table.name, "columns": [c.name for c in columns]})
            query = select(*columns).order_by(*table.primary_key)
            with self.connection.execute(query, execution_options={"yield_per": _BATCH}) as rows:
                for row in rows:
                    yield orjson.dumps([plain(value) for value in row])

    def load(self, lines: Iterable[bytes]) -> None:
        """Insert what ``dump`` gave into empty tables of the same revision."""
        batch = _Batch(self.connection, None, [])
        for line in lines:
            document = orjson.loads(line)
            if isinstance(document, dict):
                batch.flush()
                names = document["columns"]
                batch = _Batch(self.connection, self._find(document["table"], names), names)
            else:
                batch.add(document)
        batch.flush()
        self._set_sequences()

    def clear(self) -> None:
        """Empty the tables that hold rows, children first: the ledger refuses even an idle DELETE."""
        for table in reversed(self.metadata.sorted_tables):
            if table.name != _NOT_DATA and self.has_rows(table):
                self.connection.execute(delete(table))

    def _find(self, name: str, columns: list[str]) -> Table:
        table = self.metadata.tables.get(name)
        if table is None or set(columns) != set(table.c.keys()):
            raise DamagedBackupError(f"la table « {name} » n’est pas de ce schéma")
        return table

    def _set_sequences(self) -> None:
        """PostgreSQL numbers new rows from a counter that explicit numbers did not move."""
        if self.connection.dialect.name != "postgresql":
            return
        for table in self.travelling:
            if "id" in table.c:
                last = func.max(table.c.id)
                sequence = func.pg_get_serial_sequence(table.name, "id")
                moved = func.setval(sequence, func.coalesce(last, 1), last.is_not(None))
                self.connection.execute(select(moved))


class _Batch:
    """Rows of one table, sent a few hundred at a time."""

    def __init__(self, connection: Connection, table: Table | None, names: list[str]) -> None:
        self.connection, self.table, self.names = connection, table, names
        self.readers = [] if table is None else [_reader(table.c[name]) for name in names]
        self.rows: list[dict[str, Any]] = []

    def add(self, values: list[Any]) -> None:
        read = (
            value if value is None else reader(value)
            for reader, value in zip(self.readers, values, strict=True)
        )
        self.rows.append(dict(zip(self.names, read, strict=True)))
        if len(self.rows) >= _BATCH:
            self.flush()

    def flush(self) -> None:
        if self.rows and self.table is not None:
            self.connection.execute(insert(self.table), self.rows)
            self.rows = []


def _columns(table: Table) -> list[Column[Any]]:
    """By name: migrations may leave them in another order on the other database."""
    return sorted(table.columns, key=lambda column: column.name)


def plain(value: Any) -> Any:
    """Instants in UTC whatever the server's time zone; SQLite gives them back naive."""
    if isinstance(value, dt.datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=dt.UTC)
        return aware.astimezone(dt.UTC)
    return value


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, DateTime):
        return dt.datetime.fromisoformat
    if isinstance(column.type, Date):
        return dt.date.fromisoformat
    return lambda value: value

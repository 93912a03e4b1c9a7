"""A database as lines of JSON, the same from SQLite and from PostgreSQL.

It knows tables, not models: what an older version wrote is read back into tables of that
version, then migrated. Equal databases give equal lines, byte for byte.

    {"table": "ghts", "columns": ["id", "name"]}     one line a table, parents first
    [1, "GHT du Littoral"]                           then one line a row, by primary key
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
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
LEFT_OUT = frozenset({"login_failures", "login_sessions", "one_time_tokens", "outbox_mails"})
_NOT_DATA = "alembic_version"
_BATCH = 500


def reflect(connection: Connection) -> MetaData:
    """The tables as they stand in this database."""
    metadata = MetaData()
    metadata.reflect(connection)
    return metadata


def travelling(metadata: MetaData) -> list[Table]:
    """The tables a backup holds, each after those it points at."""
    tables = metadata.sorted_tables
    return [table for table in tables if table.name not in LEFT_OUT | {_NOT_DATA}]


def count_rows(connection: Connection) -> dict[str, int]:
    """Rows by table, of the tables a backup holds."""

    def count(table: Table) -> int:
        return connection.scalar(select(func.count()).select_from(table)) or 0

    return {str(table.name): count(table) for table in travelling(reflect(connection))}


def dump(connection: Connection) -> Iterator[bytes]:
    """Every line of the database, without its line break."""
    for table in travelling(reflect(connection)):
        columns = _columns(table)
        yield orjson.dumps({"table": table.name, "columns": [column.name for column in columns]})
        query = select(*columns).order_by(*table.primary_key)
        with connection.execute(query, execution_options={"yield_per": _BATCH}) as rows:
            for row in rows:
                yield orjson.dumps([_plain(value) for value in row])


def load(connection: Connection, lines: Iterable[bytes]) -> None:
    """Insert what ``dump`` gave into tables of the same revision, in the caller's transaction."""
    tables = reflect(connection).tables
    batch: _Batch | None = None
    for line in lines:
        document = orjson.loads(line)
        if isinstance(document, dict):
            if batch is not None:
                batch.flush()
            batch = _Batch(connection, _find(tables, document), document["columns"])
        elif batch is not None:
            batch.add(document)
    if batch is not None:
        batch.flush()
    _set_sequences(connection)


def clear(connection: Connection) -> None:
    """Empty the tables that hold rows, children first (the ledger refuses even an idle DELETE)."""
    for table in reversed(reflect(connection).sorted_tables):
        if table.name != _NOT_DATA and connection.scalar(select(table).limit(1)) is not None:
            connection.execute(delete(table))


class _Batch:
    """Rows of one table, sent a few hundred at a time."""

    def __init__(self, connection: Connection, table: Table, names: list[str]) -> None:
        self.connection, self.table, self.names = connection, table, names
        self.readers = [_reader(table.c[name]) for name in names]
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
        if self.rows:
            self.connection.execute(insert(self.table), self.rows)
            self.rows = []


def _find(tables: Any, header: dict[str, Any]) -> Table:
    table = tables.get(header["table"])
    if table is None or set(header["columns"]) != set(table.c.keys()):
        raise DamagedBackupError(f"la table « {header['table']} » n’est pas de ce schéma")
    return table  # type: ignore[no-any-return]


def _columns(table: Table) -> list[Column[Any]]:
    """By name: migrations may leave them in another order on the other database."""
    return sorted(table.columns, key=lambda column: column.name)


def _plain(value: Any) -> Any:
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


def _set_sequences(connection: Connection) -> None:
    """PostgreSQL numbers new rows from a counter that explicit numbers did not move."""
    if connection.dialect.name != "postgresql":
        return
    for table in reflect(connection).tables.values():
        if "id" in table.c:
            last = func.max(table.c.id)
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(
                select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None)))
            )

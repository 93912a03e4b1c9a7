"""Bring a backup back into an empty database, on SQLite or PostgreSQL alike."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .. import migrate
from ..core import audit
from ..core.db import make_engine
from .errors import DamagedBackupError, NewerSchemaError, NotEmptyError, OtherSchemaError
from .manifest import Manifest, read_chains, read_manifest
from .tables import Tables

_NOBODY_IN = ("users", "establishments", "ledger_entries")


def restore(url: str, file: Path) -> Manifest:
    """Fill the empty database at ``url``, check it, then bring it up to date.

    Raises BackupError; a database that refused is left as it was found.
    """
    manifest = read_manifest(file)
    engine = make_engine(url)
    try:
        _prepare(engine, url, manifest)
        with engine.connect().execution_options(writes=True) as connection:
            tables = Tables(connection)
            refuse_unless_empty(tables)
            tables.clear()
            fill(tables, file, manifest)
            connection.commit()
        migrate.upgrade(url)
        _remember(engine, manifest)
    finally:
        engine.dispose()
    return manifest


def fill(tables: Tables, file: Path, manifest: Manifest) -> None:
    """Load the lines and check them in the caller's transaction. Raises DamagedBackupError."""
    try:
        tables.load(read_lines(file))
    except (SQLAlchemyError, ValueError, KeyError) as error:
        raise DamagedBackupError("une ligne n’entre pas dans sa table") from error
    if tables.count_rows() != manifest.tables:
        raise DamagedBackupError("le nombre de lignes n’est pas celui du manifeste")
    if read_chains(tables) != manifest.chains:
        raise DamagedBackupError("les chaînes de signatures ne sont pas celles du manifeste")


def read_lines(file: Path) -> Iterator[bytes]:
    """The lines of a backup file. Raises DamagedBackupError."""
    try:
        with gzip.open(file, "rb") as packed:
            for line in packed:
                yield line.rstrip(b"\n")
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DamagedBackupError("le fichier est tronqué ou illisible") from error


def schema_revision(connection: Connection) -> str | None:
    """The migration this database stands at; None before the first."""
    return MigrationContext.configure(connection).get_current_revision()


def refuse_unless_empty(tables: Tables) -> None:
    """Content alone does not count: ``init`` brings it in. Raises NotEmptyError."""
    if any(tables.has_rows(tables[name]) for name in _NOBODY_IN):
        raise NotEmptyError


def _prepare(engine: Engine, url: str, manifest: Manifest) -> None:
    """A new database gets the tables of the backup's own revision."""
    with engine.connect() as connection:
        current = schema_revision(connection)
        if current is not None:
            refuse_unless_empty(Tables(connection))
        elif inspect(connection).get_table_names():
            raise NotEmptyError
    if current is None:
        try:
            migrate.upgrade(url, manifest.schema_revision)
        except CommandError as error:
            raise NewerSchemaError(manifest.schema_revision, manifest.app_version) from error
    elif current != manifest.schema_revision:
        raise OtherSchemaError(manifest.schema_revision, current, manifest.app_version)


def _remember(engine: Engine, manifest: Manifest) -> None:
    with Session(engine.execution_options(writes=True)) as session:
        audit.record(session, None, "database.restore", f"backup:{manifest.sha256[:12]}")
        session.commit()

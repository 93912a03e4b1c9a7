"""Write a backup, then prove it by restoring it somewhere else."""

import gzip
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from sqlalchemy import Connection

from .. import __version__, migrate
from ..core import clock
from ..core.db import make_engine
from .errors import BackupError, DamagedBackupError
from .manifest import FORMAT, SUFFIX, Manifest, manifest_path, read_chains, sha256_of
from .restore import fill, read_lines, schema_revision
from .tables import LEFT_OUT, Tables


def back_up(url: str, folder: Path) -> tuple[Path, Manifest]:
    """A proved backup of the database at ``url`` in ``folder``. Raises BackupError or OSError.

    Nothing bears the name of a backup before the proof: a failure leaves no file behind.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"portail-{clock.now():%Y%m%dT%H%M%SZ}{SUFFIX}"
    if file.exists():
        raise BackupError(f"{file} existe déjà : attendez une seconde.")
    part = file.with_name(f".{file.name}.part")
    try:
        manifest = replace(_write(url, part), file=file.name)
        prove(part, manifest)
        _write_private(manifest_path(file), manifest.to_json())
        part.replace(file)
    except BaseException:
        manifest_path(file).unlink(missing_ok=True)
        raise
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return file, manifest


def prove(file: Path, manifest: Manifest) -> None:
    """Restore into a temporary database and read it back. Raises DamagedBackupError.

    The counts and the chains must be those of the manifest, and every line must come out of the
    temporary database as it went in.
    """
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".preuve-") as folder:
        url = f"sqlite:///{folder}/preuve.db"
        migrate.upgrade(url, manifest.schema_revision)
        with _connected(url, writes=True) as connection:
            fill(Tables(connection), file, manifest)
            connection.commit()
        with _connected(url) as connection:
            for number, (kept, again) in enumerate(
                zip_longest(read_lines(file), Tables(connection).dump()), start=1
            ):
                if kept != again:
                    raise DamagedBackupError(f"la ligne {number} ne se relit pas à l’identique")


def _write(url: str, part: Path) -> Manifest:
    """Every line and every figure from one and the same instant of the database."""
    with _connected(url) as connection:
        revision = schema_revision(connection)
        if revision is None:
            raise BackupError("Cette base est vide : il n’y a rien à sauvegarder.")
        tables = Tables(connection)
        manifest = Manifest(
            format=FORMAT,
            file="",
            sha256="",
            made_at=clock.now().isoformat(),
            app_version=__version__,
            schema_revision=revision,
            database=connection.dialect.name,
            tables=tables.count_rows(),
            left_out=tuple(sorted(LEFT_OUT)),
            chains=read_chains(tables),
        )
        _compress(tables.dump(), part)
    return replace(manifest, sha256=sha256_of(part))


def _compress(lines: Iterator[bytes], part: Path) -> None:
    """No date inside the file: the same database gives the same bytes."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as packed:
            for line in lines:
                packed.write(line + b"\n")
        raw.flush()
        os.fsync(raw.fileno())


def _write_private(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


@contextmanager
def _connected(url: str, *, writes: bool = False) -> Iterator[Connection]:
    """One transaction. Reading, it sees one instant whatever others write meanwhile."""
    engine = make_engine(url)
    options: dict[str, object] = {"writes": writes}
    if engine.dialect.name == "postgresql" and not writes:
        options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    try:
        with engine.connect().execution_options(**options) as connection:
            yield connection
    finally:
        engine.dispose()

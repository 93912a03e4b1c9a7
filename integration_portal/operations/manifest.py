"""The sheet kept beside a backup: what is in it, and what proves it."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Select, select

from ..signoffs.ledger import Anchor, Beside, Line, verify
from .errors import DamagedBackupError
from .tables import Tables, plain

FORMAT = 1
SUFFIX, MANIFEST_SUFFIX = ".jsonl.gz", ".manifest.json"


@dataclass(frozen=True)
class Chain:
    """An establishment's signatures: how many lines, the last hash, and the first fault if any."""

    establishment_id: int
    establishment: str
    lines: int
    head: str
    fault: str | None


@dataclass(frozen=True)
class Manifest:
    """``file`` is a name without a folder; ``tables`` rows by table; ``made_at`` ISO, UTC."""

    format: int
    file: str
    sha256: str
    made_at: str
    app_version: str
    schema_revision: str
    database: str
    tables: Mapping[str, int]
    left_out: tuple[str, ...]
    chains: tuple[Chain, ...]

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def to_json(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2)


def manifest_path(file: Path) -> Path:
    """The sheet of a backup file: the same name, another ending."""
    return file.with_name(file.name.removesuffix(SUFFIX) + MANIFEST_SUFFIX)


def read_manifest(file: Path) -> Manifest:
    """The sheet of ``file``, once the file was found to match it. Raises DamagedBackupError."""
    path = manifest_path(file)
    if not file.is_file():
        raise DamagedBackupError(f"le fichier {file} manque")
    if not path.is_file():
        raise DamagedBackupError(f"son manifeste {path.name} manque à côté du fichier")
    try:
        values = orjson.loads(path.read_bytes())
        values["left_out"] = tuple(values["left_out"])
        values["chains"] = tuple(Chain(**chain) for chain in values["chains"])
        manifest = Manifest(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedBackupError("son manifeste ne se lit pas") from error
    if manifest.format != FORMAT:
        raise DamagedBackupError(f"format {manifest.format} inconnu de cette version")
    if sha256_of(file) != manifest.sha256:
        raise DamagedBackupError("le fichier ne correspond pas à l’empreinte du manifeste")
    return manifest


def sha256_of(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def read_chains(tables: Tables) -> tuple[Chain, ...]:
    """Every establishment's chain, verified line by line up to its head, against its anchors."""
    places, heads = tables["establishments"], tables["ledger_heads"]
    rows = tables.connection.execute(
        select(places.c.id, places.c.name, heads.c.seq, heads.c.hash)
        .outerjoin(heads, heads.c.establishment_id == places.c.id)
        .order_by(places.c.id)
    ).all()
    return tuple(
        Chain(
            establishment_id=row.id,
            establishment=row.name,
            lines=row.seq or 0,
            head=row.hash or "",
            fault=_fault(tables, row),
        )
        for row in rows
    )


def _fault(tables: Tables, place: Any) -> str | None:
    query, about = _chain(tables, place.id)
    with tables.connection.execute(query, execution_options={"yield_per": 500}) as rows:
        lines = (
            Line(row.seq, row.payload, row.hash, _beside(row) if about else None) for row in rows
        )
        fault = verify(
            lines,
            expected_head=(place.seq or 0, place.hash or ""),
            anchors=_anchors(tables, place.id),
        )
    return f"ligne {fault.seq} : {fault.reason}" if fault else None


def _chain(tables: Tables, place_id: int) -> tuple[Select[Any], bool]:
    """The lines in order. A schema older than 0006 does not say which line another answers: its
    columns are then left aside."""
    entries = tables["ledger_entries"]
    query = select(entries).where(entries.c.establishment_id == place_id).order_by(entries.c.seq)
    if "about_id" not in entries.c:
        return query, False
    about = entries.alias()
    joined = query.outerjoin(about, about.c.id == entries.c.about_id)
    return joined.add_columns(about.c.hash.label("about")), True


def _beside(row: Any) -> Beside:
    return Beside(row.kind, row.request_id, row.recruit_id, row.author_id, plain(row.at), row.about)


def _anchors(tables: Tables, place_id: int) -> list[Anchor]:
    """Those kept in the database itself, from schema 0006 on."""
    kept = tables.metadata.tables.get("ledger_anchors")
    if kept is None:
        return []
    query = select(kept.c.day, kept.c.seq, kept.c.hash).where(kept.c.establishment_id == place_id)
    return [Anchor(*row) for row in tables.connection.execute(query)]

"""The index beside the database: one SQLite file with FTS5, whatever the portal's database is.

It holds nothing that cannot be made again: a missing or older file is rebuilt. Several processes
share it: each change is one transaction, and raises the generation that readers look at.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from .documents import Document, Key, Source
from .ideas import Ideas
from .postings import LineReader, Terms, encode

FORMAT = "4"
# Columns of FTS5 by place of a line: bm25 weighs columns.
COLUMNS = ("titre", "appelant", "alerte", "courrier", "texte")
_COLUMN_OF = {"titre": 0, "nom": 0, "sigle": 0, "appelant": 1, "parole": 1, "alerte": 2,
              "courrier": 3, "texte": 4}  # fmt: skip
# Names of tables and columns are ours: nothing typed enters a statement but as a parameter.
_FIELDS = ", ".join(COLUMNS)
_SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL,
  reach TEXT NOT NULL, digest TEXT NOT NULL, UNIQUE (kind, slug, reach));
CREATE TABLE docs (id INTEGER PRIMARY KEY, source INTEGER NOT NULL, kind TEXT NOT NULL,
  slug TEXT NOT NULL, reach TEXT NOT NULL, title TEXT NOT NULL, parent TEXT NOT NULL,
  size INTEGER NOT NULL, postings BLOB NOT NULL, lines BLOB NOT NULL);
CREATE INDEX docs_source ON docs (source);
CREATE INDEX docs_size ON docs (kind, size);
CREATE TABLE words (word TEXT PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE fiches USING fts5 (reach, {_FIELDS}, tokenize = "ascii");
CREATE VIRTUAL TABLE others USING fts5 (reach, {_FIELDS}, tokenize = "ascii");
CREATE VIRTUAL TABLE terms USING fts5vocab (fiches, row);
CREATE VIRTUAL TABLE other_terms USING fts5vocab (others, row);
INSERT INTO meta VALUES ('generation', '0');
"""


def reach_token(reach: str) -> str:
    """The word of a place in the index; everybody's is « rtous »."""
    return "r" + (reach or "tous")


def table_of(kind: str) -> str:
    """Fiches apart: how rare a word is among them must not depend on the other pages."""
    return "fiches" if kind == "fiche" else "others"


class Index:
    """``path`` None: in memory, for a command. ``stamp`` names the synonyms in use: others make
    the file anew."""

    def __init__(self, path: Path | None, ideas: Ideas, stamp: str = "") -> None:
        self.path = path
        self.ideas = ideas
        self.stamp = f"{FORMAT}:{stamp}"
        self._local = threading.local()
        self._memory = self._connect() if path is None else None

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's own; all threads share the one in memory."""
        if self._memory is not None:
            return self._memory
        found: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if found is None:
            found = self._local.connection = self._connect()
        return found

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path or ":memory:", isolation_level=None, check_same_thread=False
        )
        for pragma in (
            "busy_timeout=60000", "journal_mode=WAL", "synchronous=NORMAL", "cache_size=-32000",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")
        if _stamp(connection) != self.stamp:
            with _immediate(connection):
                if _stamp(connection) != self.stamp:  # nobody made it meanwhile
                    _make(connection, self.stamp)
        return connection

    @property
    def generation(self) -> int:
        """Raised by every change: what was read before is out of date."""
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(row[0])

    def lines(self, table: str) -> int:
        """How many lines the pages of a table hold: what the rarity of a term is measured on."""
        kinds = "=" if table == "fiches" else "<>"
        row = self.connection.execute(f"SELECT sum(size) FROM docs WHERE kind {kinds} 'fiche'")
        return int(row.fetchone()[0] or 0)

    def held(self) -> dict[Key, str]:
        """The version of every source that the index stands on."""
        rows = self.connection.execute("SELECT kind, slug, reach, digest FROM sources")
        return {(kind, slug, reach): digest for kind, slug, reach, digest in rows}

    def update(self, sources: Iterable[Source], gone: Iterable[Key] = ()) -> int:
        """Write these sources in the place of what is held of them, forget others. How many."""
        connection = self.connection
        new, old = list(sources), list(gone)
        if not new and not old:
            return 0
        with _immediate(connection):
            held = self.held()  # another process may have done it while this one waited
            new = [source for source in new if held.get(source.key) != source.digest]
            old = [key for key in old if key in held]
            if not new and not old:
                return 0
            for key in (*old, *(source.key for source in new if source.key in held)):
                _forget(connection, key)
            reader = LineReader(self.ideas)
            for source in new:
                _write(connection, source, reader)
            connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?)", reader.new_words())
            connection.execute(
                "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
            )
        return len(new) + len(old)


@contextmanager
def _immediate(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _stamp(connection: sqlite3.Connection) -> str:
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'stamp'").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""


def _make(connection: sqlite3.Connection, stamp: str) -> None:
    for name in ("terms", "other_terms", "fiches", "others", "words", "docs", "sources", "meta"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in _SCHEMA.strip().split(";\n"):
        connection.execute(statement)
    connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (stamp,))
    # More of a large build stays in memory before it is written, so that less is merged after.
    connection.execute("INSERT INTO fiches (fiches, rank) VALUES ('hashsize', 33554432)")


def _forget(connection: sqlite3.Connection, key: Key) -> None:
    row = connection.execute(
        "SELECT id FROM sources WHERE kind = ? AND slug = ? AND reach = ?", key
    ).fetchone()
    if row is None:
        return
    held = connection.execute("SELECT id, kind FROM docs WHERE source = ?", row).fetchall()
    for id_, kind in held:
        connection.execute(f"DELETE FROM {table_of(kind)} WHERE rowid = ?", (id_,))
    connection.execute("DELETE FROM docs WHERE source = ?", row)
    connection.execute("DELETE FROM sources WHERE id = ?", row)


def _write(connection: sqlite3.Connection, source: Source, reader: LineReader) -> None:
    cursor = connection.execute(
        "INSERT INTO sources (kind, slug, reach, digest) VALUES (?, ?, ?, ?)",
        (*source.key, source.digest),
    )
    for document in source.documents:
        terms = reader.terms([line.text for line in document.lines])
        _write_document(connection, cursor.lastrowid or 0, source.reach, document, terms)


def _write_document(
    connection: sqlite3.Connection, source: int, reach: str, document: Document,
    terms_by_line: Sequence[Terms],
) -> None:  # fmt: skip
    columns: dict[int, list[str]] = defaultdict(list)
    for line, read in zip(document.lines, terms_by_line, strict=True):
        columns[_COLUMN_OF[line.place]] += read.terms
    postings = encode(document.priority, document.lines, terms_by_line)
    cursor = connection.execute(
        "INSERT INTO docs (source, kind, slug, reach, title, parent, size, postings, lines) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            source, document.kind, document.slug, reach, document.title, document.parent,
            len(terms_by_line), postings, orjson.dumps([tuple(one) for one in document.lines]),
        ),
    )  # fmt: skip
    texts = [" ".join(columns[number]) for number in range(len(COLUMNS))]
    connection.execute(
        f"INSERT INTO {table_of(document.kind)} (rowid, reach, {_FIELDS}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (cursor.lastrowid, reach_token(reach), *texts),
    )

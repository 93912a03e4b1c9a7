"""The index beside the database: one SQLite file with FTS5, whatever the portal's database is.

It holds nothing that cannot be made again: a missing or older file is rebuilt. Several processes
share it: each change is one transaction, and raises the generation that readers look at.
"""

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import orjson

from .documents import Document
from .ideas import IDEA, Ideas
from .words import split, stem, tells

FORMAT = "1"
# Column of FTS5 by place of a line: bm25 weighs columns.
COLUMNS = ("titre", "appelant", "alerte", "courrier", "texte")
_COLUMN_OF = {
    "titre": 0,
    "nom": 0,
    "sigle": 0,
    "appelant": 1,
    "alerte": 2,
    "courrier": 3,
    "texte": 4,
}
# Names of tables and columns are ours: nothing typed enters a statement but as a parameter.
_FIELDS = ", ".join(COLUMNS)
_SCHEMA = f"""
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE docs (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, slug TEXT NOT NULL,
  reach TEXT NOT NULL, digest TEXT NOT NULL, title TEXT NOT NULL, parent TEXT NOT NULL,
  size INTEGER NOT NULL,
  postings BLOB NOT NULL, lines BLOB NOT NULL, UNIQUE (kind, slug, reach));
CREATE TABLE words (word TEXT PRIMARY KEY, stem TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE fiches USING fts5 (reach, {_FIELDS}, tokenize = "ascii");
CREATE VIRTUAL TABLE others USING fts5 (reach, {_FIELDS}, tokenize = "ascii");
CREATE VIRTUAL TABLE terms USING fts5vocab (fiches, row);
CREATE VIRTUAL TABLE other_terms USING fts5vocab (others, row);
INSERT INTO meta VALUES ('generation', '0');
"""
Key = tuple[str, str, str]


def reach_token(reach: str) -> str:
    """The word of a place in the index; everybody's is « rtous »."""
    return "r" + (reach or "tous")


@dataclass(frozen=True)
class Report:
    """What a refresh did."""

    added: int
    removed: int


def terms_of(text: str, ideas: Ideas) -> tuple[str, ...]:
    """Stems and ideas of a text, each once."""
    stems = [stem(word) for word in split(text) if tells(word)]
    found = dict.fromkeys(stems)
    for one in stems:
        found |= dict.fromkeys(ideas.of_stem(one))
    found |= dict.fromkeys(ideas.of_stems(stems))
    return tuple(found)


class Index:
    """``path`` None: in memory, for a command. ``stamp`` names the synonyms in use: another one
    makes the file anew."""

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
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")
        with _immediate(connection):
            if _stamp(connection) != self.stamp:
                _drop(connection)
                for statement in _SCHEMA.strip().split(";\n"):
                    connection.execute(statement)
                connection.execute("INSERT INTO meta VALUES ('stamp', ?)", (self.stamp,))
        return connection

    @property
    def generation(self) -> int:
        row = self.connection.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        return int(row[0])

    def lines(self, table: str) -> int:
        """How many lines the pages of a table hold: what the rarity of a term is measured on."""
        kinds = "=" if table == "fiches" else "<>"
        row = self.connection.execute(f"SELECT sum(size) FROM docs WHERE kind {kinds} 'fiche'")
        return int(row.fetchone()[0] or 0)

    def held(self) -> dict[Key, str]:
        """The digest of every document by kind, slug and reach."""
        rows = self.connection.execute("SELECT kind, slug, reach, digest FROM docs")
        return {(kind, slug, reach): digest for kind, slug, reach, digest in rows}

    def refresh(self, documents: Iterable[Document], gone: Iterable[Key] = ()) -> Report:
        """Write these documents in the place of what the index holds of them, and forget others."""
        connection = self.connection
        old = list(gone)
        new = list(documents)
        with _immediate(connection):
            removed = sum(_forget(connection, key) for key in old)
            for document in new:
                _forget(connection, (document.kind, document.slug, document.reach))
                _write(connection, document, self.ideas)
            connection.executemany(
                "INSERT OR IGNORE INTO words VALUES (?, ?)",
                {(word, stem(word)) for document in new for word in _words(document)},
            )
            if new or removed:
                connection.execute(
                    "UPDATE meta SET value = CAST(value AS INTEGER) + 1 WHERE key = 'generation'"
                )
        return Report(len(new), removed)

    def close(self) -> None:
        """This thread's connection."""
        self.connection.close()
        self._local = threading.local()


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


def _drop(connection: sqlite3.Connection) -> None:
    for name in ("terms", "other_terms", "fiches", "others", "words", "docs", "meta"):
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _words(document: Document) -> Iterator[str]:
    for line in document.lines:
        yield from (word for word in split(line.text) if tells(word))


def table_of(kind: str) -> str:
    """Fiches apart: how rare a word is among them must not depend on the other pages."""
    return "fiches" if kind == "fiche" else "others"


def _forget(connection: sqlite3.Connection, key: Key) -> int:
    row = connection.execute(
        "SELECT id FROM docs WHERE kind = ? AND slug = ? AND reach = ?", key
    ).fetchone()
    if row is None:
        return 0
    connection.execute(f"DELETE FROM {table_of(key[0])} WHERE rowid = ?", row)
    connection.execute("DELETE FROM docs WHERE id = ?", row)
    return 1


def _write(connection: sqlite3.Connection, document: Document, ideas: Ideas) -> None:
    columns: dict[int, list[str]] = defaultdict(list)
    places: dict[str, list[int]] = defaultdict(list)
    sizes = []
    for number, line in enumerate(document.lines):
        terms = terms_of(line.text, ideas)
        columns[_COLUMN_OF[line.place]] += terms
        sizes.append(sum(1 for term in terms if not term.startswith(IDEA)))
        for term in terms:
            places[term].append(number)
    postings = {
        "priority": document.priority,
        "terms": places,
        "lines": [
            (line.place, line.level, size) for line, size in zip(document.lines, sizes, strict=True)
        ],
    }
    cursor = connection.execute(
        "INSERT INTO docs (kind, slug, reach, digest, title, parent, size, postings, lines) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            document.kind, document.slug, document.reach, document.digest, document.title,
            document.parent, len(sizes), orjson.dumps(postings), orjson.dumps([tuple(line) for line in document.lines]),
        ),
    )  # fmt: skip
    texts = [" ".join(columns[number]) for number in range(len(COLUMNS))]
    connection.execute(
        f"INSERT INTO {table_of(document.kind)} (rowid, reach, {_FIELDS}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        (cursor.lastrowid, reach_token(document.reach), *texts),
    )

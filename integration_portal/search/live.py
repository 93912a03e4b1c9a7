"""The portal's own index, kept level with the database.

A process looks whether the texts moved at most every few seconds, or at once after a change it made
itself; then it reads and writes only those. Whoever searches meanwhile is answered from what the
index holds; nobody is answered from an index that is still being made.
"""

import hashlib
import threading
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from ..core.clock import now
from ..fiches.life import Life
from .engine import Engine
from .ideas import compile_ideas
from .index import Index
from .queries import Standing, list_sources, list_synonyms, read_standing

LOOK_EVERY_S = 3.0
FORGOTTEN_S = 24 * 3600


class LiveSearch:
    """One a process. ``folder`` holds the index files, shared with the other processes: one for
    each version of the synonyms, so that a new one is made beside the one in use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._engine: Engine | None = None
        self._synonyms = ""
        self._looked_at = float("-inf")
        self._lock = threading.Lock()
        # The life of the fiches of a place, by its code, and when it was read.
        self.kept: dict[str, tuple[float, Mapping[str, Life]]] = {}

    def expire(self) -> None:
        """Look again at the next search."""
        self._looked_at = float("-inf")
        self.kept.clear()

    def engine(self, session: Session) -> Engine:
        """Ready to search what the database holds."""
        if self._engine is None:
            with self._lock:  # the first searches wait for the index
                return self._engine or self._look(session)
        if time.monotonic() - self._looked_at < LOOK_EVERY_S or not self._lock.acquire(False):
            return self._engine
        try:
            return self._look(session)
        finally:
            self._lock.release()

    def _look(self, session: Session) -> Engine:
        standing = read_standing(session)
        engine = self._engine
        if engine is None or self._synonyms != standing.synonyms:
            engine = self._with_synonyms(session, standing.synonyms)
        _level(session, standing, engine.index)
        self._engine, self._synonyms = engine, standing.synonyms
        self._looked_at = time.monotonic()
        return engine

    def _with_synonyms(self, session: Session, version: str) -> Engine:
        self.folder.mkdir(parents=True, exist_ok=True)
        stamp = hashlib.sha256(version.encode()).hexdigest()[:12]
        _forget_old(self.folder, stamp)
        path = self.folder / f"recherche-{stamp}.db"
        return Engine(Index(path, compile_ideas(list_synonyms(session)), stamp))


def _level(session: Session, standing: Standing, index: Index) -> None:
    """Write what moved, forget what is gone."""
    held = index.held()
    moved = {key for key, digest in standing.sources.items() if held.get(key) != digest}
    gone = held.keys() - standing.sources.keys()
    if moved or gone:
        index.update(list_sources(session, standing, moved), gone)


def _forget_old(folder: Path, stamp: str) -> None:
    """Files of older synonyms, once no process can still be reading them."""
    for path in folder.glob("recherche-*.db*"):
        if stamp not in path.name and now().timestamp() - path.stat().st_mtime > FORGOTTEN_S:
            path.unlink(missing_ok=True)

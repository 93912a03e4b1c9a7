"""The portal's own index, kept level with the database.

A process looks whether the texts moved at most every few seconds, or at once after a change it made
itself; then it reads and writes only those. Whoever searches meanwhile is answered from what the
index holds.
"""

import threading
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from ..fiches.life import Life
from .engine import Engine
from .ideas import compile_ideas
from .index import Index
from .queries import Standing, list_sources, list_synonyms, read_standing

LOOK_EVERY_S = 3.0


class LiveSearch:
    """One a process. ``path``: the index's file, shared with the other processes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine: Engine | None = None
        self._synonyms: str | None = None
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
                return self._look(session)
        if time.monotonic() - self._looked_at < LOOK_EVERY_S or not self._lock.acquire(False):
            return self._engine
        try:
            return self._look(session)
        finally:
            self._lock.release()

    def _look(self, session: Session) -> Engine:
        standing = read_standing(session)
        engine = self._with_ideas(session, standing)
        self._level(session, standing, engine.index)
        self._looked_at = time.monotonic()
        return engine

    def _with_ideas(self, session: Session, standing: Standing) -> Engine:
        if self._engine is None or self._synonyms != standing.synonyms:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            ideas = compile_ideas(list_synonyms(session))
            self._engine = Engine(Index(self.path, ideas, standing.synonyms))
            self._synonyms = standing.synonyms
        return self._engine

    @staticmethod
    def _level(session: Session, standing: Standing, index: Index) -> None:
        held = index.held()
        moved = {key for key, digest in standing.sources.items() if held.get(key) != digest}
        gone = held.keys() - standing.sources.keys()
        if moved or gone:
            index.update(list_sources(session, standing, moved), gone)

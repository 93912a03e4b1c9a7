"""The worker's side: lay a binder out, away from any lock, and keep its file for a while."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..core import clock
from ..core.unit_of_work import Database
from ..paper.typeset import Typesetter
from . import actions, documents, queries, scope
from .rules import Leaf
from .scope import Scope

log = logging.getLogger("integration_portal.binder")
_TEMPLATE = Path(__file__).parent / "binder.typ"
# A file written a moment ago may not be named yet.
YOUNG_S = 3600.0


class _TakenOverError(Exception):
    """The job was removed, or another worker holds it: stop without a word."""


@dataclass(frozen=True)
class _Work:
    job_id: int
    attempt: int
    scope: Scope
    leaves: list[Leaf]
    establishment: str
    zone: str


def make_next(database: Database, folder: Path) -> bool:
    """Make the next binder; False when none waits. Whatever goes wrong, the job says it failed."""
    with database.reading() as session:
        if not actions.count_waiting(session):
            return False
    with database.writing() as session:
        job = actions.claim(session)
        held = None if job is None else (job.id, job.attempts, scope.read(job.scope))
    if held is None:
        return True
    job_id, attempt, wanted = held
    try:
        _make(database, folder, job_id, attempt, wanted)
    except _TakenOverError:
        log.info("binder_taken_over", extra={"job": job_id})
    except Exception:
        log.exception("binder_failed", extra={"job": job_id})
        with database.writing() as session:
            actions.fail(session, job_id, attempt)
    return True


def _make(database: Database, folder: Path, job_id: int, attempt: int, wanted: Scope) -> None:
    with database.reading() as session:
        leaves = queries.list_leaves(session, wanted)
        place = documents.describe(session, wanted)

    def advanced(done: int) -> None:
        with database.writing() as session:
            if not actions.advance(session, job_id, attempt, done=done, total=len(leaves)):
                raise _TakenOverError

    name = f"classeur-{job_id}-{attempt}.pdf"
    _write(folder / name, lay_out(leaves, place, advanced))
    with database.writing() as session:
        if not actions.finish(session, job_id, attempt, file=name):
            raise _TakenOverError


def lay_out(
    leaves: list[Leaf], place: documents.Cover, advanced: Callable[[int], None] = lambda _done: None
) -> bytes:
    """The whole PDF. Each fiche is proofed alone first: that is what ``advanced`` counts."""
    setter = Typesetter(_TEMPLATE)
    frame = documents.frame(leaves, place)
    alone = {**frame, "whole": False}  # without its cover nor its index
    fiches = []
    last = time.monotonic()
    advanced(0)
    for number, (leaf, part) in enumerate(documents.parts(leaves), start=1):
        fiches.append(documents.fitted(leaf, part, alone, setter.count_pages))
        if time.monotonic() - last > 0.5 or number == len(leaves):
            advanced(number)
            last = time.monotonic()
    return setter.pdf(documents.whole(frame, fiches, leaves), place.at)


def _write(path: Path, content: bytes) -> None:
    """All of it under its name, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.chmod(0o600)
    os.replace(draft, path)


def forget_old(database: Database, folder: Path) -> None:
    """Drop the jobs out of date, and every file that no job names."""
    with database.writing() as session:
        named = actions.forget_old(session)
    for path in folder.glob("classeur-*"):
        if path.name not in named and clock.now().timestamp() - path.stat().st_mtime > YOUNG_S:
            path.unlink(missing_ok=True)

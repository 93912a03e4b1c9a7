"""One transaction around one request or one command: all of it, or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session, sessionmaker

from . import bus as bus_module
from .bus import Bus


class Database:
    """Opens sessions that know the bus. ``writes`` takes SQLite's write lock from the start."""

    def __init__(self, factory: sessionmaker[Session], bus: Bus) -> None:
        self.factory = factory
        self.bus = bus

    def open(self, *, writes: bool) -> Session:
        session = self.factory()
        bus_module.attach(session, self.bus)
        session.connection(execution_options={"writes": writes})
        return session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        session = self.open(writes=False)
        try:
            yield session
        finally:
            session.close()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Commit at the end of the block; roll back if it raises."""
        session = self.open(writes=True)
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()

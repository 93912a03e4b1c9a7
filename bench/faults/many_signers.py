"""Twenty tutors sign six requests at once, each all six, in an order of her own.

What must hold: each request is signed once, the others of the twenty are told that it was done, the
chain has six lines more and verifies.
"""

import random
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from integration_portal.accounts.models import RoleGrant
from integration_portal.core.permissions import Role
from integration_portal.signoffs.models import RequestState, SignOffRequest

from .same_request import CLEAR, SIGNERS
from .signing import Answer, Ready, prepare, send
from .world import World, run

REQUESTS = 6


def check(world: World) -> list[str]:
    requests, tutors = _one_unit(world)
    cookies = [world.cookie_of(user_id) for user_id in tutors]
    ready = [[prepare(world.server.port, one, cookie) for one in requests] for cookie in cookies]
    answers = _all_at_once(ready)
    signed = Counter(one.request_id for one, answer in answers if answer.entry_id is not None)
    clear = [answer for _, answer in answers if answer.status == 409 and CLEAR in answer.text]
    print(
        f"  {SIGNERS} tutors × {REQUESTS} requests: {len(answers)} signatures sent, "
        f"{signed.total()} signed, {len(clear)} told it was done"
    )
    faults = []
    once = dict.fromkeys(requests, 1)
    if signed != once or len(clear) != (SIGNERS - 1) * REQUESTS:
        found = Counter(answer.status for _, answer in answers)
        faults.append(f"one signature a request expected, got {dict(signed)}, statuses {found}")
    if world.signatures(requests) != once:
        faults.append(f"the ledger holds {dict(world.signatures(requests))}")
    if fault := world.chain_fault():
        faults.append(f"the chain is broken, {fault}")
    return faults


def _one_unit(world: World) -> tuple[list[int], list[int]]:
    """Six waiting requests of the unit that has the most, and twenty tutors of that unit."""
    waiting = SignOffRequest.state == RequestState.WAITING
    with world.database.reading() as session:
        unit = session.scalars(
            select(SignOffRequest.unit_id).where(waiting).group_by(SignOffRequest.unit_id)
            .order_by(func.count().desc()).limit(1)
        ).one()  # fmt: skip
        requests = session.scalars(
            select(SignOffRequest.id)
            .where(waiting, SignOffRequest.unit_id == unit)
            .order_by(SignOffRequest.id)
            .limit(REQUESTS)
        ).all()
        tutors = session.scalars(
            select(RoleGrant.user_id)
            .where(RoleGrant.role == Role.TUTOR, RoleGrant.unit_id == unit)
            .limit(SIGNERS)
        ).all()
    assert (len(requests), len(tutors)) == (REQUESTS, SIGNERS)
    return list(requests), list(tutors)


def _all_at_once(ready: list[list[Ready]]) -> list[tuple[Ready, Answer]]:
    gate = threading.Barrier(len(ready))

    def sign(number: int) -> list[tuple[Ready, Answer]]:
        mine = random.Random(number).sample(ready[number], len(ready[number]))
        gate.wait()
        return [(one, send(one)) for one in mine]

    with ThreadPoolExecutor(len(ready)) as pool:
        return [pair for mine in pool.map(sign, range(len(ready))) for pair in mine]


if __name__ == "__main__":
    sys.exit(run("Twenty tutors sign six requests at once", check))

"""Twenty tutors sign the same request at once: one signature, nineteen clear answers."""

import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from integration_portal.accounts.models import RoleGrant
from integration_portal.core.permissions import Role
from integration_portal.signoffs.models import LedgerEntry, RequestState, SignOffRequest

from .signing import Answer, Ready, prepare, send
from .world import World, run

SIGNERS = 20
# What the page of those who came too late says, whoever was first.
CLEAR = "Déjà fait"


def check(world: World) -> list[str]:
    request_id, tutors = _waiting_request(world)
    port = world.server.port
    ready = [prepare(port, request_id, world.cookie_of(user_id)) for user_id in tutors]
    answers = _all_at_once(ready)
    signed = [answer for answer in answers if answer.entry_id is not None]
    clear = [answer for answer in answers if answer.status == 409 and CLEAR in answer.text]
    print(f"  {len(answers)} signatures sent: {len(signed)} signed, {len(clear)} told it was done")
    faults = []
    if len(signed) != 1 or len(clear) != SIGNERS - 1:
        found = sorted(answer.status for answer in answers)
        faults.append(f"1 signature and {SIGNERS - 1} clear answers expected, got {found}")
    faults += _behind(world, request_id, signed)
    return faults


def _waiting_request(world: World) -> tuple[int, list[int]]:
    """A waiting request, and twenty tutors of its unit."""
    with world.database.reading() as session:
        row = session.execute(
            select(SignOffRequest.id, SignOffRequest.unit_id)
            .where(SignOffRequest.state == RequestState.WAITING)
            .order_by(SignOffRequest.id)
        ).first()
        assert row is not None
        tutors = session.scalars(
            select(RoleGrant.user_id)
            .where(RoleGrant.role == Role.TUTOR, RoleGrant.unit_id == row.unit_id)
            .limit(SIGNERS)
        ).all()
    assert len(tutors) == SIGNERS
    return row.id, list(tutors)


def _all_at_once(ready: list[Ready]) -> list[Answer]:
    gate = threading.Barrier(len(ready))

    def sign(one: Ready) -> Answer:
        gate.wait()
        return send(one)

    with ThreadPoolExecutor(len(ready)) as pool:
        return list(pool.map(sign, ready))


def _behind(world: World, request_id: int, signed: list[Answer]) -> list[str]:
    """What the database holds must be what was answered."""
    with world.database.reading() as session:
        lines = session.scalars(
            select(LedgerEntry.id).where(LedgerEntry.request_id == request_id)
        ).all()
        state = session.scalar(select(SignOffRequest.state).where(SignOffRequest.id == request_id))
        total = session.scalar(select(func.count()).select_from(LedgerEntry))
    faults = []
    if list(lines) != [answer.entry_id for answer in signed]:
        faults.append(f"ledger lines {list(lines)} are not the receipts")
    if state is not RequestState.SIGNED:
        faults.append(f"the request is {state}")
    if fault := world.chain_fault():
        faults.append(f"the chain is broken, {fault}")
    print(f"  the ledger holds {len(lines)} line for this request, {total} in all, chain checked")
    return faults


if __name__ == "__main__":
    sys.exit(run("Twenty tutors sign the same request at once", check))

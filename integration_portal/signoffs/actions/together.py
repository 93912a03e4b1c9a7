"""Several lines signed with one password: each its own ledger line, in one transaction.

Whoever shares a queue may be faster on one of them: that one is named, the others are signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core.actor import Actor
from ...core.errors import NotFoundError, PortalError
from .. import policy
from ..errors import ChangedSinceReadError
from ..models import LedgerEntry, SignOffRequest
from ..queries_queue import QueueLine, list_queue
from .claiming import refuse_late
from .countersigning import countersign
from .deciding import decide


@dataclass(frozen=True)
class Chosen:
    """One line as it was shown: ``proof`` tells whether it still reads the same."""

    request_id: int
    proof: str


@dataclass(frozen=True)
class Fate:
    """What became of one line: signed, or why not."""

    title: str
    recruit: str
    entry: LedgerEntry | None
    refusal: str = ""


def sign_together(session: Session, actor: Actor, chosen: Sequence[Chosen]) -> list[Fate]:
    """Sign each line that still reads as it was shown. The caller has just checked the password.

    Every request is locked before the ledger is: two people signing the same ones in another
    order wait for each other, never both.
    """
    ids = sorted({one.request_id for one in chosen})
    session.execute(
        select(SignOffRequest.id)
        .where(SignOffRequest.id.in_(ids))
        .order_by(SignOffRequest.id)
        .with_for_update()
    )
    lines = {line.id: line for line in list_queue(session, actor, only=ids)}
    return [_sign(session, actor, one, lines.get(one.request_id)) for one in chosen]


def _sign(session: Session, actor: Actor, chosen: Chosen, line: QueueLine | None) -> Fate:
    request = session.get(SignOffRequest, chosen.request_id, populate_existing=True)
    if request is None or not policy.can_decide(actor, request):
        raise NotFoundError
    recruit = session.get_one(User, request.recruit_id).name
    try:
        with session.begin_nested():
            entry = _write(session, actor, request, line, chosen.proof)
    except PortalError as error:
        return Fate(request.title, recruit, None, error.message)
    return Fate(request.title, recruit, entry)


def _write(
    session: Session, actor: Actor, request: SignOffRequest, line: QueueLine | None, proof: str
) -> LedgerEntry:
    if line is None:
        refuse_late(session, request)
    if line is None or not line.together or line.proof(actor) != proof:
        raise ChangedSinceReadError
    if line.decision is not None:
        return countersign(session, actor, request, accepts=True)
    return decide(session, actor, request, levels=line.levels, comment="", validates=True)

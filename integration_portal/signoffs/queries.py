"""Reading requests and ledger lines, always inside what the actor may see."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Unit
from . import policy
from .ledger import Beside, Line
from .models import EntryKind, LedgerEntry, LedgerHead, RequestState, SignOffRequest

_BATCH = 1000


@dataclass(frozen=True)
class QueueLine:
    """One request waiting. ``mine``: the person was named for it."""

    id: int
    recruit: str
    title: str
    unit: str
    minutes: int
    requested_at: dt.datetime
    mine: bool


def _name(user: Any) -> Any:
    return user.given_name + " " + user.family_name


def list_queue(session: Session, actor: Actor, *, limit: int = 100) -> list[QueueLine]:
    """Requests the actor may decide on, hers first, then oldest first."""
    recruit = aliased(User)
    rows = session.execute(
        select(
            SignOffRequest.id,
            _name(recruit).label("recruit"),
            SignOffRequest.title,
            Unit.name.label("unit"),
            SignOffRequest.minutes,
            SignOffRequest.requested_at,
            (SignOffRequest.signer_id == actor.id).label("mine"),
        )
        .join(recruit, recruit.id == SignOffRequest.recruit_id)
        .join(Unit, Unit.id == SignOffRequest.unit_id)
        .where(SignOffRequest.state == RequestState.WAITING, policy.decidable_by(actor))
        .order_by(SignOffRequest.requested_at, SignOffRequest.id)
        .limit(limit)
    ).all()
    lines = [
        QueueLine(
            row.id, row.recruit, row.title, row.unit, row.minutes, row.requested_at, bool(row.mine)
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.mine)


def get_decidable(session: Session, actor: Actor, request_id: int) -> SignOffRequest:
    """A request the actor may decide on, whatever its state. Raises NotFoundError."""
    found = session.scalar(
        select(SignOffRequest).where(SignOffRequest.id == request_id, policy.decidable_by(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def get_own_waiting(session: Session, actor: Actor, request_id: int) -> SignOffRequest:
    """The recruit's own request. Raises NotFoundError."""
    found = session.get(SignOffRequest, request_id)
    if found is None or found.recruit_id != actor.id:
        raise NotFoundError
    return found


def find_latest_request(session: Session, subject: str) -> SignOffRequest | None:
    return session.scalar(
        select(SignOffRequest)
        .where(SignOffRequest.subject == subject)
        .order_by(SignOffRequest.id.desc())
        .limit(1)
    )


def get_entry(session: Session, actor: Actor, entry_id: int) -> tuple[LedgerEntry, SignOffRequest]:
    """A ledger line the actor may read, with its request. Raises NotFoundError."""
    row = session.execute(
        select(LedgerEntry, SignOffRequest)
        .join(SignOffRequest, SignOffRequest.id == LedgerEntry.request_id)
        .where(LedgerEntry.id == entry_id, policy.visible_to(actor))
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


def list_entries_of(session: Session, subject: str) -> Sequence[LedgerEntry]:
    """Every ledger line about one subject, in order."""
    return session.scalars(
        select(LedgerEntry)
        .join(SignOffRequest, SignOffRequest.id == LedgerEntry.request_id)
        .where(SignOffRequest.subject == subject)
        .order_by(LedgerEntry.seq)
    ).all()


def list_entries_of_request(session: Session, request_id: int) -> Sequence[LedgerEntry]:
    return session.scalars(
        select(LedgerEntry).where(LedgerEntry.request_id == request_id).order_by(LedgerEntry.seq)
    ).all()


def answered(entries: Sequence[LedgerEntry]) -> bool:
    """Whether the recruit acknowledged or disputed."""
    return any(e.kind in {EntryKind.ACKNOWLEDGED, EntryKind.DISPUTED} for e in entries)


_about = aliased(LedgerEntry)
_CHAIN = (
    select(
        LedgerEntry.seq, LedgerEntry.payload, LedgerEntry.hash,
        type_coerce(LedgerEntry.kind, String), LedgerEntry.request_id, LedgerEntry.recruit_id,
        LedgerEntry.author_id, LedgerEntry.at, _about.hash,
    )
    .outerjoin(_about, _about.id == LedgerEntry.about_id)
    .order_by(LedgerEntry.seq)
    .limit(_BATCH)
)  # fmt: skip


def chain(session: Session, establishment_id: int) -> Iterator[Line]:
    """An establishment's lines in order, a thousand at a time."""
    last = 0
    while True:
        rows = session.execute(
            _CHAIN.where(LedgerEntry.establishment_id == establishment_id, LedgerEntry.seq > last)
        ).all()
        for row in rows:
            yield Line(row[0], row[1], row[2], Beside(*row[3:]))
        if len(rows) < _BATCH:
            return
        last = rows[-1].seq


def head_of(session: Session, establishment_id: int) -> tuple[int, str]:
    """(seq, hash) of the last line as the head remembers it; (0, "") for an empty chain."""
    head = session.get(LedgerHead, establishment_id)
    return (head.seq, head.hash) if head else (0, "")

"""Reading requests and ledger lines, always inside what the actor may see."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    String,
    bindparam,
    exists,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session, aliased

from ..core.actor import Actor
from ..core.errors import NotFoundError
from . import policy
from .ledger import Beside, Line
from .models import EntryKind, LedgerEntry, LedgerHead, SignOffRequest

_BATCH = 1000
_about = aliased(LedgerEntry)
_DECIDABLE = select(SignOffRequest).where(
    SignOffRequest.id == bindparam("request"), policy.decidable_within()
)


def get_decidable(session: Session, actor: Actor, request_id: int) -> SignOffRequest:
    """A request the actor may decide on, whatever its state. Raises NotFoundError."""
    found = session.scalar(_DECIDABLE, {**policy.reach(actor), "request": request_id})
    if found is None:
        raise NotFoundError
    return found


def get_countersignable(
    session: Session, actor: Actor, request_id: int
) -> tuple[SignOffRequest, LedgerEntry | None]:
    """A request of a unit where the actor is a doctor, and what was decided on it, if anything
    was yet. Raises NotFoundError."""
    decided = LedgerEntry.kind.in_([EntryKind.SIGNED, EntryKind.RETURNED])
    row = session.execute(
        select(SignOffRequest, LedgerEntry)
        .outerjoin(LedgerEntry, (LedgerEntry.request_id == SignOffRequest.id) & decided)
        .where(SignOffRequest.id == request_id, policy.doctored_by(actor))
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], row[1]


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


def decision_of(session: Session, request_id: int) -> LedgerEntry:
    """What was decided on it. Raises NoResultFound before the decision."""
    return session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.request_id == request_id,
            LedgerEntry.kind.in_([EntryKind.SIGNED, EntryKind.RETURNED]),
        )
    ).one()


def last_return(entries: Sequence[LedgerEntry]) -> LedgerEntry | None:
    """The last line that sends the subject back, among all of its lines in order."""
    back = [one for one in entries if one.kind in {EntryKind.RETURNED, EntryKind.DECLINED}]
    return back[-1] if back else None


def redo_of(entry: LedgerEntry | None) -> dict[str, str] | None:
    """Its « quoi, comment, quand »; None for a line signed before these were asked."""
    found: dict[str, str] | None = json.loads(entry.payload).get("redo") if entry else None
    return found


def corrections_of(
    entries: Sequence[LedgerEntry], entry: LedgerEntry
) -> list[tuple[LedgerEntry, dict[str, Any]]]:
    """The lines that correct it, with what they say, among those of its request."""
    return [
        (one, json.loads(one.payload))
        for one in entries
        if one.kind is EntryKind.CORRECTED and one.about_id == entry.id
    ]


def withdrawn(entry_id: SQLColumnExpression[int | None]) -> ColumnElement[bool]:
    """Whether its author took back the line that a column names."""
    return exists().where(_about.about_id == entry_id, _about.kind == EntryKind.WITHDRAWN)


def find_withdrawal(session: Session, entry_id: int) -> LedgerEntry | None:
    """The line that takes back this one."""
    return session.scalars(
        select(LedgerEntry).where(
            LedgerEntry.about_id == entry_id, LedgerEntry.kind == EntryKind.WITHDRAWN
        )
    ).one_or_none()


def answered(entries: Sequence[LedgerEntry], entry: LedgerEntry) -> bool:
    """Whether the recruit acknowledged or disputed that line."""
    answers = {EntryKind.ACKNOWLEDGED, EntryKind.DISPUTED}
    return any(one.kind in answers and one.about_id == entry.id for one in entries)


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

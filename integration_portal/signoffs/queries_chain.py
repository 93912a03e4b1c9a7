"""A whole chain checked in one pass; its anchors; its lines taken back or corrected."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import Session, aliased

from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission
from ..establishments.models import Establishment
from . import queries
from .ledger import Anchor, verify
from .models import EntryKind, LedgerAnchor, LedgerEntry
from .tally import Mark, Tally

# Written out in the statement: SQLite uses a partial index only for the very words of its condition.
_AMENDED = LedgerEntry.kind.in_(
    bindparam(
        "amended",
        [EntryKind.WITHDRAWN, EntryKind.CORRECTED],
        expanding=True,
        literal_execute=True,
    )
)


@dataclass(frozen=True)
class Checked:
    """``seq``, ``hash``: the head. ``fault``: the first one in words, "" for an intact chain."""

    seq: int
    hash: str
    fault: str


@dataclass(frozen=True)
class Amended:
    """A withdrawal or a correction: who wrote it, when, about which line and whose, and why."""

    seq: int
    at: dt.datetime
    kind: EntryKind
    about: int | None
    author: str
    recruit: str
    reason: str

    @property
    def word(self) -> str:
        return "retrait" if self.kind is EntryKind.WITHDRAWN else "correction"


def at_one_instant(session: Session) -> None:
    """Heads and lines of one and the same moment: what is signed meanwhile breaks no chain. To be
    called first; SQLite reads that way already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def check(
    session: Session, place_id: int, anchors: Iterable[Anchor] = (), tally: Tally | None = None
) -> Checked:
    """Read the whole chain, against its head, the anchors kept here and ``anchors``."""
    seq, head = queries.head_of(session, place_id)
    lines = (tally or Tally()).watching(queries.chain(session, place_id))
    known = {*list_anchors(session, place_id), *anchors}
    fault = verify(lines, expected_head=(seq, head), anchors=known)
    for _ in lines if tally else ():  # counted to the end, whatever was found
        pass
    return Checked(seq, head, f"ligne {fault.seq} : {fault.reason}" if fault else "")


def list_anchors(session: Session, place_id: int) -> list[Anchor]:
    rows = session.execute(
        select(LedgerAnchor.day, LedgerAnchor.seq, LedgerAnchor.hash)
        .where(LedgerAnchor.establishment_id == place_id)
        .order_by(LedgerAnchor.day)
    )
    return [Anchor(*row) for row in rows]


def last_anchor(session: Session, place_id: int) -> LedgerAnchor | None:
    return session.scalar(
        select(LedgerAnchor)
        .where(LedgerAnchor.establishment_id == place_id)
        .order_by(LedgerAnchor.id.desc())
        .limit(1)
    )


def count_anchors(session: Session, place_id: int) -> tuple[int, dt.date | None, dt.date | None]:
    """How many, the first day and the last one."""
    row = session.execute(
        select(func.count(), func.min(LedgerAnchor.day), func.max(LedgerAnchor.day)).where(
            LedgerAnchor.establishment_id == place_id
        )
    ).one()
    return row[0], row[1], row[2]


def count_since(session: Session, place_id: int, seq: int) -> Mapping[str, int]:
    """Lines of each kind after line ``seq``."""
    rows = session.execute(
        select(LedgerEntry.kind, func.count())
        .where(LedgerEntry.establishment_id == place_id, LedgerEntry.seq > seq)
        .group_by(LedgerEntry.kind)
    )
    return {kind.value: count for kind, count in rows}


def mark_of(session: Session, place_id: int, seq: int) -> Mark | None:
    row = session.execute(
        select(LedgerEntry.seq, LedgerEntry.at, LedgerEntry.hash).where(
            LedgerEntry.establishment_id == place_id, LedgerEntry.seq == seq
        )
    ).first()
    return Mark(*row) if row else None


def list_amended(
    session: Session,
    place_id: int,
    *,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    limit: int | None = None,
) -> Sequence[Amended]:
    """Lines that take back or correct another, latest first."""
    about = aliased(LedgerEntry)
    query = (
        select(LedgerEntry.seq, LedgerEntry.at, LedgerEntry.kind, about.seq, LedgerEntry.payload)
        .outerjoin(about, about.id == LedgerEntry.about_id)
        .where(
            LedgerEntry.establishment_id == place_id,
            _AMENDED,
        )
        .order_by(LedgerEntry.seq.desc())
        .limit(limit)
    )
    if since is not None:
        query = query.where(LedgerEntry.at >= since)
    if until is not None:
        query = query.where(LedgerEntry.at < until)
    return [_amended(row) for row in session.execute(query)]


def _amended(row: Any) -> Amended:
    inside = json.loads(row.payload)
    author, recruit = (
        f"{inside[part]['given_name']} {inside[part]['family_name']}"
        for part in ("author", "recruit")
    )
    reason = str(inside.get("comment", ""))
    return Amended(row.seq, row.at, row.kind, row[3], author, recruit, reason)


def list_places(session: Session, actor: Actor) -> Sequence[Establishment]:
    """The establishments whose ledger the actor may check."""
    scope = actor.scope(Permission.LEDGER_READ)
    return session.scalars(
        select(Establishment)
        .where(Establishment.id.in_(scope.establishments))
        .order_by(Establishment.name)
    ).all()


def get_place(places: Sequence[Establishment], place_id: int | None) -> Establishment:
    """The one asked for, the first by default. Raises NotFoundError."""
    for place in places:
        if place_id in {None, place.id}:
            return place
    raise NotFoundError

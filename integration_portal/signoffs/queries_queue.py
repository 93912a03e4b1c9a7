"""« À valider »: what waits for somebody's signature, in three statements whatever its length."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..establishments.models import Unit
from . import policy, sentences
from .models import (
    EntryKind,
    LedgerEntry,
    NamedObserver,
    RequestState,
    SignerAbsence,
    SignOffRequest,
)
from .queries_basis import Basis, Standing, map_bases, running

LIMIT = 100


@dataclass(frozen=True)
class QueueLine:
    """One request waiting. ``decision``: the validation that a doctor is asked to countersign;
    None: the request waits for a decision."""

    id: int
    recruit: str
    title: str
    unit: str
    minutes: int
    requested_at: dt.datetime
    standing: Standing
    decision: sentences.About | None
    levels: Mapping[str, int]
    criteria: Sequence[Mapping[str, Any]]
    seen: int
    ready: bool

    @property
    def mine(self) -> bool:
        """Asked of this person, or of somebody she relays; or a doctor's to countersign."""
        return self.standing.expected or self.decision is not None

    @property
    def together(self) -> bool:
        """May be signed with others: nothing is left to look at, nor to explain."""
        return self.decision is not None or (self.ready and self.mine)

    def sentence(self, actor: Actor) -> str:
        signer = sentences.Signer(actor.name, actor.quality, self.unit, self.standing.relay_of)
        if self.decision is not None:
            return sentences.countersignature(signer, self.decision, accepts=True)
        return sentences.decision(signer, self.recruit, self.title, validates=True, seen=self.seen)

    def proof(self, actor: Actor) -> str:
        """Changes as soon as what would be signed does."""
        text = json.dumps([self.sentence(actor), dict(self.levels)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def _name(user: Any) -> Any:
    return user.given_name + " " + user.family_name


def list_queue(
    session: Session, actor: Actor, *, only: Collection[int] | None = None
) -> list[QueueLine]:
    """What the actor may decide on or countersign: hers first, then oldest first."""
    recruit, away, author = aliased(User), aliased(User), aliased(User)
    absence = and_(
        SignerAbsence.relay_id == actor.id,
        SignerAbsence.user_id == SignOffRequest.signer_id,
        SignerAbsence.establishment_id == SignOffRequest.establishment_id,
        running(clock.now()),
    )
    waiting = and_(SignOffRequest.state == RequestState.WAITING, policy.decidable_by(actor))
    validated = and_(
        SignOffRequest.state == RequestState.COUNTERSIGN, policy.countersignable_by(actor)
    )
    query = (
        select(
            SignOffRequest.id,
            SignOffRequest.subject,
            SignOffRequest.state,
            _name(recruit).label("recruit"),
            SignOffRequest.title,
            Unit.name.label("unit"),
            SignOffRequest.minutes,
            SignOffRequest.requested_at,
            SignOffRequest.criteria,
            SignOffRequest.rule,
            (SignOffRequest.signer_id == actor.id).label("signer"),
            NamedObserver.id.label("observer"),
            SignerAbsence.user_id.label("away_id"),
            SignerAbsence.last_on,
            _name(away).label("away"),
            LedgerEntry.seq,
            _name(author).label("author"),
        )
        .join(recruit, recruit.id == SignOffRequest.recruit_id)
        .join(Unit, Unit.id == SignOffRequest.unit_id)
        .outerjoin(
            NamedObserver,
            and_(NamedObserver.request_id == SignOffRequest.id, NamedObserver.user_id == actor.id),
        )
        .outerjoin(SignerAbsence, absence)
        .outerjoin(away, away.id == SignerAbsence.user_id)
        .outerjoin(
            LedgerEntry,
            and_(LedgerEntry.request_id == SignOffRequest.id, LedgerEntry.kind == EntryKind.SIGNED),
        )
        .outerjoin(author, author.id == LedgerEntry.author_id)
        .where(or_(waiting, validated))
        .order_by(SignOffRequest.requested_at, SignOffRequest.id)
    )
    if only is not None:
        query = query.where(SignOffRequest.id.in_(only))
    rows = session.execute(query.limit(LIMIT)).all()
    bases = map_bases(session, {row.subject for row in rows})
    lines = [_line(row, bases[row.subject]) for row in rows]
    return sorted(lines, key=lambda line: not line.mine)


def _line(row: Any, basis: Basis) -> QueueLine:
    standing = Standing(bool(row.signer or row.observer))
    if not standing.named and row.away_id is not None:
        standing = Standing(False, row.away_id, row.away, row.last_on)
    decision = None
    if row.state is RequestState.COUNTERSIGN:
        standing = Standing(True)
        decision = sentences.About(row.seq, row.author, row.recruit, row.title)
    return QueueLine(
        row.id, row.recruit, row.title, row.unit, row.minutes, row.requested_at, standing, decision,
        basis.levels, row.criteria, len(basis.seen), basis.ready(row.rule, row.criteria),
    )  # fmt: skip

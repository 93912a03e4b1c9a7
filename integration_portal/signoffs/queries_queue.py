"""« À valider »: what waits for somebody's signature, in three statements whatever its length."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, or_, select
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.types import UtcDateTime
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
from .subjects import link_of

LIMIT = 100


@dataclass(frozen=True)
class QueueLine:
    """One request waiting. ``decision``: the validation that a doctor is asked to countersign;
    None: the request waits for a decision. ``what``: a step, a competency."""

    id: int
    recruit: str
    title: str
    what: str
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
        return sentences.decision(
            signer, self.recruit, self.title, validates=True, what=self.what, seen=self.seen
        )

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
    query = _queue(countersigns=bool(policy.doctor_scope(actor)), some=only is not None)
    values = {**policy.reach(actor), "now": clock.now(), "only": list(only or ())}
    rows = session.connection().execute(query, values).all()
    bases = map_bases(session, {row.subject for row in rows})
    return [_line(row, bases[row.subject]) for row in rows]


# Built once for each kind of reader: making such a statement anew costs more than running it.
@lru_cache(maxsize=4)
def _queue(*, countersigns: bool, some: bool) -> Select[Any]:
    asked = SignOffRequest
    wanted: ColumnElement[bool] = and_(
        asked.state == RequestState.WAITING, policy.decidable_within()
    )
    hers = [
        asked.signer_id == policy.ME, SignerAbsence.id.is_not(None), NamedObserver.id.is_not(None)
    ]  # fmt: skip
    if countersigns:
        validated = and_(asked.state == RequestState.COUNTERSIGN, policy.countersignable_within())
        hers.append(validated)
        wanted = or_(wanted, validated)
    if some:
        wanted &= asked.id.in_(bindparam("only", type_=Integer, expanding=True))
    others = case((or_(*hers), 0), else_=1)
    return _told().where(wanted).order_by(others, asked.requested_at, asked.id).limit(LIMIT)


def _told() -> Select[Any]:
    """Requests with all that a line says of them and of the reader's place in them."""
    recruit, away, author = aliased(User), aliased(User), aliased(User)
    asked = SignOffRequest
    absence = and_(
        SignerAbsence.relay_id == policy.ME, SignerAbsence.user_id == asked.signer_id,
        SignerAbsence.establishment_id == asked.establishment_id, running(bindparam("now", type_=UtcDateTime)),
    )  # fmt: skip
    observer = and_(NamedObserver.request_id == asked.id, NamedObserver.user_id == policy.ME)
    signed = and_(LedgerEntry.request_id == asked.id, LedgerEntry.kind == EntryKind.SIGNED)
    return (
        select(
            asked.id, asked.subject, asked.state, asked.title, asked.minutes, asked.requested_at,
            asked.criteria, asked.rule, (asked.signer_id == policy.ME).label("signer"),
            _name(recruit).label("recruit"), Unit.name.label("unit"),
            NamedObserver.id.label("observer"), SignerAbsence.user_id.label("away_id"),
            SignerAbsence.last_on, _name(away).label("away"), LedgerEntry.seq,
            _name(author).label("author"),
        )
        .join(recruit, recruit.id == asked.recruit_id)
        .join(Unit, Unit.id == asked.unit_id)
        .outerjoin(NamedObserver, observer)
        .outerjoin(SignerAbsence, absence)
        .outerjoin(away, away.id == SignerAbsence.user_id)
        .outerjoin(LedgerEntry, signed)
        .outerjoin(author, author.id == LedgerEntry.author_id)
    )  # fmt: skip


def _line(row: Any, basis: Basis) -> QueueLine:
    what = link_of(row.subject).act
    standing = Standing(bool(row.signer or row.observer))
    if not standing.named and row.away_id is not None:
        standing = Standing(False, row.away_id, row.away, row.last_on)
    decision = None
    if row.state is RequestState.COUNTERSIGN:
        standing = Standing(True)
        decision = sentences.About(row.seq, row.author, row.recruit, row.title, what)
    return QueueLine(
        row.id, row.recruit, row.title, what, row.unit, row.minutes, row.requested_at, standing, decision,
        basis.levels, row.criteria, len(basis.seen), basis.ready(row.rule, row.criteria),
    )  # fmt: skip

"""« À valider »: what waits for somebody's signature, in two statements whatever its length."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    or_,
    select,
)
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
from .queries_basis import Basis, Told, make_bases, read_told
from .queries_standing import Standing, relaying, with_place
from .subjects import link_of

LIMIT = 100


@dataclass(frozen=True, eq=False)
class QueueLine:
    """One request waiting. ``decision``: the validation that a doctor is asked to countersign;
    None: the request waits for a decision."""

    id: int
    subject: str
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
        return sentences.decision(
            signer,
            self.recruit,
            self.title,
            validates=True,
            what=link_of(self.subject).act,
            seen=self.seen,
        )

    def proof(self, actor: Actor) -> str:
        """Changes as soon as what would be signed does."""
        text = json.dumps([self.sentence(actor), dict(self.levels)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


Lines = tuple[QueueLine, ...]


def _name(user: Any) -> Any:
    return user.given_name + " " + user.family_name


def list_queue(session: Session, actor: Actor, *, only: Collection[int] | None = None) -> Lines:
    """What the actor may decide on or countersign: hers first, then oldest first."""
    query = _queue(
        countersigns=bool(policy.doctor_scope(actor)), wide=policy.is_wide(actor),
        some=only is not None,
    )  # fmt: skip
    values = {**policy.reach(actor), "now": clock.now(), "only": list(only or ())}
    rows = tuple(session.connection().execute(query, values).all())
    return _lines(rows, read_told(session, list({row.subject for row in rows})))


# A queue changes when somebody asks, signs or notes something: what was read is compared, and lines
# already made are kept. Some 60 kB each.
@lru_cache(maxsize=64)
def _lines(rows: tuple[Any, ...], told: Told) -> Lines:
    bases = make_bases({row.subject for row in rows}, told)
    return tuple(_line(row, bases[row.subject]) for row in rows)


# Built once for each kind of reader: making such a statement anew costs more than running it.
@lru_cache(maxsize=8)
def _queue(*, countersigns: bool, wide: bool, some: bool) -> Select[Any]:
    asked = SignOffRequest
    wanted: ColumnElement[bool] = and_(
        asked.state == RequestState.WAITING, policy.decidable_within(wide=wide)
    )
    hers = [
        asked.signer_id == policy.ME, SignerAbsence.id.is_not(None), NamedObserver.id.is_not(None)
    ]  # fmt: skip
    if countersigns:
        validated = and_(
            asked.state == RequestState.COUNTERSIGN, policy.countersignable_within(wide=wide)
        )
        hers.append(validated)
        wanted = or_(wanted, validated)
    if some:
        wanted &= asked.id.in_(bindparam("only", type_=Integer, expanding=True))
    others = case((or_(*hers), 0), else_=1)
    return _told().where(wanted).order_by(others, asked.requested_at, asked.id).limit(LIMIT)


def _told() -> Select[Any]:
    """Requests with all that a line says of them and of the reader's place in them."""
    recruit, author = aliased(User), aliased(User)
    asked = SignOffRequest
    signed = and_(LedgerEntry.request_id == asked.id, LedgerEntry.kind == EntryKind.SIGNED)
    lines = (
        select(
            asked.id, asked.subject, asked.state, asked.title, asked.minutes, asked.requested_at,
            cast(asked.criteria, Text).label("criteria"), cast(asked.rule, Text).label("rule"),
            _name(recruit).label("recruit"), Unit.name.label("unit"), LedgerEntry.seq,
            _name(author).label("author"),
        )
        .join(recruit, recruit.id == asked.recruit_id)
        .join(Unit, Unit.id == asked.unit_id)
        .outerjoin(LedgerEntry, signed)
        .outerjoin(author, author.id == LedgerEntry.author_id)
    )  # fmt: skip
    return with_place(lines)


def _line(row: Any, basis: Basis) -> QueueLine:
    named = row.signer or row.named_at is not None
    standing = Standing(named=True) if named else relaying(row)
    decision = None
    if row.state is RequestState.COUNTERSIGN:
        standing = Standing(named=True)
        decision = sentences.About(
            row.seq, row.author, row.recruit, row.title, link_of(row.subject).act
        )
    criteria, rule = orjson.loads(row.criteria), orjson.loads(row.rule)
    return QueueLine(
        row.id, row.subject, row.recruit, row.title, row.unit, row.minutes, row.requested_at,
        standing, decision, basis.levels, criteria, len(basis.seen), basis.ready(rule, criteria),
    )  # fmt: skip

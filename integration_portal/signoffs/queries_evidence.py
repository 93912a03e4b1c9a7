"""What was seen and talked over, about one subject."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, String, bindparam, or_, select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core.actor import Actor
from ..establishments.models import Establishment
from .evidence import Rule, Seen, succeeded
from .models import NamedObserver, Observation, ObservationState, ReflectiveTalk, SignOffRequest
from .queries import withdrawn
from .queries_basis import Basis
from .rules import Criterion

_NAME = User.given_name + " " + User.family_name
_OF_SUBJECT = SignOffRequest.subject == bindparam("subject", type_=String)
_ME = bindparam("me", type_=Integer)
# Built once, and sent without the ORM: making such a statement anew costs more than running it.
_OBSERVATIONS = (
    select(
        Observation.id, Observation.request_id, Observation.situation_at, Observation.state,
        Observation.observer_id, Observation.levels, Observation.acts, _NAME.label("name"),
    )
    .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
    .join(User, User.id == Observation.observer_id)
    .where(
        _OF_SUBJECT,
        or_(Observation.state != ObservationState.DRAFT, Observation.observer_id == _ME),
    )
    .order_by(Observation.situation_at, Observation.id)
)  # fmt: skip
_TALKS = (
    select(
        ReflectiveTalk.id, ReflectiveTalk.request_id, ReflectiveTalk.held_at,
        ReflectiveTalk.entry_id, ReflectiveTalk.confirmed_entry_id, _NAME.label("name"),
        withdrawn(ReflectiveTalk.entry_id).label("withdrawn"),
    )
    .join(SignOffRequest, SignOffRequest.id == ReflectiveTalk.request_id)
    .join(User, User.id == ReflectiveTalk.author_id)
    .where(_OF_SUBJECT, or_(ReflectiveTalk.entry_id.is_not(None), ReflectiveTalk.author_id == _ME))
    .order_by(ReflectiveTalk.held_at, ReflectiveTalk.id)
)  # fmt: skip
_NAMED = (
    select(_NAME.label("name"), NamedObserver.named_at)
    .join(SignOffRequest, SignOffRequest.id == NamedObserver.request_id)
    .join(User, User.id == NamedObserver.user_id)
    .where(_OF_SUBJECT)
    .order_by(NamedObserver.named_at)
)


def list_seen(session: Session, request: SignOffRequest) -> list[Seen]:
    """Every signed observation of its subject, whichever request it was made on, oldest first."""
    rows = session.execute(
        select(
            Observation.situation_at, Observation.observer_id, Observation.levels,
            Establishment.time_zone,
        )
        .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
        .join(Establishment, Establishment.id == SignOffRequest.establishment_id)
        .where(
            SignOffRequest.subject == request.subject,
            Observation.state == ObservationState.SIGNED,
        )
        .order_by(Observation.situation_at)
    )  # fmt: skip
    return [
        Seen(at.astimezone(ZoneInfo(zone)).date(), observer, levels)
        for at, observer, levels, zone in rows
    ]


class SeenLine(NamedTuple):
    """One observation as it is listed. ``succeeded``: every ★ « acquis » or better."""

    id: int
    request_id: int
    at: dt.datetime
    observer: str
    state: ObservationState
    succeeded: bool
    acts: int


class TalkLine(NamedTuple):
    """One talk as it is listed; ``withdrawn``: it counts no more."""

    id: int
    request_id: int
    at: dt.datetime
    author: str
    signed: bool
    confirmed: bool
    withdrawn: bool


class NamedLine(NamedTuple):
    name: str
    at: dt.datetime


@dataclass(frozen=True)
class Evidence:
    """``rule``: the sentence of what is asked; ``missing``: what is left, in words; ``basis``: what
    a decision would rest on. ``drafts`` are the reader's own."""

    rule: str
    missing: list[str]
    seen: list[SeenLine]
    drafts: list[SeenLine]
    talks: list[TalkLine]
    basis: Basis
    zone: str

    @property
    def warning(self) -> str:
        """About the talk; "" when there is nothing to say."""
        return self.basis.warning


def read_evidence(session: Session, actor: Actor, request: SignOffRequest) -> Evidence:
    """Everything seen and talked over about the subject of a request. Three statements."""
    zone = session.get_one(Establishment, request.establishment_id).time_zone
    return read_subject(
        session, actor, request.subject, rule=request.rule, criteria=request.criteria, zone=zone
    )


def read_subject(
    session: Session,
    actor: Actor,
    subject: str,
    *,
    rule: Mapping[str, Any],
    criteria: Sequence[Criterion],
    zone: str,
) -> Evidence:
    """The same for a subject that may not be asked yet. The caller may read it. Two statements."""
    rows = _observations(session, actor, subject)
    talks = _talks(session, actor, subject)
    lines = [_line(row, criteria) for row in rows]
    basis = _basis(rows, talks, ZoneInfo(zone))
    return Evidence(
        rule=Rule.of(rule).sentence,
        missing=basis.left(rule, criteria),
        seen=[one for one in lines if one.state is not ObservationState.DRAFT],
        drafts=[one for one in lines if one.state is ObservationState.DRAFT],
        talks=talks,
        basis=basis,
        zone=zone,
    )


def _basis(rows: Sequence[Any], talks: Sequence[TalkLine], zone: ZoneInfo) -> Basis:
    """As ``queries_basis.map_bases`` finds it, from what was read here."""
    signed = [row for row in rows if row.state is ObservationState.SIGNED]
    return Basis(
        [
            Seen(row.situation_at.astimezone(zone).date(), row.observer_id, row.levels)
            for row in signed
        ],
        [row.situation_at for row in signed],
        [one.at for one in talks if one.signed and not one.withdrawn],
    )


def _line(row: Any, criteria: Sequence[Criterion]) -> SeenLine:
    good = succeeded(criteria, row.levels)
    return SeenLine(
        row.id, row.request_id, row.situation_at, row.name, row.state, good, len(row.acts)
    )


def _observations(session: Session, actor: Actor, subject: str) -> Sequence[Any]:
    values = {"subject": subject, "me": actor.id}
    return session.connection().execute(_OBSERVATIONS, values).all()


def _talks(session: Session, actor: Actor, subject: str) -> list[TalkLine]:
    rows = session.connection().execute(_TALKS, {"subject": subject, "me": actor.id})
    return [
        TalkLine(
            row.id, row.request_id, row.held_at, row.name,
            row.entry_id is not None, row.confirmed_entry_id is not None, row.withdrawn,
        )
        for row in rows
    ]  # fmt: skip


def list_named(session: Session, subject: str) -> list[NamedLine]:
    """Who was named beside the signer, in order."""
    rows = session.connection().execute(_NAMED, {"subject": subject})
    return [NamedLine(row.name, row.named_at) for row in rows]

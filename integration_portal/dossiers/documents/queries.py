"""What papers are made of: a journey, and all that was signed about its recruit in that place."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...establishments.models import Establishment
from ...interviews.models import Interview, InterviewKind
from ...journeys import queries as journeys
from ...journeys.models import Journey, Step
from ...signoffs.models import (
    LedgerEntry,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)
from ...signoffs.queries import withdrawn
from ..models import Attestation
from . import policy
from .words import SignedLine

# Signed by both: one agreed, or said why not.
_CLOSED = ("signed", "disputed")


@dataclass(frozen=True)
class Seen:
    """A signed observation, the request it was made on, its line."""

    row: Observation
    request: SignOffRequest
    line: SignedLine | None


@dataclass(frozen=True)
class Talked:
    """A signed talk. ``confirmed``: the other person's line."""

    row: ReflectiveTalk
    request: SignOffRequest
    line: SignedLine | None
    confirmed: SignedLine | None


@dataclass(frozen=True)
class Met:
    """An interview whose minutes both signed, agreeing or not, with their lines. ``opens``: its
    words are for this reader, as they are on its page."""

    row: Interview
    lines: tuple[SignedLine, ...]
    opens: bool


@dataclass(frozen=True)
class Dossier:
    """All that papers say of one journey. ``at``: the last thing that happened in it, which dates
    the papers: made again from the same facts, they are the same."""

    journey: Journey
    place: Establishment
    steps: Sequence[Step]
    names: dict[int, str]
    lines: Sequence[SignedLine]
    seen: Sequence[Seen]
    talked: Sequence[Talked]
    met: Sequence[Met]
    at: dt.datetime


def read_dossier(session: Session, actor: Actor, journey_id: int) -> Dossier:
    """The dossier of a journey the actor may read, in a constant number of statements. Raises
    NotFoundError."""
    journey = journeys.get_journey(session, actor, journey_id)
    steps = journeys.list_steps(session, journey)
    every = {entry.id: _line(entry) for entry in session.scalars(_entries(journey))}
    meetings = session.scalars(_interviews(journey)).all()
    hidden = {f"interview:{one.id}" for one in meetings if one.kind is InterviewKind.SURPRISE}
    lines = {id_: line for id_, line in every.items() if line.subject not in hidden}
    seen = [Seen(o, r, lines.get(o.entry_id or 0)) for o, r in session.execute(_seen(journey))]
    talked = [
        Talked(t, r, lines.get(t.entry_id or 0), lines.get(t.confirmed_entry_id or 0))
        for t, r in session.execute(_talked(journey))
    ]
    met = [
        Met(
            one,
            tuple(line for line in lines.values() if line.subject == f"interview:{one.id}"),
            actor.id in {journey.recruit_id, journey.manager_id, one.leader_id},
        )
        for one in meetings
        if one.kind is not InterviewKind.SURPRISE and one.state.value in _CLOSED
    ]
    people = {one for step in steps for one in (step.done_by_id, step.assignee_id)}
    people |= {one.row.observer_id for one in seen} | {one.row.author_id for one in talked}
    people |= {one.row.leader_id for one in met}
    return Dossier(
        journey, session.get_one(Establishment, journey.establishment_id), steps,
        journeys.names_of(session, people), list(lines.values()), seen, talked, met,
        _last_moment(journey, steps, every.values()),
    )  # fmt: skip


def _line(entry: LedgerEntry) -> SignedLine:
    return SignedLine(entry.seq, entry.kind, entry.payload, entry.hash)


def _last_moment(
    journey: Journey, steps: Sequence[Step], lines: Collection[SignedLine]
) -> dt.datetime:
    moments = [journey.created_at, *(step.state_since for step in steps)]
    if journey.last_move_at:
        moments.append(journey.last_move_at)
    return max([*moments, *(line.at for line in lines)])


def _entries(journey: Journey) -> Select[LedgerEntry]:
    return (
        select(LedgerEntry)
        .where(
            LedgerEntry.recruit_id == journey.recruit_id,
            LedgerEntry.establishment_id == journey.establishment_id,
        )
        .order_by(LedgerEntry.seq)
    )


def _seen(journey: Journey) -> Select[Observation, SignOffRequest]:
    return (
        select(Observation, SignOffRequest)
        .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
        .where(
            SignOffRequest.recruit_id == journey.recruit_id,
            SignOffRequest.establishment_id == journey.establishment_id,
            Observation.state == ObservationState.SIGNED,
        )
        .order_by(Observation.situation_at, Observation.id)
    )


def _talked(journey: Journey) -> Select[ReflectiveTalk, SignOffRequest]:
    return (
        select(ReflectiveTalk, SignOffRequest)
        .join(SignOffRequest, SignOffRequest.id == ReflectiveTalk.request_id)
        .where(
            SignOffRequest.recruit_id == journey.recruit_id,
            SignOffRequest.establishment_id == journey.establishment_id,
            ReflectiveTalk.entry_id.is_not(None),
            ~withdrawn(ReflectiveTalk.entry_id),
        )
        .order_by(ReflectiveTalk.held_at, ReflectiveTalk.id)
    )


def _interviews(journey: Journey) -> Select[Interview]:
    return (
        select(Interview)
        .where(Interview.journey_id == journey.id)
        .order_by(func.coalesce(Interview.held_on, Interview.planned_on), Interview.id)
    )


def get_evidence_journey(session: Session, actor: Actor, journey_id: int) -> Journey:
    """A journey whose evidence the actor may take. Raises NotFoundError."""
    found = session.scalar(
        select(Journey).where(Journey.id == journey_id, policy.evidence_open_to(actor))
    )
    if found is None:
        raise NotFoundError
    return found


def get_attestation(
    session: Session, actor: Actor, attestation_id: int
) -> tuple[Attestation, SignedLine]:
    """Hers, or of a place where the actor is human resources or management; with the visa it
    stands on. Raises NotFoundError."""
    row = session.execute(
        select(Attestation, LedgerEntry)
        .join(LedgerEntry, LedgerEntry.id == Attestation.entry_id)
        .join(Journey, Journey.id == Attestation.journey_id)
        .where(Attestation.id == attestation_id, policy.evidence_open_to(actor))
    ).first()
    if row is None:
        raise NotFoundError
    return row[0], _line(row[1])

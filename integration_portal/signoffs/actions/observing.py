"""Keep a draft of what was seen, sign it, take it back."""

import contextlib
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ...core.errors import ConflictError, ForbiddenError, NotFoundError
from ...core.introducing import introduce
from ...establishments.models import Unit
from .. import rules_observing as rules
from ..errors import (
    NothingToObserveError,
    NothingToWithdrawError,
    ObservationFaultError,
    ObservationSignedError,
)
from ..models import (
    Channel,
    EntryKind,
    LedgerEntry,
    Observation,
    ObservationState,
    SignOffRequest,
)
from ..queries_observations import (
    OBSERVABLE,
    find_by_token,
    named_before,
    zone_of,
)
from .answering import withdraw_words
from .ledgering import append, iso
from .naming import refuse_others


@dataclass(frozen=True)
class Notes:
    """What an observer wrote about one situation."""

    situation_at: dt.datetime
    place: str
    situation: str
    levels: Mapping[str, int]
    note: str = ""
    why: str = ""


def keep_notes(
    session: Session, actor: Actor, request: SignOffRequest, token: str, notes: Notes
) -> Observation:
    """Her draft of that token, made or changed; nobody else sees it."""
    draft = _draft(session, actor, request, token)
    if draft.state is not ObservationState.DRAFT:
        raise ObservationSignedError
    draft.situation_at, draft.place, draft.situation = (
        notes.situation_at, notes.place, notes.situation
    )  # fmt: skip
    draft.levels, draft.note, draft.why = dict(notes.levels), notes.note, notes.why
    draft.updated_at = clock.now()
    session.flush()
    return draft


def keep_acts(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    token: str,
    acts: Sequence[rules.Act],
    *,
    began_at: dt.datetime | None = None,
) -> Observation:
    """The quick grid as it stands, sent as often as one likes; once signed, nothing changes it."""
    draft = _draft(session, actor, request, token, began_at=began_at)
    kept = [dict(act) for act in acts]
    if draft.state is not ObservationState.DRAFT and draft.acts != kept:
        raise ObservationSignedError
    if draft.acts != kept:
        draft.acts, draft.updated_at = kept, clock.now()
        session.flush()
    return draft


def _draft(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    token: str,
    *,
    began_at: dt.datetime | None = None,
) -> Observation:
    """The one of that token; somebody else's does not exist for her."""
    refuse_others(actor, request)
    found = find_by_token(session, token)
    if found is None:
        with contextlib.suppress(IntegrityError), session.begin_nested():  # sent twice at once
            session.add(_new(actor, request, token, began_at))
        found = find_by_token(session, token)
    if found is None or (found.observer_id, found.request_id) != (actor.id, request.id):
        raise NotFoundError
    return found


def _new(
    actor: Actor, request: SignOffRequest, token: str, began_at: dt.datetime | None
) -> Observation:
    """What was seen without network may arrive after the request was taken back: it is kept."""
    now = clock.now()
    at = began_at if began_at and request.requested_at <= began_at <= now else now
    if request.state not in OBSERVABLE and at == now:
        raise NothingToObserveError
    return Observation(
        request_id=request.id, observer_id=actor.id, token=token, state=ObservationState.DRAFT,
        situation_at=at, place="", situation="", levels={}, acts=[], note="", why="",
        started_at=now, updated_at=now,
    )  # fmt: skip


def discard(session: Session, actor: Actor, draft: Observation) -> None:
    """A draft goes without a trace: nothing was signed."""
    if draft.observer_id != actor.id:
        raise ForbiddenError("Ce brouillon n’est pas le vôtre.")
    if draft.state is not ObservationState.DRAFT:
        raise ObservationSignedError
    session.delete(draft)
    session.flush()


def find_signing_fault(
    session: Session, actor: Actor, request: SignOffRequest, notes: Notes
) -> rules.Fault | None:
    """What is to be corrected before these notes can be signed."""
    when = rules.when_fault(
        notes.situation_at, now=clock.now(), zone=zone_of(session, request),
        started_on=request.facts.get("started_on"),
    )  # fmt: skip
    named = named_before(session, request, actor.id, notes.situation_at)
    return rules.signing_fault(
        request.criteria, notes.levels, when=when, named=named, why=notes.why
    )


def sign_observation(
    session: Session,
    actor: Actor,
    found: Observation,
    *,
    channel: Channel = Channel.OWN,
) -> LedgerEntry:
    """One line of the ledger. The caller has just checked the person's password.

    Raises ObservationSignedError, ObservationFaultError, NotAnObserverError, SelfSignatureError.
    """
    request = session.get_one(SignOffRequest, found.request_id)
    refuse_others(actor, request)
    if found.observer_id != actor.id:
        raise ForbiddenError("Seule la personne qui a observé signe son observation.")
    if found.state is not ObservationState.DRAFT:
        raise ObservationSignedError
    if fault := find_signing_fault(session, actor, request, _notes(found)):
        raise ObservationFaultError(*fault)
    _move(session, found, ObservationState.DRAFT, ObservationState.SIGNED, ObservationSignedError())
    details = {
        "sentence": sentence_of(session, actor, found, request),
        "situation_at": iso(found.situation_at),
        "place": found.place,
        "situation": found.situation,
        "criteria": request.criteria,
        "levels": found.levels,
        "acts": found.acts,
        "comment": found.note,
        "why": found.why,
        "named": named_before(session, request, actor.id, found.situation_at),
    }
    entry = append(session, actor, request, EntryKind.OBSERVED, details, channel=channel)
    found.entry_id = entry.id
    session.flush()
    return entry


def _notes(found: Observation) -> Notes:
    return Notes(
        found.situation_at, found.place, found.situation, found.levels, found.note, found.why
    )


def _move(
    session: Session,
    found: Observation,
    before: ObservationState,
    after: ObservationState,
    refusal: ConflictError,
) -> None:
    """One UPDATE decides between two hands."""
    changed = changed_rows(
        session,
        update(Observation)
        .where(Observation.id == found.id, Observation.state == before)
        .values(state=after, updated_at=clock.now()),
    )
    session.refresh(found)
    if changed != 1:
        raise refusal


def withdraw_observation(
    session: Session, actor: Actor, found: Observation, *, reason: str
) -> LedgerEntry:
    """Its author takes it back: a new line, the old one stays, and it counts no more."""
    if found.observer_id != actor.id:
        raise ForbiddenError("Seule la personne qui a observé peut retirer son observation.")
    _move(
        session, found, ObservationState.SIGNED, ObservationState.WITHDRAWN,
        NothingToWithdrawError(),
    )  # fmt: skip
    request = session.get_one(SignOffRequest, found.request_id)
    line = session.get_one(LedgerEntry, found.entry_id)
    details = {"sentence": withdraw_words(session, actor, line), "comment": reason}
    return append(session, actor, request, EntryKind.WITHDRAWN, details, about=line)


def sentence_of(
    session: Session, actor: Actor, found: Observation | Notes, request: SignOffRequest
) -> str:
    """The exact sentence the observer would sign."""
    return rules.observation_sentence(
        signer=signer_words(session, actor, request),
        recruit=session.get_one(User, request.recruit_id).name,
        title=request.title,
        when=rules.moment_words(found.situation_at, zone_of(session, request)),
    )


def signer_words(session: Session, actor: Actor, request: SignOffRequest) -> str:
    """Name, quality and unit (CRPA art. L212-2, 2°)."""
    unit = session.get_one(Unit, request.unit_id).name
    return introduce(actor.name, actor.quality, unit)

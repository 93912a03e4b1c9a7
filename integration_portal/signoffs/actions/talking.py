"""The reflective talk: written by one, signed, confirmed by the other."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import clock
from ...core.actor import Actor
from ...core.errors import ConflictError, ForbiddenError
from .. import policy
from .. import rules_observing as rules
from ..errors import NothingToWithdrawError, ObservationFaultError, TalkSignedError
from ..models import Channel, EntryKind, LedgerEntry, ReflectiveTalk, SignOffRequest
from ..queries import find_withdrawal
from ..queries_observations import find_talk_draft, zone_of
from .answering import withdraw_words
from .ledgering import append, iso
from .observing import signer_words


@dataclass(frozen=True)
class TalkNotes:
    """Expected, done, learnt, what changes."""

    held_at: dt.datetime
    expected: str
    done: str
    learnt: str
    change: str


def keep_talk(
    session: Session, actor: Actor, request: SignOffRequest, notes: TalkNotes
) -> ReflectiveTalk:
    """Write it down, not signed yet: one such a person and a request. Raises ObservationFaultError."""
    if not policy.can_talk(actor, request):
        raise ForbiddenError("Un entretien réflexif s’écrit par la recrue ou par qui l’a observée.")
    if fault := find_talk_fault(session, request, notes.held_at):
        raise ObservationFaultError("day", fault)
    talk = find_talk_draft(session, actor, request)
    if talk is None:
        talk = ReflectiveTalk(request_id=request.id, author_id=actor.id)
        session.add(talk)
    talk.held_at, talk.expected, talk.done = notes.held_at, notes.expected, notes.done
    talk.learnt, talk.change = notes.learnt, notes.change
    session.flush()
    return talk


def find_talk_fault(session: Session, request: SignOffRequest, at: dt.datetime) -> str | None:
    """Why it cannot have been held then."""
    return rules.when_fault(
        at, now=clock.now(), zone=zone_of(session, request),
        started_on=request.facts.get("started_on"),
    )  # fmt: skip


def _locked(session: Session, talk: ReflectiveTalk) -> SignOffRequest:
    """Two hands on one talk act one after the other."""
    session.refresh(talk, with_for_update=True)
    return session.get_one(SignOffRequest, talk.request_id)


def sign_talk(
    session: Session, actor: Actor, talk: ReflectiveTalk, *, channel: Channel = Channel.OWN
) -> LedgerEntry:
    """Its author signs it. The caller has just checked the person's password."""
    if talk.author_id != actor.id:
        raise ForbiddenError("Seule la personne qui l’a écrit signe cet entretien.")
    request = _locked(session, talk)
    if talk.entry_id is not None:
        raise TalkSignedError
    details = {
        "sentence": talk_sentence(session, actor, talk, request),
        "held_at": iso(talk.held_at),
        "expected": talk.expected,
        "done": talk.done,
        "learnt": talk.learnt,
        "change": talk.change,
    }
    entry = append(session, actor, request, EntryKind.TALKED, details, channel=channel)
    talk.entry_id = entry.id
    session.flush()
    return entry


def withdraw_talk(
    session: Session, actor: Actor, talk: ReflectiveTalk, *, reason: str
) -> LedgerEntry:
    """Its author takes it back: a new line, the old one stays, and it counts no more. The caller
    has just checked the person's password. Raises NothingToWithdrawError."""
    if talk.author_id != actor.id:
        raise ForbiddenError("Seule la personne qui l’a écrit retire cet entretien.")
    request = _locked(session, talk)
    if talk.entry_id is None or find_withdrawal(session, talk.entry_id):
        raise NothingToWithdrawError
    line = session.get_one(LedgerEntry, talk.entry_id)
    details = {"sentence": withdraw_words(session, actor, line), "comment": reason}
    return append(session, actor, request, EntryKind.WITHDRAWN, details, about=line)


def can_confirm(actor: Actor, talk: ReflectiveTalk, request: SignOffRequest) -> bool:
    """The other of the two: the recruit, or, when she wrote it, whoever signs in that unit."""
    if talk.entry_id is None or talk.confirmed_entry_id is not None:
        return False
    if talk.author_id == request.recruit_id:
        return policy.can_decide(actor, request)
    return actor.id == request.recruit_id


def confirm_talk(
    session: Session, actor: Actor, talk: ReflectiveTalk, *, channel: Channel = Channel.OWN
) -> LedgerEntry:
    """The other person was there too. Once; the caller has just checked her password."""
    request = _locked(session, talk)
    if talk.confirmed_entry_id is not None:
        raise ConflictError("Cet entretien est déjà confirmé : rien n’a été ajouté.")
    if not can_confirm(actor, talk, request):
        raise ForbiddenError("L’autre personne présente confirme cet entretien.")
    line = session.get_one(LedgerEntry, talk.entry_id)
    if find_withdrawal(session, line.id):
        raise ConflictError("Cet entretien a été retiré : il n’y a plus rien à confirmer.")
    details = {"sentence": confirmation_sentence(session, actor, talk, request)}
    entry = append(
        session, actor, request, EntryKind.CONFIRMED, details, about=line, channel=channel
    )
    talk.confirmed_entry_id = entry.id
    session.flush()
    return entry


def talk_sentence(
    session: Session, actor: Actor, talk: ReflectiveTalk, request: SignOffRequest
) -> str:
    """The exact sentence its author signs."""
    alone = actor.id == request.recruit_id
    return rules.talk_sentence(
        signer=signer_words(session, actor, request),
        recruit="" if alone else session.get_one(User, request.recruit_id).name,
        title=request.title,
        when=rules.moment_words(talk.held_at, zone_of(session, request)),
    )


def confirmation_sentence(
    session: Session, actor: Actor, talk: ReflectiveTalk, request: SignOffRequest
) -> str:
    """The exact sentence the other person signs."""
    return rules.confirmation_sentence(
        signer=signer_words(session, actor, request),
        author=session.get_one(User, talk.author_id).name,
        title=request.title,
        when=rules.moment_words(talk.held_at, zone_of(session, request)),
    )

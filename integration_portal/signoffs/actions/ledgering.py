"""Write a line of the ledger: the only place that does."""

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...establishments.models import Establishment, Unit
from ..events import Outcome, SignOffRecorded
from ..ledger import GENESIS, link
from ..models import Channel, EntryKind, LedgerEntry, LedgerHead, SignOffRequest


def append(
    session: Session,
    actor: Actor,
    request: SignOffRequest,
    kind: EntryKind,
    details: Mapping[str, Any],
    *,
    about: LedgerEntry | None = None,
    outcome: Outcome | None = None,
    channel: Channel = Channel.OWN,
) -> LedgerEntry:
    """Write the next line of the establishment's chain, its head locked meanwhile. ``about``: the
    line that it answers; ``outcome``: what it makes of the subject, told to the floors above."""
    head = _locked_head(session, request.establishment_id)
    document = {
        **details,
        **({"about": about.hash} if about else {}),
        "format": 1,
        "kind": kind.value,
        "at": iso(now := clock.now()),
        "channel": channel.value,
        "request": request.id,
        "subject": {"key": request.subject, "title": request.title, **request.facts},
        **_people(session, actor, request),
    }
    entry = _line(head, request, document)
    entry.kind, entry.at, entry.author_id = kind, now, actor.id
    entry.about_id = about.id if about else None
    session.add(entry)
    session.flush()
    publish(
        session,
        SignOffRecorded(
            entry.id,
            kind.value,
            request.id,
            request.subject,
            request.recruit_id,
            actor.id,
            outcome,
            about.kind.value if about else "",
        ),
    )
    return entry


def _line(head: LedgerHead, request: SignOffRequest, document: dict[str, Any]) -> LedgerEntry:
    """The head moves on to it."""
    payload, digest = link(document, seq=head.seq + 1, previous=head.hash or GENESIS)
    head.seq, head.hash = head.seq + 1, digest
    return LedgerEntry(
        establishment_id=request.establishment_id, seq=head.seq, request_id=request.id,
        recruit_id=request.recruit_id, payload=payload, hash=digest,
    )  # fmt: skip


def _people(session: Session, actor: Actor, request: SignOffRequest) -> dict[str, Any]:
    """Forename, name, quality and unit of each (CRPA art. L212-2, 2°)."""
    author = session.get_one(User, actor.id)
    recruit = session.get_one(User, request.recruit_id)
    unit = session.get_one(Unit, request.unit_id)
    place = session.get_one(Establishment, request.establishment_id)

    def person(user: User) -> dict[str, Any]:
        return {
            "id": user.id,
            "given_name": user.given_name,
            "family_name": user.family_name,
            "quality": user.quality,
        }

    return {
        "author": person(author),
        "recruit": person(recruit),
        "unit": {"id": unit.id, "name": unit.name},
        "establishment": {"id": place.id, "name": place.name},
    }


def _locked_head(session: Session, establishment_id: int) -> LedgerHead:
    head = session.get(LedgerHead, establishment_id, with_for_update=True, populate_existing=True)
    if head is not None:
        return head
    with contextlib.suppress(IntegrityError), session.begin_nested():  # another may be first
        session.add(LedgerHead(establishment_id=establishment_id, seq=0, hash=""))
    return session.get_one(
        LedgerHead, establishment_id, with_for_update=True, populate_existing=True
    )


def iso(moment: dt.datetime) -> str:
    """UTC, to the microsecond: ``2026-11-21T08:05:00.000000Z``."""
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

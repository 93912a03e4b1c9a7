"""Reading the audit log of the actor's own establishments."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core.actor import Actor
from ...core.audit import AuditEntry
from .. import policy
from ..models import Establishment, Unit


@dataclass(frozen=True)
class AuditFilter:
    """``since`` is included, ``until`` is not; None: no limit."""

    establishment_id: int | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def _filtered(actor: Actor, wanted: AuditFilter) -> Select[AuditEntry]:
    query = select(AuditEntry).where(policy.readable_entries(actor))
    if wanted.establishment_id is not None:
        query = query.where(AuditEntry.establishment_id == wanted.establishment_id)
    if wanted.since is not None:
        query = query.where(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(AuditEntry.at < wanted.until)
    return query


def count_entries(session: Session, actor: Actor, wanted: AuditFilter) -> int:
    query = _filtered(actor, wanted).with_only_columns(func.count())
    return session.scalar(query) or 0


def list_entries(
    session: Session, actor: Actor, wanted: AuditFilter, *, limit: int, offset: int = 0
) -> Sequence[AuditEntry]:
    """Latest first."""
    return session.scalars(
        _filtered(actor, wanted)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()


def names_in(session: Session, entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Names by ``table:id`` of everybody and everything the lines are about."""
    users: set[int] = set()
    units: set[int] = set()
    places: set[int] = set()
    for entry in entries:
        kind, _, number = entry.subject.partition(":")
        found = {"users": users, "units": units, "establishments": places}.get(kind)
        if found is not None and number.isdecimal():
            found.add(int(number))
        if entry.actor_id is not None:
            users.add(entry.actor_id)
        if entry.details.get("unit") is not None:
            units.add(entry.details["unit"])
    people = session.scalars(select(User).where(User.id.in_(users)))
    names = {f"users:{person.id}": person.name for person in people}
    for unit_id, name in session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(units))):
        names[f"units:{unit_id}"] = name
    query = select(Establishment.id, Establishment.name).where(Establishment.id.in_(places))
    return names | {f"establishments:{key}": name for key, name in session.execute(query)}

"""Reading attestations: her own, that of a visa, or the one a visitor holds the code of."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment
from ..signoffs.models import LedgerEntry
from . import codes, reference
from .checking import Checked, checked
from .models import Attestation


class Held(NamedTuple):
    """An attestation in its holder's list."""

    attestation: Attestation
    establishment: str
    time_zone: str
    short_hash: str


def list_own(session: Session, actor: Actor) -> list[Held]:
    """Hers, the latest first."""
    rows = session.execute(
        select(Attestation, Establishment.name, Establishment.time_zone, LedgerEntry.hash)
        .join(Establishment, Establishment.id == Attestation.establishment_id)
        .join(LedgerEntry, LedgerEntry.id == Attestation.entry_id)
        .where(Attestation.holder_id == actor.id)
        .order_by(Attestation.id.desc())
    )
    return [Held(one, name, zone, digest[:12]) for one, name, zone, digest in rows]


def get_own(session: Session, actor: Actor, attestation_id: int) -> Attestation:
    """Raises NotFoundError."""
    found = session.get(Attestation, attestation_id)
    if found is None or found.holder_id != actor.id:
        raise NotFoundError
    return found


def find_standing(session: Session, entry_id: int) -> Attestation | None:
    """The one that rests on this visa."""
    return session.scalar(
        select(Attestation).where(
            Attestation.entry_id == entry_id, Attestation.withdrawn_at.is_(None)
        )
    )


def list_standing(session: Session, journey_id: int) -> Sequence[Attestation]:
    """For a page that was allowed to read the journey."""
    return session.scalars(
        select(Attestation).where(
            Attestation.journey_id == journey_id, Attestation.withdrawn_at.is_(None)
        )
    ).all()


def check(session: Session, typed: str) -> Checked | None:
    """What anybody may read with this code; None: no attestation bears it."""
    row: Any = session.execute(
        select(
            Attestation, User.given_name, User.family_name, User.anonymised_at,
            LedgerEntry.payload, LedgerEntry.hash, Establishment.time_zone,
        )
        .join(User, User.id == Attestation.holder_id)
        .join(LedgerEntry, LedgerEntry.id == Attestation.entry_id)
        .join(Establishment, Establishment.id == Attestation.establishment_id)
        .where(Attestation.code == codes.read(typed))
    ).first()  # fmt: skip
    if row is None:
        return None
    found, given, family, erased, payload, digest, zone = row
    _, competencies = reference.read(session)

    def day(moment: dt.datetime) -> dt.date:
        return moment.astimezone(ZoneInfo(zone)).date()

    return checked(
        shown=found.shown,
        payload=orjson.loads(payload),
        name="" if erased else f"{given} {family}",
        titles={one.code: one.title for one in competencies},
        issued_on=day(found.issued_at),
        withdrawn_on=day(found.withdrawn_at) if found.withdrawn_at else None,
        short_hash=digest[:12],
    )

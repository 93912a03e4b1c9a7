"""Reading the decisions about fiches, and the life they give to a text."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, Table, bindparam, select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission, Role
from ..establishments.models import Establishment, Referent, StepRole, Unit
from ..establishments.queries import list_units
from . import policy
from .effective import Effective
from .life import Act, Life, life_of
from .models import FicheApproval, FicheReading
from .places import Place

# Without the texts: a list of a hundred fiches reads none of them.
_A, _E = (cast("Table", model.__table__) for model in (FicheApproval, Establishment))
_ACTS: Select[*tuple[Any, ...]] = (
    select(
        _A.c.id, _A.c.establishment_id, _A.c.slug, _A.c.decision, _A.c.unit_id, _A.c.text_hash,
        _A.c.signer_id, _A.c.signer_name, _A.c.signer_quality, _A.c.signer_unit, _A.c.decided_at,
        _A.c.next_review_on, _A.c.comment, _E.c.time_zone,
    )
    .select_from(_A.join(_E, _E.c.id == _A.c.establishment_id))
    .order_by(_A.c.id)
)  # fmt: skip
_ACTS_HERE = _ACTS.where(policy.decisions_here())
_ACTS_ON_ONE = _ACTS_HERE.where(_A.c.slug == bindparam("slug"))


def list_acts(session: Session, place: Place, slug: str | None = None) -> list[Act]:
    """The decisions of the establishment, oldest first: on one fiche, or on all."""
    query = _ACTS_HERE if slug is None else _ACTS_ON_ONE
    return [_act(row) for row in session.execute(query, {**policy.at(place), "slug": slug})]


def _act(row: Row[Any]) -> Act:
    return Act(
        id=row.id,
        establishment_id=row.establishment_id,
        slug=row.slug,
        decision=row.decision,
        unit_id=row.unit_id,
        text_hash=row.text_hash,
        signer_id=row.signer_id,
        signer=row.signer_name,
        quality=row.signer_quality,
        unit=row.signer_unit,
        on=row.decided_at.astimezone(ZoneInfo(row.time_zone)).date(),
        next_review_on=row.next_review_on,
        comment=row.comment,
    )


def get_life(session: Session, place: Place | None, text: Effective, today: dt.date) -> Life:
    """The life of one text in one place; in none, it is a draft."""
    return list_lives(session, place, [text], today)[text.slug]


def list_lives(
    session: Session, place: Place | None, texts: Sequence[Effective], today: dt.date
) -> dict[str, Life]:
    """The life of each text of a place, by slug, in one statement."""
    by_slug: dict[str, list[Act]] = {}
    only = texts[0].slug if len(texts) == 1 else None
    for act in list_acts(session, place, only) if place else ():
        by_slug.setdefault(act.slug, []).append(act)
    unit_id = place.unit_id if place else None
    return {
        text.slug: life_of(by_slug.get(text.slug, ()), unit_id, text.text_hash, today)
        for text in texts
    }


def get_signed_text(session: Session, actor: Actor, act_id: int) -> dict[str, Any]:
    """The text that a decision is about. Raises NotFoundError."""
    row = session.execute(
        select(FicheApproval.payload, FicheApproval.establishment_id, FicheApproval.unit_id)
        .where(FicheApproval.id == act_id)
    ).one_or_none()  # fmt: skip
    if row is None or not policy.reads(actor, Place(row.establishment_id, row.unit_id)):
        raise NotFoundError
    payload: dict[str, Any] = row.payload
    return payload


def list_all_acts(
    session: Session, *, slug: str | None = None, establishment_id: int | None = None
) -> list[Act]:
    """For the portal itself: the decisions of every establishment, oldest first."""
    query = _ACTS
    if slug is not None:
        query = query.where(_A.c.slug == slug)
    if establishment_id is not None:
        query = query.where(_A.c.establishment_id == establishment_id)
    return [_act(row) for row in session.execute(query)]


def read_slugs(session: Session, place: Place) -> frozenset[str]:
    """The fiches that somebody of the establishment said she read."""
    query = select(FicheReading.slug).where(
        FicheReading.establishment_id == place.establishment_id
    )  # fmt: skip
    return frozenset(session.scalars(query.distinct()))


def list_doctors(session: Session, place: Place) -> list[tuple[str, str | None, str | None]]:
    """(name, unit, its specialty) of the doctors of the establishment, its referents first; a
    unit None: the whole establishment. Only those who may validate for the place's unit."""
    referent = (
        select(Referent.id)
        .where(
            Referent.role == StepRole.DOCTOR,
            Referent.user_id == User.id,
            Referent.establishment_id == place.establishment_id,
        )
        .exists()
    )
    query = (
        select(User.given_name, User.family_name, Unit.name, Unit.specialty)
        .select_from(RoleGrant)
        .join(User, User.id == RoleGrant.user_id)
        .outerjoin(Unit, Unit.id == RoleGrant.unit_id)
        .where(
            User.is_active,
            RoleGrant.role == Role.DOCTOR,
            RoleGrant.establishment_id == place.establishment_id,
        )
        .order_by(referent.desc(), User.family_name, User.given_name)
    )
    if place.unit_id is not None:
        query = query.where(RoleGrant.unit_id.is_(None) | (RoleGrant.unit_id == place.unit_id))
    return [(f"{row[0]} {row[1]}", row[2], row[3]) for row in session.execute(query)]


def name_of(session: Session, place: Place) -> str:
    """« Cardiologie », or the establishment's name."""
    if place.unit_id is not None:
        return session.get_one(Unit, place.unit_id).name
    return session.get_one(Establishment, place.establishment_id).name


def list_places(session: Session, actor: Actor) -> list[tuple[Place, str]]:
    """Where the actor reads fiches: each establishment, then the units she holds."""
    owners = session.execute(
        select(Establishment.id, Establishment.name)
        .where(Establishment.id.in_(actor.establishment_ids))
        .order_by(Establishment.name)
    )
    units = list_units(session, actor, Permission.CONTENT_READ)
    return [
        *((Place(row.id), row.name) for row in owners),
        *((Place(unit.establishment_id, unit.id), unit.name) for unit in units),
    ]


def specialty_of(session: Session, place: Place) -> str:
    """The slug of the unit's specialty; "" for an establishment."""
    if place.unit_id is None:
        return ""
    return session.get_one(Unit, place.unit_id).specialty

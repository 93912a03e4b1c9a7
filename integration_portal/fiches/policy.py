"""Who reads and who edits « Chez nous » where, and who decides about the result."""

from typing import cast

from sqlalchemy import ColumnElement, Integer, Table, bindparam, or_

from ..core.actor import Actor
from ..core.permissions import PERMISSIONS, Permission, Role
from .models import FicheApproval, LocalLayer
from .places import Place

# Statements of the pages opened most are built once: their place is left open.
_LAYERS = cast("Table", LocalLayer.__table__).c
_DECISIONS = cast("Table", FicheApproval.__table__).c
_ESTABLISHMENT = bindparam("establishment", type_=Integer)
_UNIT = bindparam("unit", type_=Integer)


def reads(actor: Actor, place: Place) -> bool:
    """Her own units and establishments; whoever works in a unit reads its establishment's."""
    if place.unit_id is None:
        return place.establishment_id in actor.establishment_ids
    scope = actor.scope(Permission.CONTENT_READ)
    return scope.covers(place.establishment_id, place.unit_id)


def edits(actor: Actor, place: Place) -> bool:
    """An editor of the establishment edits it and its units; one of a unit, only her unit."""
    return actor.scope(Permission.CONTENT_EDIT).covers(place.establishment_id, place.unit_id)


def at(place: Place) -> dict[str, int | None]:
    """The values that ``layers_here`` and ``decisions_here`` leave open."""
    return {"establishment": place.establishment_id, "unit": place.unit_id}


def layers_here() -> ColumnElement[bool]:
    """The layers that what a place shows is made of: the establishment's, then the unit's."""
    own = or_(_LAYERS.unit_id.is_(None), _LAYERS.unit_id == _UNIT)
    return (_LAYERS.establishment_id == _ESTABLISHMENT) & own


def reviews(actor: Actor, place: Place) -> bool:
    """Says that she read the text of ``place``, as a peer."""
    return actor.scope(Permission.CONTENT_REVIEW).covers(place.establishment_id, place.unit_id)


def approves(actor: Actor, place: Place) -> bool:
    """A doctor of that unit, or of the whole establishment."""
    return actor.scope(Permission.CONTENT_APPROVE).covers(place.establishment_id, place.unit_id)


def withdraws(actor: Actor, place: Place) -> bool:
    return actor.scope(Permission.CONTENT_WITHDRAW).covers(place.establishment_id, place.unit_id)


def is_also_peer(actor: Actor, place: Place) -> bool:
    """She reads there under another hat than the doctor's."""
    return any(
        grant.role is not Role.DOCTOR
        and Permission.CONTENT_REVIEW in PERMISSIONS[grant.role]
        and grant.establishment_id == place.establishment_id
        and grant.unit_id in {None, place.unit_id}
        for grant in actor.grants
    )


def decisions_here() -> ColumnElement[bool]:
    """The decisions about what a place shows, its establishment's and those of its units."""
    return _DECISIONS.establishment_id == _ESTABLISHMENT


def layer_at(place: Place) -> ColumnElement[bool]:
    """The layers written by ``place`` itself."""
    unit = LocalLayer.unit_id
    own = unit.is_(None) if place.unit_id is None else unit == place.unit_id
    return (LocalLayer.establishment_id == place.establishment_id) & own

"""What the editor of « Chez nous » works on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission
from ..establishments.queries.places import list_establishments, list_units
from . import policy
from .drafting import Ground
from .effective import place_of
from .local import ESTABLISHMENT, UNIT, Lost, merge
from .models import LocalLayer, LocalLayerRevision
from .places import Place


@dataclass(frozen=True)
class Layer:
    """A layer, or one of its revisions. ``revision`` 0: nothing was written yet."""

    revision: int = 0
    patch: Mapping[str, Any] = field(default_factory=dict)
    base_version: str | None = None
    id: int | None = None
    saved_at: dt.datetime | None = None
    saved_by: str = ""


@dataclass(frozen=True)
class Desk:
    """One place's work on one fiche. ``current``: the shipped version of today (None: a wholly
    local fiche); ``seen``: the one the form was opened on; ``above``: the establishment's layer
    when ``place`` is a unit, as it was when the form was opened."""

    slug: str
    place: Place
    current: ContentVersion | None
    seen: ContentVersion | None
    above: Layer
    own: Layer

    @property
    def is_own_fiche(self) -> bool:
        """A wholly local fiche that this very place wrote."""
        return bool(self.own.patch.get("fiche"))

    @property
    def ground(self) -> Ground:
        base = self.above.patch.get("fiche") or (self.seen.payload if self.seen else {})
        return Ground(base, self.above.patch)

    def patches(self, own: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """The layers with ``own`` in the place of the saved one, each with its origin."""
        if self.place.unit_id is None:
            return [{**own, "origine": ESTABLISHMENT}]
        return [{**self.above.patch, "origine": ESTABLISHMENT}, {**own, "origine": UNIT}]

    @property
    def title(self) -> str:
        return str((self.own.patch.get("fiche") or self.ground.base)["titre"])

    @property
    def lost(self) -> tuple[Lost, ...]:
        """The own corrections that the shipped text of today no longer has a place for."""
        own = {"corrections": self.own.patch.get("corrections")}
        return merge(self.base_now, [own]).lost

    @property
    def base_now(self) -> Mapping[str, Any]:
        """What the corrections are laid on today."""
        return self.above.patch.get("fiche") or (self.current.payload if self.current else {})


def edited_place(session: Session, actor: Actor, asked: str | None) -> Place:
    """The place to edit: the one ``asked`` for, else the actor's usual one if it is hers to edit,
    else the first that is. Raises NotFoundError."""
    place = place_of(session, actor, asked)
    if place is not None and policy.edits(actor, place):
        return place
    if asked:
        raise NotFoundError
    for first, _name in list_edited_places(session, actor):
        return first
    raise NotFoundError


def list_edited_places(session: Session, actor: Actor) -> list[tuple[Place, str]]:
    """Where the actor edits: whole establishments first, each with its units."""
    owners = list_establishments(session, actor, Permission.CONTENT_EDIT)
    places = [(Place(one.id), one.name) for one in owners]
    units = list_units(session, actor, Permission.CONTENT_EDIT)
    places += [(Place(one.establishment_id, one.id), one.name) for one in units]
    return [(place, name) for place, name in places if policy.edits(actor, place)]


def open_desk(
    session: Session, actor: Actor, slug: str, asked: str | None,
    *, seen_version: str | None = None, seen_above: int | None = None,
) -> Desk:  # fmt: skip
    """The desk as it stands, or as it stood when a form was opened on ``seen_version`` and on the
    establishment's revision ``seen_above``. Raises NotFoundError."""
    place = edited_place(session, actor, asked)
    current = _version(session, slug, ContentVersion.is_current)
    seen = current
    if seen_version and not (current and current.version == seen_version):
        seen = _version(session, slug, ContentVersion.version == seen_version)
    above = _layer(session, place.whole, slug) if place.unit_id else Layer()
    if above.id and seen_above is not None and seen_above != above.revision:
        above = get_revision(session, above, seen_above)
    own = _layer(session, place, slug)
    if seen is None and not above.patch.get("fiche") and not own.patch.get("fiche"):
        raise NotFoundError
    return Desk(slug, place, current, seen, above, own)


def _version(session: Session, slug: str, condition: Any) -> ContentVersion | None:
    query = select(ContentVersion).where(
        ContentVersion.kind == "fiche", ContentVersion.slug == slug, condition
    )
    return session.scalars(query).one_or_none()


def _layer(session: Session, place: Place, slug: str) -> Layer:
    query = (
        select(LocalLayer, User)
        .join(User, User.id == LocalLayer.saved_by_id)
        .where(policy.layer_at(place), LocalLayer.slug == slug)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return Layer()
    one, user = row
    return Layer(one.revision, one.patch, one.base_version, one.id, one.saved_at, user.name)


def get_revision(session: Session, layer: Layer, number: int) -> Layer:
    """The layer as it was; 0: before its first save. Raises NotFoundError."""
    if number == 0:
        return Layer(id=layer.id)
    for one in list_revisions(session, layer):
        if one.revision == number:
            return one
    raise NotFoundError


def list_revisions(session: Session, layer: Layer) -> list[Layer]:
    """Every save, the last first."""
    query = (
        select(LocalLayerRevision, User)
        .join(User, User.id == LocalLayerRevision.saved_by_id)
        .where(LocalLayerRevision.layer_id == layer.id)
        .order_by(LocalLayerRevision.number.desc())
    )
    return [
        Layer(one.number, one.patch, one.base_version, layer.id, one.saved_at, user.name)
        for one, user in session.execute(query)
    ]

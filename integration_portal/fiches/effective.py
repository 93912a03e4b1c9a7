"""What a fiche says in a place: the current shipped text with « Chez nous » over it.

Made once for each text and kept in the process: a page costs one short statement, a list two.
"""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import String, Table, Text, bindparam, func, literal, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Session

from ..content.digests import Digests
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..establishments.models import Establishment, Unit
from . import policy
from .keeping import Kept
from .local import ESTABLISHMENT, UNIT, Lost, digest, merge
from .models import LocalLayer
from .places import Place, read_code, usual

__all__ = [
    "Effective", "LayerRef", "Place", "find_effective", "get_effective", "list_effective",
    "place_of",
]  # fmt: skip


@dataclass(frozen=True)
class LayerRef:
    """A layer that the text is made of. ``base_version``: the shipped text its editor saw."""

    id: int
    establishment_id: int
    unit_id: int | None
    revision: int
    base_version: str | None
    saved_at: dt.datetime
    saved_by_id: int
    place_name: str


@dataclass(frozen=True)
class Effective:
    """The text of a place. ``text_hash``: of all of it, the shipped version when nothing is added;
    ``alerts_hash``: of its alerts. ``base_version`` None: a wholly local fiche. ``lost``: the
    corrections that no longer apply (``Lost.layer`` is an index of ``layers``)."""

    slug: str
    payload: dict[str, Any]
    text_hash: str
    alerts_hash: str
    base_version: str | None
    layers: tuple[LayerRef, ...] = ()
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True)
class _Made:
    payload: dict[str, Any]
    text_hash: str
    alerts_hash: str
    lost: tuple[Lost, ...]


def _base(entry: ContentVersion) -> Effective:
    alerts = digest(entry.payload["alertes"])
    return Effective(entry.slug, entry.payload, entry.version, alerts, entry.version)


_BASES = Digests(_base, "fiche")
Patches = tuple[tuple[str, str], ...]
_KEPT: Kept[tuple[str, str | None, Patches], _Made | None] = Kept(2048)
_BASE_OF: Kept[tuple[str, str], Effective | None] = Kept(1024)
_DELETED = "{}"
# The patch as its raw text: what was made of the same text is found without reading it again.
_L, _V, _E, _U = (
    cast("Table", model.__table__) for model in (LocalLayer, ContentVersion, Establishment, Unit)
)
_COLUMNS = (
    _L.c.id, _L.c.establishment_id, _L.c.unit_id, _L.c.slug, _L.c.revision, _L.c.base_version,
    _L.c.saved_at, _L.c.saved_by_id, func.coalesce(_U.c.name, _E.c.name).label("place_name"),
    sql_cast(_L.c.patch, Text).label("patch"),
)  # fmt: skip
_LAYERS = select(*_COLUMNS).select_from(
    _L.join(_E, _E.c.id == _L.c.establishment_id).outerjoin(_U, _U.c.id == _L.c.unit_id)
)
_LAYERS_HERE = _LAYERS.where(policy.layers_here())
_SLUG = bindparam("slug", type_=String)
_CURRENT = select(_V.c.version).where(
    _V.c.kind == "fiche", _V.c.slug == _SLUG, _V.c.is_current
)  # fmt: skip
# The shipped version and the layers of one fiche at once; without a layer, one line has none.
_ONE_FICHE = select(_CURRENT.scalar_subquery().label("current"), *_COLUMNS).select_from(
    select(literal(1).label("one"))
    .subquery()
    .outerjoin(_L, policy.layers_here() & (_L.c.slug == _SLUG))
    .outerjoin(_E, _E.c.id == _L.c.establishment_id)
    .outerjoin(_U, _U.c.id == _L.c.unit_id)
)


def place_of(session: Session, actor: Actor, asked: str | None = None) -> Place | None:
    """The place ``asked`` for (``u12``, ``e1``), else the actor's usual one; None: she has none.
    Raises NotFoundError when it is out of her reach."""
    if not asked:
        return usual(actor)
    place = _read_place(session, asked)
    if place is None or not policy.reads(actor, place):
        raise NotFoundError
    return place


def _read_place(session: Session, asked: str) -> Place | None:
    match read_code(asked):
        case ("e", number):
            return Place(number)
        case ("u", number):
            unit = select(Unit.establishment_id).where(Unit.id == number)
            owner = session.execute(unit).scalar_one_or_none()
            return Place(owner, number) if owner is not None else None
    return None


def get_effective(session: Session, actor: Actor, slug: str, place: Place | None) -> Effective:
    """One fiche as ``place`` reads it (None: as shipped). Raises NotFoundError."""
    if place is not None and not policy.reads(actor, place):
        raise NotFoundError
    made = find_effective(session, slug, place)
    if made is None:
        raise NotFoundError
    return made


def find_effective(session: Session, slug: str, place: Place | None) -> Effective | None:
    """The same for the portal itself, which asks for nobody in particular."""
    if place is None:
        return _find_base(session, slug)
    rows = session.execute(_ONE_FICHE, {**policy.at(place), "slug": slug}).all()
    version = rows[0].current
    base = version and _BASE_OF.get((slug, version), lambda: _find_base(session, slug))
    layers = [row for row in rows if row.id is not None]
    return _over(slug, base or None, sorted(layers, key=lambda row: row.unit_id is not None))


def _find_base(session: Session, slug: str) -> Effective | None:
    try:
        return _BASES.get(session, slug)
    except NotFoundError:
        return None


def list_effective(session: Session, place: Place | None) -> list[Effective]:
    """Every fiche as ``place`` reads it, its wholly local ones too, by slug."""
    bases = {base.slug: base for base in _BASES.current(session)}
    by_slug: dict[str, list[Any]] = {}
    for row in [] if place is None else _layers(session, place):
        by_slug.setdefault(row.slug, []).append(row)
    slugs = sorted(bases.keys() | by_slug.keys())
    found = (_over(slug, bases.get(slug), by_slug.get(slug, [])) for slug in slugs)
    return [one for one in found if one is not None]


def map_effective(
    session: Session, slug: str, places: Iterable[Place]
) -> dict[Place, Effective | None]:
    """One fiche as each place reads it, in two statements however many they are."""
    base = _find_base(session, slug)
    of_place: dict[tuple[int, int | None], Any] = {
        (row.establishment_id, row.unit_id): row
        for row in session.execute(_LAYERS.where(_L.c.slug == slug))
    }
    return {
        place: _over(slug, base, [of_place[key] for key in _levels(place) if key in of_place])
        for place in places
    }


def _levels(place: Place) -> tuple[tuple[int, int | None], ...]:
    """The keys of the layers a place stands on, the establishment's first."""
    whole: tuple[int, int | None] = (place.establishment_id, None)
    return (whole,) if place.unit_id is None else (whole, (place.establishment_id, place.unit_id))


def _layers(session: Session, place: Place) -> list[Any]:
    rows = session.execute(_LAYERS_HERE, policy.at(place))
    # The establishment's first, on both databases.
    return sorted(rows, key=lambda row: row.unit_id is not None)


def _over(slug: str, base: Effective | None, rows: list[Any]) -> Effective | None:
    """None: neither a shipped text nor a whole local one."""
    layers = [row for row in rows if row.patch != _DELETED]
    if not layers:
        return base
    patches = tuple((UNIT if row.unit_id else ESTABLISHMENT, row.patch) for row in layers)
    made = _merged(slug, base, patches)
    if made is None:
        return None
    return Effective(
        slug, made.payload, made.text_hash, made.alerts_hash, base.base_version if base else None,
        tuple(_reference(row) for row in layers), made.lost,
    )  # fmt: skip


def _merged(slug: str, base: Effective | None, patches: Patches) -> _Made | None:
    """Once for each shipped version and each text of the layers."""
    key = (slug, base.base_version if base else None, patches)
    return _KEPT.get(key, lambda: _merge(base, patches))


def _merge(base: Effective | None, patches: Patches) -> _Made | None:
    read = [{**json.loads(patch), "origine": origin} for origin, patch in patches]
    if base is None and not any(patch.get("fiche") for patch in read):
        return None
    merged = merge(base.payload if base else None, read)
    if base is not None and merged.payload == base.payload:
        return _Made(base.payload, base.text_hash, base.alerts_hash, merged.lost)
    alerts = digest(merged.payload["alertes"])
    return _Made(merged.payload, digest(merged.payload), alerts, merged.lost)


def _reference(row: Any) -> LayerRef:
    return LayerRef(
        row.id, row.establishment_id, row.unit_id, row.revision, row.base_version, row.saved_at,
        row.saved_by_id, row.place_name,
    )  # fmt: skip


def list_local(session: Session) -> list[tuple[str, Effective]]:
    """For the portal itself: every text that some place has of its own, after the place's code."""
    rows = session.execute(_LAYERS).all()
    of_place = {(row.slug, row.establishment_id, row.unit_id): row for row in rows}
    bases = {base.slug: base for base in _BASES.current(session)} if rows else {}
    found = []
    for slug, establishment_id, unit_id in of_place:
        place = Place(establishment_id, unit_id)
        keys = [(slug, *key) for key in _levels(place)]
        made = _over(slug, bases.get(slug), [of_place[key] for key in keys if key in of_place])
        if made is not None and made.layers:
            found.append((place.code, made))
    return found

"""Save « Chez nous ». Every save is kept as a revision; the layer itself is the last one.

Raises NotEditableError for a place that is not the actor's to edit, and StaleLayerError when
somebody saved since the revision that the actor ``expected`` (0: no layer yet).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import NotFoundError
from .. import policy
from ..errors import LostMovedError, NotEditableError, StaleLayerError
from ..events import FicheTextChanged
from ..local import find, is_empty, standing
from ..models import LocalLayer, LocalLayerRevision
from ..places import Place


def save_layer(
    session: Session,
    actor: Actor,
    *,
    place: Place,
    slug: str,
    patch: Mapping[str, Any],
    base_version: str | None,
    expected: int,
) -> LocalLayer | None:
    """Make ``patch`` what ``place`` adds. None: nothing was there and nothing was written."""
    layer = _claim(session, actor, place, slug, expected)
    wanted = {} if is_empty(patch) else dict(patch)
    if layer is None and not wanted:
        return None
    if layer is None:
        layer = LocalLayer(
            establishment_id=place.establishment_id, unit_id=place.unit_id, slug=slug, revision=0
        )
        session.add(layer)
    elif (layer.patch, layer.base_version) == (wanted, base_version):
        return layer
    _write(session, actor, layer, wanted, base_version)
    return layer


def delete_layer(
    session: Session, actor: Actor, *, place: Place, slug: str, expected: int
) -> LocalLayer | None:
    """Nothing more is added here; the revisions stay."""
    return save_layer(
        session, actor, place=place, slug=slug, patch={}, base_version=None, expected=expected
    )


def revert(
    session: Session, actor: Actor, *, place: Place, slug: str, number: int, expected: int
) -> LocalLayer:
    """Save again the text of an earlier revision, on the shipped text it was written for."""
    layer = _claimed(session, actor, place, slug, expected)
    query = select(LocalLayerRevision).where(
        LocalLayerRevision.layer_id == layer.id, LocalLayerRevision.number == number
    )
    kept = session.scalars(query).one_or_none()
    if kept is None:
        raise NotFoundError
    _write(session, actor, layer, kept.patch, kept.base_version)
    return layer


def settle_lost(
    session: Session,
    actor: Actor,
    *,
    place: Place,
    slug: str,
    base: Mapping[str, Any],
    base_version: str | None,
    number: int,
    expected: int,
    onto_new: bool,
) -> LocalLayer:
    """Decide about the correction ``number`` of the patch, which no longer applies to ``base``: it
    replaces the new sentence (``onto_new``), or it is put aside. Raises LostMovedError."""
    layer = _claimed(session, actor, place, slug, expected)
    corrections = list(layer.patch.get("corrections") or ())
    if not 0 <= number < len(corrections) or find(base, corrections[number]) is not None:
        raise LostMovedError
    one = corrections.pop(number)
    patch = {**layer.patch, "corrections": corrections}
    if onto_new:
        corrections.insert(number, _pinned(one, base))
    else:
        patch["de_cote"] = [*(layer.patch.get("de_cote") or ()), one]
    settled = all(find(base, left) is not None for left in corrections)
    _write(session, actor, layer, patch, base_version if settled else layer.base_version)
    return layer


def _pinned(correction: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    stands = standing(payload, correction)
    if stands is None:
        raise LostMovedError
    again = {**correction, "chemin": list(stands.path), "avant": stands.text}
    return {**again, "repere": stands.anchor} if "repere" in correction else again


def _claim(
    session: Session, actor: Actor, place: Place, slug: str, expected: int
) -> LocalLayer | None:
    """The layer, locked, still at the revision the actor saw."""
    if not policy.edits(actor, place):
        raise NotEditableError
    query = select(LocalLayer).where(policy.layer_at(place), LocalLayer.slug == slug)
    layer = session.scalars(query.with_for_update()).one_or_none()
    if (layer.revision if layer else 0) != expected:
        raise StaleLayerError
    return layer


def _claimed(session: Session, actor: Actor, place: Place, slug: str, expected: int) -> LocalLayer:
    layer = _claim(session, actor, place, slug, expected)
    if layer is None:
        raise NotFoundError
    return layer


def _write(
    session: Session, actor: Actor, layer: LocalLayer, patch: Mapping[str, Any], base: str | None
) -> None:
    layer.patch, layer.base_version = dict(patch), base
    layer.revision += 1
    layer.saved_at, layer.saved_by_id = clock.now(), actor.id
    session.flush()
    session.add(LocalLayerRevision(
        layer_id=layer.id, number=layer.revision, base_version=base, patch=layer.patch,
        saved_at=layer.saved_at, saved_by_id=actor.id,
    ))  # fmt: skip
    session.flush()
    audit.record(
        session, actor, "fiche.local", f"fiches:{layer.slug}",
        establishment_id=layer.establishment_id, unit=layer.unit_id, revision=layer.revision,
    )  # fmt: skip
    publish(session, FicheTextChanged(layer.establishment_id, layer.unit_id, layer.slug))

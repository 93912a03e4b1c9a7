"""What happened to a fiche in a place: shipped versions, local saves, decisions, latest first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..content.models import ContentVersion
from ..core.actor import Actor
from ..core.errors import NotFoundError
from . import decisions, policy
from .effective import Effective
from .local import ESTABLISHMENT, UNIT, merge
from .models import Decision, FicheApproval, LocalLayer, LocalLayerRevision
from .places import Place

NOW = "actuel"
_DECIDED = {
    Decision.PEER: "Relue",
    Decision.DOCTOR: "Validée",
    Decision.WITHDRAWN: "Retirée",
    Decision.RESTORED: "Remise en service",
}


@dataclass(frozen=True)
class Moment:
    """One text or decision. ``code`` names its text in an address: ``v3`` shipped, ``r12`` saved
    here, ``d5`` decided about."""

    code: str
    at: dt.datetime
    words: str
    who: str = ""
    more: str = ""


def list_moments(session: Session, place: Place, slug: str) -> list[Moment]:
    moments = [
        *_shipped(session, slug),
        *_saved(session, place, slug),
        *_decided(session, place, slug),
    ]
    return sorted(moments, key=lambda one: one.at, reverse=True)


def _shipped(session: Session, slug: str) -> Iterator[Moment]:
    rows = session.execute(
        select(ContentVersion.number, ContentVersion.recorded_at, ContentVersion.is_current)
        .where(ContentVersion.kind == "fiche", ContentVersion.slug == slug)
    )  # fmt: skip
    for row in rows:
        more = "celle d’aujourd’hui" if row.is_current else ""
        yield Moment(f"v{row.number}", row.recorded_at, f"Version livrée {row.number}", more=more)


def _saved(session: Session, place: Place, slug: str) -> Iterator[Moment]:
    rows = session.execute(
        select(LocalLayerRevision.id, LocalLayerRevision.number, LocalLayerRevision.saved_at,
               LocalLayer.unit_id, User.given_name, User.family_name)
        .join(LocalLayer, LocalLayer.id == LocalLayerRevision.layer_id)
        .join(User, User.id == LocalLayerRevision.saved_by_id)
        .where(policy.layers_here(), LocalLayer.slug == slug),
        policy.at(place),
    )  # fmt: skip
    for row in rows:
        level = "de l’unité" if row.unit_id else "de l’établissement"
        words = f"« Chez nous » {level}, enregistrement {row.number}"
        yield Moment(f"r{row.id}", row.saved_at, words, f"{row.given_name} {row.family_name}")


def _decided(session: Session, place: Place, slug: str) -> Iterator[Moment]:
    rows = session.execute(
        select(FicheApproval.id, FicheApproval.decided_at, FicheApproval.decision,
               FicheApproval.signer_name, FicheApproval.signer_quality, FicheApproval.signer_unit,
               FicheApproval.comment)
        .where(policy.decisions_here(), FicheApproval.slug == slug,
               FicheApproval.unit_id.is_(None) | (FicheApproval.unit_id == place.unit_id)),
        policy.at(place),
    )  # fmt: skip
    for row in rows:
        who = ", ".join(filter(None, (row.signer_name, row.signer_quality)))
        words = f"{_DECIDED[row.decision]}, {row.signer_unit}"
        yield Moment(f"d{row.id}", row.decided_at, words, who, row.comment)


def get_text(
    session: Session, actor: Actor, place: Place, now: Effective, moments: list[Moment], code: str
) -> dict[str, Any]:
    """The text that a code of ``moments`` names. Raises NotFoundError for any other code."""
    if code == NOW:
        return now.payload
    if code not in {moment.code for moment in moments}:
        raise NotFoundError
    number = int(code[1:])
    if code.startswith("d"):
        return decisions.get_signed_text(session, actor, number)
    if code.startswith("v"):
        return _version(session, now.slug, ContentVersion.number == number) or {}
    return _saved_text(session, now.slug, number)


def _saved_text(session: Session, slug: str, revision_id: int) -> dict[str, Any]:
    """A save over the shipped text that its editor saw, without the other level's layer."""
    row = session.execute(
        select(LocalLayerRevision.patch, LocalLayerRevision.base_version, LocalLayer.unit_id)
        .join(LocalLayer, LocalLayer.id == LocalLayerRevision.layer_id)
        .where(LocalLayerRevision.id == revision_id)
    ).one()
    seen = ContentVersion.version == row.base_version if row.base_version else None
    base = _version(session, slug, ContentVersion.is_current if seen is None else seen)
    origin = UNIT if row.unit_id else ESTABLISHMENT
    return merge(base, [{**row.patch, "origine": origin}]).payload


def _version(session: Session, slug: str, condition: Any) -> dict[str, Any] | None:
    return session.scalar(
        select(ContentVersion.payload).where(
            ContentVersion.kind == "fiche", ContentVersion.slug == slug, condition
        )
    )

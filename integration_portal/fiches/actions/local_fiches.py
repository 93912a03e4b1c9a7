"""Write a fiche that only one establishment, or one unit, has."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ...content.models import ContentVersion
from ...core.actor import Actor
from ...core.folding import fold
from ..local_fiche import PREFIX
from ..models import LocalLayer
from ..places import Place
from .layers import save_layer

_WORD = re.compile(r"[a-z0-9]+")


def next_number(session: Session, place: Place) -> int:
    """How many local fiches the establishment ever wrote, and one."""
    query = select(func.count(LocalLayer.id)).where(
        LocalLayer.establishment_id == place.establishment_id,
        LocalLayer.slug.startswith(PREFIX, autoescape=True),
    )
    return min(session.execute(query).scalar_one() + 1, 999)


def create(session: Session, actor: Actor, *, place: Place, payload: Mapping[str, Any]) -> str:
    """Its slug, made from the title. Raises NotEditableError."""
    slug = _free_slug(session, payload["titre"])
    save_layer(
        session, actor, place=place, slug=slug, patch={"fiche": dict(payload)},
        base_version=None, expected=0,
    )  # fmt: skip
    return slug


def _free_slug(session: Session, title: str) -> str:
    wanted = PREFIX + slugify(title)
    like = f"{wanted}%"
    taken = set(session.scalars(select(LocalLayer.slug).where(LocalLayer.slug.like(like))))
    taken |= set(session.scalars(select(ContentVersion.slug).where(ContentVersion.slug.like(like))))
    number = 1
    while (slug := wanted if number == 1 else f"{wanted}-{number}") in taken:
        number += 1
    return slug


def slugify(title: str) -> str:
    """``Retard d’ambulance`` → ``retard-d-ambulance``."""
    return "-".join(_WORD.findall(fold(title).replace("œ", "oe")))[:60].strip("-") or "fiche"

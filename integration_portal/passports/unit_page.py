"""What the portal knows of a unit for somebody who comes to replace there, on one page."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.folding import fold
from ..core.permissions import Role
from ..core.typography import french
from ..establishments.models import Unit
from ..establishments.queries import list_people, referents_of
from ..fiches import decisions
from ..fiches.effective import Effective, list_effective
from ..fiches.life import in_use
from ..fiches.places import Place
from ..fiches.policy import reads
from . import policy
from .queries import find_own_of_unit, list_signers, names_of

RED_FICHES = 5
Row = tuple[str, str]


@dataclass(frozen=True)
class UnitPage:
    """``fiches`` (slug, title), the most urgent first; ``numbers`` and ``contacts`` come from
    « Chez nous ». ``place``: where its fiches are read, None when the reader has no right there."""

    doctors: tuple[Row, ...]
    signers: tuple[Row, ...]
    referents: tuple[Row, ...]
    fiches: tuple[Row, ...]
    more: tuple[Row, ...]
    numbers: tuple[Row, ...]
    contacts: tuple[Row, ...]
    place: Place | None


def read_unit_page(session: Session, actor: Actor, unit: Unit, today: dt.date) -> UnitPage:
    """The unit's own layers for whoever works there, holds a passport or opens some; what its
    establishment says for the others."""
    own = Place(unit.establishment_id, unit.id)
    place = own if _reads_unit(session, actor, unit, own) else own.whole
    texts = _texts(session, place, unit, today)
    titles = tuple((text.slug, french(text.payload["titre"])) for text in texts)
    referents = referents_of(session, unit)
    names = names_of(session, referents.values())
    return UnitPage(
        doctors=_people(list_people(session, unit.establishment_id, Role.DOCTOR, unit.id)),
        signers=_people(list_signers(session, unit)),
        referents=tuple((role.label, names.get(who, "")) for role, who in referents.items()),
        fiches=titles[:RED_FICHES],
        more=titles[RED_FICHES:],
        numbers=_local(texts, "numeros", "libelle", "numero"),
        contacts=_local(texts, "contacts", "nom_fonction", "joindre"),
        place=own if reads(actor, own) else None,
    )


def _reads_unit(session: Session, actor: Actor, unit: Unit, own: Place) -> bool:
    if reads(actor, own) or policy.can_open(actor, unit):
        return True
    passport = find_own_of_unit(session, actor, unit.id)
    return passport is not None and passport.ended_at is None


def _texts(session: Session, place: Place, unit: Unit, today: dt.date) -> list[Effective]:
    """The fiches of the unit's specialty that have signs of alert, the first to know first."""
    texts = [
        text
        for text in list_effective(session, place)
        if text.payload["specialite"] == unit.specialty and text.payload["alertes"]
    ]
    lives = decisions.list_lives(session, place, texts, today)
    kept = [text for text in texts if in_use(lives, text.slug)]
    return sorted(kept, key=lambda one: (_priority(one.payload), fold(one.payload["titre"])))


def _priority(payload: Mapping[str, Any]) -> int:
    return int(payload.get("priorite") or 9)


def _people(people: Iterable[Any]) -> tuple[Row, ...]:
    return tuple((person.name, person.quality) for person in people)


def _local(texts: Iterable[Effective], key: str, label: str, value: str) -> tuple[Row, ...]:
    """Each line once, in the order of the fiches."""
    found = {
        (french(row[label]), french(row[value])): None
        for text in texts
        for row in (text.payload.get("local") or {}).get(key, ())
    }
    return tuple(found)

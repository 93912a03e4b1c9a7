"""Rows of passports that belong to a place."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from integration_portal.establishments.models import Unit
from integration_portal.passports.actions import open_passport

from .factories import Person, actor_of


def passport_opened(session: Session, manager: Person, email: str, unit: Unit) -> int:
    """The manager opens a passport for somebody of the place; its id."""
    return open_passport(session, actor_of(session, manager.id), unit, email=email).id


def passports_opened(
    session: Session, people: Mapping[str, Person], unit: Unit, neighbour: Unit
) -> dict[str, int]:
    """One for each recruit of the place, in her own unit: the fields of ``Place``."""
    wanted = {
        "passport_id": ("manager", "recruit", unit),
        "peer_passport_id": ("manager", "peer", unit),
        "neighbour_passport_id": ("neighbour_manager", "neighbour_recruit", neighbour),
    }
    return {
        field: passport_opened(session, people[manager], people[holder].email, where)
        for field, (manager, holder, where) in wanted.items()
    }

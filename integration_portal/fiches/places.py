"""Where a fiche is read: a whole establishment, or one of its units. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..core.actor import Actor, Grant

_ASKED = re.compile(r"^([eu])([1-9]\d{0,8})$")


@dataclass(frozen=True)
class Place:
    establishment_id: int
    unit_id: int | None = None

    @property
    def code(self) -> str:
        """``u12`` or ``e1``: how an address names it."""
        return f"u{self.unit_id}" if self.unit_id else f"e{self.establishment_id}"

    @property
    def whole(self) -> "Place":
        """The establishment it inherits from, or itself."""
        return Place(self.establishment_id)


def read_code(code: str) -> tuple[str, int] | None:
    """``u12`` → ``("u", 12)``."""
    found = _ASKED.match(code)
    return (found[1], int(found[2])) if found else None


def usual(actor: Actor) -> Place | None:
    """Her only unit, else her first establishment."""
    units = {Place(grant.establishment_id, grant.unit_id) for grant in _in_units(actor)}
    if len(units) == 1:
        return units.pop()
    return Place(min(actor.establishment_ids)) if actor.grants else None


def _in_units(actor: Actor) -> Iterable[Grant]:
    return (grant for grant in actor.grants if grant.unit_id is not None)

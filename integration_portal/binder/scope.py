"""What a binder is asked to hold, as the job keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ..fiches.places import Place


@dataclass(frozen=True)
class Scope:
    """``which``: ``service``, ``toutes`` or a specialty; ``label`` and ``place_name`` are the words
    of the day it was asked."""

    establishment_id: int
    unit_id: int | None
    which: str
    label: str
    place_name: str

    @property
    def place(self) -> Place:
        return Place(self.establishment_id, self.unit_id)

    @property
    def title(self) -> str:
        return f"{self.label}, {self.place_name}"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def read(stored: Mapping[str, Any]) -> Scope:
    return Scope(**stored)

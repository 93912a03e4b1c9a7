"""The list of fiches, by specialty. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from ..core.folding import fold
from ..core.typography import french
from ..establishments import specialties
from .effective import Effective


@dataclass(frozen=True)
class Entry:
    slug: str
    title: str
    specialty: str


def entry(text: Effective) -> Entry:
    payload = text.payload
    return Entry(text.slug, french(payload["titre"]), specialties.name(payload["specialite"]))


def by_specialty(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """Specialties, and in each its fiches, in alphabetical order."""
    ordered = sorted(entries, key=lambda one: (fold(one.specialty), fold(one.title)))
    return [(name, list(group)) for name, group in groupby(ordered, lambda one: one.specialty)]

"""What fiches announce."""

import datetime as dt
from dataclasses import dataclass

from .models import Decision


@dataclass(frozen=True)
class FicheTextChanged:
    """What a place reads of a fiche has changed. ``unit_id`` None: for the whole establishment,
    hence for each of its units."""

    establishment_id: int
    unit_id: int | None
    slug: str


@dataclass(frozen=True)
class RereadsAsked:
    """These people read alerts that have changed: they are asked to read the fiche again."""

    slug: str
    title: str
    user_ids: tuple[int, ...]


@dataclass(frozen=True)
class FicheDecided:
    """Somebody read, validated, withdrew or restored a fiche. ``unit_id`` None: everywhere in
    the establishment."""

    approval_id: int
    decision: Decision
    slug: str
    title: str
    establishment_id: int
    unit_id: int | None
    signer_id: int
    signer_name: str


@dataclass(frozen=True)
class ValidationLapsed:
    """The text of a place is no longer the one that ``signer_id`` validated there."""

    slug: str
    title: str
    establishment_id: int
    unit_id: int | None
    signer_id: int


@dataclass(frozen=True)
class ReviewDue:
    """A validation ends on ``on``: soon, or already."""

    slug: str
    title: str
    establishment_id: int
    unit_id: int | None
    signer_id: int
    on: dt.date
    is_past: bool

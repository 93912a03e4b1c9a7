"""Who sees which cohort, and which rows of it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from ..core.actor import Actor
from ..core.permissions import Permission
from ..establishments.models import Unit
from ..journeys.models import Journey
from .models import Cohort


@dataclass(frozen=True)
class Place:
    """The rows a board is about: those of one cohort, of one establishment, or of all the actor
    reaches (both None). ``whole``: she covers the place entirely, so that no unit filter is
    needed and the board's covering indexes serve; ``establishments`` and ``units`` are her reach.

    A cohort's journeys all belong to the cohort's establishment: enrolment holds that.
    """

    cohort_id: int | None
    establishment_id: int | None
    whole: bool
    establishments: tuple[int, ...]
    units: tuple[int, ...]


def place(
    actor: Actor, *, establishment_id: int | None = None, cohort_id: int | None = None
) -> Place:
    """What the actor reads there. ``cohort_id`` comes with its establishment."""
    scope = actor.scope(Permission.COHORT_READ)
    whole = establishment_id in scope.establishments if establishment_id else not scope.units
    return Place(
        cohort_id,
        establishment_id,
        whole,
        tuple(sorted(scope.establishments)),
        tuple(sorted(scope.units)),
    )


def visible_to(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Cohorts of the establishments where the actor holds ``permission``, even on one unit."""
    scope = actor.scope(permission)
    mine = select(Unit.establishment_id).where(Unit.id.in_(scope.units))
    return or_(Cohort.establishment_id.in_(scope.establishments), Cohort.establishment_id.in_(mine))


def remindable_by(actor: Actor) -> ColumnElement[bool]:
    """Journeys whose blocker the actor may remind from a board."""
    scope = actor.scope(Permission.COHORT_MANAGE)
    return or_(Journey.establishment_id.in_(scope.establishments), Journey.unit_id.in_(scope.units))


def can_remind(actor: Actor, establishment_id: int, unit_id: int) -> bool:
    return actor.scope(Permission.COHORT_MANAGE).covers(establishment_id, unit_id)

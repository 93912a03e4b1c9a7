"""Who sees which cohort, and which rows of it."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, or_, select

from ..core.actor import Actor, Scope
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


def visible_within() -> ColumnElement[bool]:
    """The same as ``visible_to``, its reach left open: lists « establishments » and « units »."""
    own_units = Unit.id.in_(bindparam("units", expanding=True))
    return or_(
        Cohort.establishment_id.in_(bindparam("establishments", expanding=True)),
        Cohort.establishment_id.in_(select(Unit.establishment_id).where(own_units)),
    )


def remindable_by(actor: Actor) -> ColumnElement[bool]:
    """Journeys whose blocker the actor may remind from a board."""
    scope = actor.scope(Permission.COHORT_MANAGE)
    return or_(Journey.establishment_id.in_(scope.establishments), Journey.unit_id.in_(scope.units))


def reminding(actor: Actor) -> Scope:
    """Where the actor may remind: asked once, then held against each row of a board."""
    return actor.scope(Permission.COHORT_MANAGE)

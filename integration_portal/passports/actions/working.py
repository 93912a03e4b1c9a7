"""« Je prends le poste » : the holder starts her day in the unit."""

from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...establishments.models import Unit
from .. import rules
from ..errors import AlreadyThereError, NotAloneError
from ..models import Passport
from ..queries import find_own_of_unit, life, list_signers, zone_of
from .locking import lock


def take_post(session: Session, actor: Actor, unit: Unit) -> Passport:
    """Only the last day is kept. Raises NotAloneError, naming whom to ask, AlreadyThereError."""
    passport = find_own_of_unit(session, actor, unit.id)
    if passport is not None:
        lock(session, passport)
        zone = zone_of(session, passport)
        today = clock.today(zone)
        if rules.standing(life(passport, zone), today).may_work_alone:
            if passport.last_worked_on == today:
                raise AlreadyThereError
            passport.last_worked_on = today
            session.flush()
            return passport
    people = list_signers(session, unit)
    raise NotAloneError([person.name for person in people if person.id != actor.id])

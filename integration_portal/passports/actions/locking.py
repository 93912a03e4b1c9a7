"""One gesture at a time on a passport."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core.actor import Actor
from .. import policy
from ..errors import NotOfThisUnitError, SelfPassportError
from ..models import Passport


def lock(session: Session, passport: Passport) -> None:
    """The row is then as the gesture before left it."""
    session.execute(select(Passport.id).where(Passport.id == passport.id).with_for_update())
    session.refresh(passport)


def lock_to_sign(session: Session, actor: Actor, passport: Passport) -> None:
    """For whoever signs in the unit. Raises SelfPassportError, NotOfThisUnitError."""
    if actor.id == passport.holder_id:
        raise SelfPassportError
    if not policy.can_sign(actor, passport):
        raise NotOfThisUnitError
    lock(session, passport)

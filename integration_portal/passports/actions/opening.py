"""Open a passport, note its conditions one by one."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ForbiddenError
from ...drill.models import DrillAttempt
from ...establishments.models import Unit
from .. import policy, rules
from ..errors import (
    AlreadyMetError,
    AlreadyOpenError,
    NotMetError,
    NotOngoingError,
    UnknownHolderError,
)
from ..events import ConditionMet, PassportOpened
from ..models import Passport
from ..queries import find_holder, zone_of
from ..wording import BY_CODE, RED_FICHES, Condition
from .locking import lock, lock_to_sign

BY_DRILL = "Épreuve « Trouvez la bonne fiche » réussie."
_DRILLS_READ = 20
Proof = dict[str, str | int | None]


def open_passport(session: Session, actor: Actor, unit: Unit, *, email: str) -> Passport:
    """For a secretary of the establishment. One taken back starts again from nothing.

    Raises ForbiddenError, UnknownHolderError, AlreadyOpenError.
    """
    if not policy.can_open(actor, unit):
        raise ForbiddenError("Vous n’ouvrez pas de passeport pour cette unité.")
    holder = find_holder(session, unit.establishment_id, email)
    if holder is None:
        raise UnknownHolderError
    passport = _fresh(session, actor, unit, holder)
    audit.record(
        session, actor, "passport.open", f"users:{holder.id}",
        establishment_id=unit.establishment_id, unit=unit.id,
    )  # fmt: skip
    publish(session, PassportOpened(passport.id, holder.id, unit.id))
    prove_by_drill(session, passport)
    return passport


def _fresh(session: Session, actor: Actor, unit: Unit, holder: User) -> Passport:
    passport = session.scalar(
        select(Passport)
        .where(Passport.holder_id == holder.id, Passport.unit_id == unit.id)
        .with_for_update()
    )
    if passport is None:
        passport = Passport(
            establishment_id=unit.establishment_id, unit_id=unit.id, holder_id=holder.id
        )
    elif passport.ended_at is None:
        raise AlreadyOpenError(holder.name, unit.name)
    passport.conditions, passport.reason = {}, ""
    passport.opened_at, passport.opened_by_id = clock.now(), actor.id
    passport.granted_on = passport.renewed_on = passport.last_worked_on = None
    passport.entry_id = passport.ended_at = None
    try:
        with session.begin_nested():  # somebody may open the same one meanwhile
            session.add(passport)
            session.flush()
    except IntegrityError as error:
        raise AlreadyOpenError(holder.name, unit.name) from error
    return passport


def meet(
    session: Session, actor: Actor, passport: Passport, *, code: str, on: dt.date, word: str = ""
) -> None:
    """Note that a condition was met on a day, with a short word.

    Raises SelfPassportError, NotOfThisUnitError, NotOngoingError, AlreadyMetError.
    """
    condition = BY_CODE[code]
    lock_to_sign(session, actor, passport)
    _refuse_unless_ongoing(passport)
    if code in passport.conditions:
        raise AlreadyMetError
    _note(session, passport, condition, {"le": on.isoformat(), "par": actor.id, "mot": word})


def clear(session: Session, actor: Actor, passport: Passport, *, code: str) -> None:
    """A condition was noted by mistake. Raises as ``meet``, and NotMetError."""
    lock_to_sign(session, actor, passport)
    _refuse_unless_ongoing(passport)
    if code not in passport.conditions:
        raise NotMetError
    kept = {key: value for key, value in passport.conditions.items() if key != code}
    passport.conditions = kept
    session.flush()


def prove_by_drill(session: Session, passport: Passport) -> bool:
    """Take a passed drill of the last six months as the proof of the red fiches, if there is one."""
    lock(session, passport)
    if passport.granted_on or passport.ended_at or RED_FICHES in passport.conditions:
        return False
    zone = zone_of(session, passport)
    since = rules.add_months(clock.today(zone), -rules.AWAY_MONTHS)
    attempts = session.scalars(
        select(DrillAttempt)
        .where(DrillAttempt.user_id == passport.holder_id, DrillAttempt.finished_at.is_not(None))
        .order_by(DrillAttempt.started_at.desc(), DrillAttempt.id.desc())
        .limit(_DRILLS_READ)
    )
    for attempt in attempts:
        assert attempt.finished_at is not None
        on = attempt.finished_at.astimezone(ZoneInfo(zone)).date()
        if on >= since and rules.proves_red_fiches(attempt.items):
            proof: Proof = {"le": on.isoformat(), "par": None, "mot": BY_DRILL}
            _note(session, passport, BY_CODE[RED_FICHES], proof)
            return True
    return False


def _refuse_unless_ongoing(passport: Passport) -> None:
    if passport.granted_on is not None or passport.ended_at is not None:
        raise NotOngoingError


def _note(session: Session, passport: Passport, condition: Condition, proof: Proof) -> None:
    passport.conditions = {**passport.conditions, condition.code: proof}
    session.flush()
    publish(
        session,
        ConditionMet(
            passport.id, passport.holder_id, passport.unit_id, condition.short,
            not rules.missing(passport.conditions),
        ),
    )  # fmt: skip

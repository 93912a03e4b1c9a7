"""An establishment of the demo: its units, its people with their roles, its cohorts."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from ..accounts import actions as accounts
from ..accounts.models import User
from ..cohorts.models import Cohort
from ..core.actor import Actor, Grant
from ..core.working_calendar import WorkingCalendar
from ..establishments import actions as places
from ..establishments.models import Establishment, Ght, Unit
from .people import Person, Place, Recruit
from .stage import Stage


def open_place(
    session: Session, place: Place, ght: Ght, today: dt.date, *, password_hash: str
) -> Stage:
    """Everybody is there; nothing has happened yet."""
    establishment = places.create_establishment(
        session, None, name=place.name, city=place.city, ght=ght, is_demo=True
    )
    units = [
        places.create_unit(session, None, establishment, name=name, specialty=specialty)
        for name, specialty in place.units
    ]
    cast = {}
    for person in (*place.staff, *(recruit.person for recruit in place.recruits)):
        unit = None if person.unit is None else units[person.unit]
        email = f"{person.key}@{place.domain}"
        user = _hire(session, establishment, person, unit, email)
        user.password_hash = password_hash
        grants = (Grant(person.role, establishment.id, unit.id if unit else None),)
        cast[person.key] = Actor(user.id, user.name, user.quality, grants)
    return Stage(session, today, establishment, units, cast)


def _hire(
    session: Session, establishment: Establishment, person: Person, unit: Unit | None, email: str
) -> User:
    user = accounts.create_user(
        session, None, email=email, given_name=person.given, family_name=person.family,
        quality=person.quality,
    )  # fmt: skip
    accounts.grant_role(
        session, None, user, person.role,
        establishment_id=establishment.id, unit_id=unit.id if unit else None,
    )  # fmt: skip
    for role in person.referent:
        places.name_referent(session, None, establishment, role=role, user_id=user.id, unit=unit)
    return user


def start_of(recruit: Recruit, today: dt.date) -> dt.date:
    """Today is her day number ``recruit.day``."""
    calendar = WorkingCalendar(pattern=tuple(day == "1" for day in recruit.pattern))
    return calendar.shift(calendar.on_or_before(today), 1 - recruit.day)


def gather(stage: Stage, place: Place) -> Mapping[str, Cohort]:
    """Recruit → her cohort: recent starters together, earlier ones together."""
    cohorts: dict[str, Cohort] = {}
    found = {}
    for recruit in place.recruits:
        recent = recruit.day <= 20 or len(place.cohorts) == 1
        name, start = place.cohorts[0 if recent else 1], start_of(recruit, stage.today)
        if name not in cohorts:
            cohorts[name] = Cohort(
                establishment_id=stage.establishment.id, name=name, start_on=start
            )
        cohorts[name].start_on = min(cohorts[name].start_on, start)
        found[recruit.person.key] = cohorts[name]
    stage.session.add_all(cohorts.values())
    stage.session.flush()
    return found

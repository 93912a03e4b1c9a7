"""Verbs on cohorts: create one, enrol somebody, enrol a whole list."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.actions import create_user, grant_role, invite
from ..accounts.models import User
from ..accounts.queries import find_user_by_email
from ..core import audit
from ..core.actor import Actor
from ..core.errors import RuleError
from ..core.permissions import Permission, Role
from ..establishments.models import Unit
from ..journeys.actions.enrolment import Enrolment, enrol
from ..journeys.models import Journey, TemplateVersion
from .errors import DuplicateCohortError, InactiveAccountError, NameNeededError, OtherNameError
from .models import Cohort
from .queries import CohortHead
from .roster import Entry, Fate, Line
from .spreadsheet import plain


@dataclass(frozen=True)
class Person:
    """Who is enrolled. The names may stay empty when the account is already known here."""

    email: str
    given_name: str = ""
    family_name: str = ""
    quality: str = ""


def create_cohort(
    session: Session, actor: Actor, *, establishment_id: int, name: str, start_on: dt.date
) -> Cohort:
    """Raises DuplicateCohortError. The caller found the establishment inside the actor's reach."""
    same = select(Cohort.id).where(
        Cohort.establishment_id == establishment_id, Cohort.name == name.strip()
    )
    if session.scalar(same):
        raise DuplicateCohortError(name.strip())
    cohort = Cohort(establishment_id=establishment_id, name=name.strip(), start_on=start_on)
    session.add(cohort)
    session.flush()
    audit.record(
        session, actor, "cohort.create", f"cohorts:{cohort.id}", establishment_id=establishment_id
    )
    return cohort


def enrol_recruit(
    session: Session,
    actor: Actor,
    *,
    person: Person,
    unit: Unit,
    version: TemplateVersion,
    start_on: dt.date,
    base_url: str,
    cohort: CohortHead | None = None,
    pattern: str = "1111100",
    tutor_id: int | None = None,
    manager_id: int | None = None,
    doctor_id: int | None = None,
) -> tuple[Journey, bool]:
    """Start somebody's journey; the flag says whether her account is new (and invited).

    Raises OtherNameError, NameNeededError, InactiveAccountError, AlreadyRunningError, RuleError.
    """
    if cohort is not None and cohort.establishment_id != unit.establishment_id:
        raise RuleError("Cette promotion et cette unité ne sont pas du même établissement.")
    user, is_new = _account(session, actor, person)
    journey = enrol(
        session,
        actor,
        Enrolment(
            recruit=user, unit=unit, version=version, start_on=start_on, pattern=pattern,
            tutor_id=tutor_id, manager_id=manager_id, doctor_id=doctor_id,
            cohort_id=cohort.id if cohort else None,
        ),
    )  # fmt: skip
    grant_role(
        session, actor, user, Role.RECRUIT,
        establishment_id=unit.establishment_id, unit_id=unit.id,
    )  # fmt: skip
    if is_new:
        invite(session, actor, user, base_url=base_url)
    return journey, is_new


def _account(session: Session, actor: Actor, person: Person) -> tuple[User, bool]:
    """The account at this address, or a new one. A name must not be learnt from an address."""
    typed = plain(f"{person.given_name} {person.family_name}")
    user = find_user_by_email(session, person.email)
    if user is None:
        if not (person.given_name.strip() and person.family_name.strip()):
            raise NameNeededError
        created = create_user(
            session, actor, email=person.email, given_name=person.given_name,
            family_name=person.family_name, quality=person.quality,
        )  # fmt: skip
        return created, True
    if not typed and not _is_known_here(actor, user):
        raise NameNeededError
    if typed and typed != plain(user.name):
        raise OtherNameError
    if not user.is_active:
        raise InactiveAccountError
    return user, False


def _is_known_here(actor: Actor, user: User) -> bool:
    reach = actor.scope(Permission.COHORT_MANAGE)
    return any(reach.covers(grant.establishment_id, grant.unit_id) for grant in user.grants)


def import_roster(
    session: Session,
    actor: Actor,
    *,
    cohort: CohortHead,
    version: TemplateVersion,
    lines: list[Line],
    units: Mapping[int, Unit],
    base_url: str,
) -> int:
    """Enrol every line found good by ``roster.check``; returns how many. ``units`` by id."""
    manager_id = actor.id if Role.MANAGER in actor.roles else None
    entries = [line.entry for line in lines if line.fate is Fate.NEW and line.entry]
    for entry in entries:
        enrol_recruit(
            session, actor, person=_person(entry), unit=units[entry.unit_id], version=version,
            start_on=entry.start_on, base_url=base_url, cohort=cohort, pattern=entry.pattern,
            tutor_id=entry.tutor_id, manager_id=manager_id, doctor_id=entry.doctor_id,
        )  # fmt: skip
    audit.record(
        session, actor, "cohort.import", f"cohorts:{cohort.id}",
        establishment_id=cohort.establishment_id, number=len(entries), lines=len(lines),
    )  # fmt: skip
    return len(entries)


def _person(entry: Entry) -> Person:
    return Person(entry.email, entry.given_name, entry.family_name, entry.quality)

"""Build the demonstration: everything is made by the same actions people use, with the clock
held at the day each act would have happened.
"""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts import actions as accounts
from ..accounts.models import User
from ..accounts.passwords import hash_password
from ..cohorts.models import Cohort
from ..core import clock
from ..core.actor import Actor, Grant
from ..core.permissions import Role
from ..core.working_calendar import WorkingCalendar
from ..establishments import actions as places
from ..establishments.models import Establishment, Ght, Unit
from ..fiches.places import Place as FichePlace
from ..journeys.actions.enrolment import Enrolment, enrol
from ..journeys.models import Journey, JourneyTemplate, TemplateVersion
from ..signoffs import actions as signoffs
from . import dossiers, fiches, interviews, passports, recall
from .acting import at
from .people import BAIE, BOCAGE, PASSWORD, Person, Place, Recruit
from .walking import Walk


class NotADemoError(Exception):
    """The database holds real people: the demo never touches it."""


def is_ready(session: Session) -> bool:
    """Whether the demo is already there. Raises NotADemoError on any other data."""
    flags = session.scalars(select(Establishment.is_demo)).all()
    if not all(flags):
        raise NotADemoError
    if not flags and session.scalar(select(User.id).limit(1)):
        raise NotADemoError
    return bool(flags)


def build(session: Session, today: dt.date) -> None:
    """Fill an empty, migrated database whose content is synced."""
    ght = Ght(name="GHT des Deux Rives")
    session.add(ght)
    session.flush()
    template = session.scalars(
        select(JourneyTemplate).where(JourneyTemplate.establishment_id.is_(None))
    ).first()
    assert template is not None
    version = template.versions[-1]
    hashed = hash_password(PASSWORD)
    for place in (BAIE, BOCAGE):
        _Builder(session, place, ght, version, today, hashed).run()


class _Builder:
    """One establishment, its people, its recruits."""

    def __init__(
        self,
        session: Session,
        place: Place,
        ght: Ght,
        version: TemplateVersion,
        today: dt.date,
        hashed: str,
    ) -> None:
        self.session, self.place, self.version, self.today = session, place, version, today
        self.hashed = hashed
        self.establishment = places.create_establishment(
            session, None, name=place.name, city=place.city, ght=ght, is_demo=True
        )
        self.units = [
            places.create_unit(session, None, self.establishment, name=name, specialty=specialty)
            for name, specialty in place.units
        ]
        self.users: dict[str, User] = {}

    def run(self) -> None:
        for person in self.place.staff:
            self._person(person)
        for recruit in self.place.recruits:
            self._person(recruit.person)
        cohorts: dict[dt.date, Cohort] = {}
        for recruit in self.place.recruits:
            self._recruit(recruit, cohorts)
        if self.place is BAIE:
            self._fiches()
            self._recall()
            self._relay()
            self._dossiers()
            self._interviews()
            self._passports()

    def _fiches(self) -> None:
        """What a year of use has brought to the fiches of the first unit."""
        ward = self.units[0]
        fiches.live(
            self.session,
            FichePlace(self.establishment.id, ward.id),
            self.today,
            doctor=self._actor("helene.roux", Role.DOCTOR, ward.id),
            tutor=self._actor("claire.petit", Role.TUTOR, ward.id),
            editor=self._actor("anne.girard", Role.EDITOR, None),
        )

    def _actor(self, key: str, role: Role, unit_id: int | None = None) -> Actor:
        user = self.users[key]
        grants = (Grant(role, self.establishment.id, unit_id),)
        return Actor(user.id, user.name, user.quality, grants)

    def _passports(self) -> None:
        """A replacement pool over the three units."""
        emails = {key: user.email for key, user in self.users.items()}
        passports.live(self.session, self.units, emails, self._actor, self.today)

    def _recall(self) -> None:
        """A recruit who began to review as soon as she had her account."""
        recruit = self._actor("amina.diallo", Role.RECRUIT, self.units[0].id)
        recall.live(self.session, recruit, self.today)

    def _relay(self) -> None:
        """A tutor away this week: the portal chose who acts for him."""
        user, yesterday = self.users["marc.lefevre"], self.today - dt.timedelta(days=1)
        away = signoffs.Absence(
            user.id, self.establishment.id, yesterday, self.today + dt.timedelta(days=5), None
        )
        tutor = self._actor("marc.lefevre", Role.TUTOR, self.units[1].id)
        with clock.frozen(at(yesterday, 9)):
            signoffs.declare_absence(self.session, tutor, away)

    def _dossiers(self) -> None:
        """One recruit asks to be seen on a competency; another holds an attestation."""
        first, last = (self._journey(key) for key in ("amina.diallo", "lucie.brun"))
        yesterday = self.today - dt.timedelta(days=1)
        with clock.frozen(at(yesterday, 16)):
            dossiers.ask(self.session, self._actor("amina.diallo", Role.RECRUIT), first, "CT-1")
        dossiers.attest(
            self.session, last, at=at(yesterday, 11),
            recruit=self._actor("lucie.brun", Role.RECRUIT),
            tutor=self._actor("marc.lefevre", Role.TUTOR),
            manager=self._actor("sophie.martin", Role.MANAGER),
        )  # fmt: skip

    def _journey(self, key: str) -> Journey:
        return self.session.scalars(
            select(Journey).where(Journey.recruit_id == self.users[key].id)
        ).one()

    def _interviews(self) -> None:
        """Those of a recruit who has just begun."""
        interviews.live(self.session, self._journey("amina.diallo"), self.today)

    def _unit(self, index: int | None) -> Unit | None:
        return None if index is None else self.units[index]

    def _person(self, person: Person) -> None:
        user = accounts.create_user(
            self.session,
            None,
            email=f"{person.key}@{self.place.domain}",
            given_name=person.given,
            family_name=person.family,
            quality=person.quality,
        )
        user.password_hash = self.hashed
        unit = self._unit(person.unit)
        accounts.grant_role(
            self.session, None, user, person.role,
            establishment_id=self.establishment.id, unit_id=unit.id if unit else None,
        )  # fmt: skip
        for role in person.referent:
            places.name_referent(
                self.session, None, self.establishment, role=role, user_id=user.id, unit=unit
            )
        self.users[person.key] = user

    def _holder(self, role: Role, unit: Unit) -> User | None:
        """The staff member with that role for the unit, or for the whole establishment."""
        for person in self.place.staff:
            if person.role is role and self._unit(person.unit) in {unit, None}:
                return self.users[person.key]
        return None

    def _recruit(self, recruit: Recruit, cohorts: dict[dt.date, Cohort]) -> None:
        pattern = tuple(day == "1" for day in recruit.pattern)
        calendar = WorkingCalendar(pattern=pattern)
        start = calendar.shift(calendar.on_or_before(self.today), 1 - recruit.day)
        unit = self._unit(recruit.person.unit)
        assert unit is not None
        manager = self._holder(Role.MANAGER, unit)
        doctor = self._holder(Role.DOCTOR, unit)
        with clock.frozen(at(start - dt.timedelta(days=30), 9)):
            journey = enrol(
                self.session,
                None,
                Enrolment(
                    recruit=self.users[recruit.person.key],
                    unit=unit,
                    version=self.version,
                    start_on=start,
                    tutor_id=self.users[recruit.tutor].id,
                    manager_id=manager.id if manager else None,
                    doctor_id=doctor.id if doctor else None,
                    cohort_id=self._cohort(recruit, start, cohorts).id,
                    pattern=recruit.pattern,
                ),
            )
        Walk(self.session, self.today, recruit, journey).run()

    def _cohort(self, recruit: Recruit, start: dt.date, cohorts: dict[dt.date, Cohort]) -> Cohort:
        """Recent starters together, earlier ones together."""
        recent = recruit.day <= 20 or len(self.place.cohorts) == 1
        name = self.place.cohorts[0 if recent else 1]
        for cohort in cohorts.values():
            if cohort.name == name:
                cohort.start_on = min(cohort.start_on, start)
                return cohort
        cohort = Cohort(establishment_id=self.establishment.id, name=name, start_on=start)
        self.session.add(cohort)
        self.session.flush()
        cohorts[start] = cohort
        return cohort

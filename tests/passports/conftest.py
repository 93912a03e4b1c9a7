"""A passport of our recruit in a place, on both databases, and what brings it further."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.core.actor import Actor
from integration_portal.establishments.models import Unit
from integration_portal.passports import actions
from integration_portal.passports.models import Passport
from integration_portal.passports.wording import CONDITIONS, CRITERIA
from integration_portal.signoffs.models import LedgerEntry
from tests.support.factories import Person, Place, World, actor_of

ACQUIRED = {str(criterion["code"]): 3 for criterion in CRITERIA}


def fill(session: Session, place: Place, *, but: str = "") -> Passport:
    """Every condition of our recruit's passport noted today by the tutor, ``but`` one."""
    passport = session.get_one(Passport, place.passport_id)
    tutor = actor_of(session, place.tutor.id)
    for condition in CONDITIONS:
        if condition.code != but:
            actions.meet(session, tutor, passport, code=condition.code, on=dt.date(2026, 11, 24))
    return passport


def sign(session: Session, place: Place, signer: Person | None = None) -> LedgerEntry:
    """Grant our recruit's passport, its conditions being met."""
    passport = session.get_one(Passport, place.passport_id)
    who = actor_of(session, (signer or place.tutor).id)
    read = actions.sentence_for(session, who, passport, "grant")
    return actions.grant(session, who, passport, read=read)


@dataclass
class Shelf:
    """The passport of our recruit, in one transaction rolled back at the end."""

    session: Session
    place: Place

    @property
    def passport(self) -> Passport:
        return self.session.get_one(Passport, self.place.passport_id)

    @property
    def unit(self) -> Unit:
        return self.session.get_one(Unit, self.place.unit_id)

    def actor(self, person: Person) -> Actor:
        return actor_of(self.session, person.id)

    def granted(self) -> Passport:
        fill(self.session, self.place)
        sign(self.session, self.place)
        return self.passport

    def renew(self, person: Person, **changes: Any) -> LedgerEntry:
        who, passport = self.actor(person), self.passport
        values = {
            "seen_entry_id": passport.entry_id or 0,
            "read": actions.sentence_for(self.session, who, passport, "renewal"),
            "situation": "Une matinée d’appels.",
            "on": clock.now().date(),
            "levels": ACQUIRED,
        }
        return actions.renew(self.session, who, passport, **values | changes)

    def take_back(self, person: Person) -> LedgerEntry | None:
        who, passport = self.actor(person), self.passport
        read = actions.sentence_for(self.session, who, passport, "withdrawal")
        return actions.take_back(self.session, who, passport, reason="Poste supprimé.", read=read)

    @property
    def lines(self) -> list[LedgerEntry]:
        query = select(LedgerEntry).where(LedgerEntry.recruit_id == self.place.recruit.id)
        found = self.session.scalars(query.order_by(LedgerEntry.seq))
        return [line for line in found if '"key":"passport:' in line.payload]


@pytest.fixture
def shelf(session: Session, world: World) -> Shelf:
    return Shelf(session, world.ours)


@pytest.fixture
def filled(db: Any, world: World) -> Callable[..., None]:
    """``filled(signed=True)``: our recruit's passport behind ``app``, its conditions met."""

    def make(*, signed: bool = False) -> None:
        with db.writing() as session:
            fill(session, world.ours)
            if signed:
                sign(session, world.ours)

    return make

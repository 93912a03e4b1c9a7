"""Several people at the same instant: one line, and the others learn who was first."""

from sqlalchemy import func, select

from integration_portal.establishments.models import Unit
from integration_portal.passports import actions
from integration_portal.passports.errors import (
    AlreadyGrantedError,
    AlreadyMetError,
    AlreadyOpenError,
    AlreadyThereError,
)
from integration_portal.passports.models import Passport
from integration_portal.passports.wording import CRITERIA
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import EntryKind, LedgerEntry
from integration_portal.signoffs.queries import chain, head_of
from tests.passports.conftest import ACQUIRED, fill, sign
from tests.support.factories import actor_of
from tests.support.threads import at_once

MANY = 8


def authorised(session, place) -> int:
    head = head_of(session, place.establishment_id)
    assert verify(chain(session, place.establishment_id), expected_head=head) is None
    query = select(func.count()).select_from(LedgerEntry)
    return session.scalar(query.where(LedgerEntry.kind == EntryKind.AUTHORISED)) or 0


def only_one(results: list[object], refusal: type[Exception]) -> object:
    (winner,) = (one for one in results if not isinstance(one, Exception))
    assert sum(isinstance(one, refusal) for one in results) == MANY - 1, results
    return winner


def test_signers_at_once_make_one_line(database, world) -> None:
    place = world.ours
    with database.writing() as session:
        fill(session, place)
    signers = [place.tutor, place.doctor, place.manager]
    results = at_once(
        database, lambda session, n: sign(session, place, signers[n % 3]).author_id, MANY
    )
    winner = only_one(results, AlreadyGrantedError)
    name = next(person.name for person in signers if person.id == winner)
    refusals = [one for one in results if isinstance(one, AlreadyGrantedError)]
    assert all(name in refusal.message for refusal in refusals)
    with database.reading() as session:
        assert authorised(session, place) == 1


def test_renewals_at_once_make_one_line(database, world) -> None:
    place = world.ours
    with database.writing() as session:
        fill(session, place)
        first = sign(session, place).id

    def gesture(session, number):
        tutor = actor_of(session, (place.tutor, place.manager)[number % 2].id)
        passport = session.get_one(Passport, place.passport_id)
        read = actions.sentence_for(session, tutor, passport, "renewal")
        return actions.renew(
            session, tutor, passport, seen_entry_id=first, read=read, situation="Une matinée.",
            on=passport.granted_on, levels=ACQUIRED,
        ).id  # fmt: skip

    only_one(at_once(database, gesture, MANY), AlreadyGrantedError)
    assert len(ACQUIRED) == len(CRITERIA)
    with database.reading() as session:
        assert authorised(session, place) == 2


def test_one_passport_one_condition_one_day(database, world) -> None:
    place = world.ours

    def open_(session, _):
        manager = actor_of(session, place.manager.id)
        unit = session.get_one(Unit, place.unit_id)
        return actions.open_passport(session, manager, unit, email=place.tutor.email).id

    only_one(at_once(database, open_, MANY), AlreadyOpenError)

    def meet(session, _):
        tutor = actor_of(session, place.tutor.id)
        passport = session.get_one(Passport, place.passport_id)
        actions.meet(session, tutor, passport, code="visite", on=passport.opened_at.date())
        return "noté"

    only_one(at_once(database, meet, MANY), AlreadyMetError)
    with database.writing() as session:
        passport = session.get_one(Passport, place.passport_id)
        tutor = actor_of(session, place.tutor.id)
        for code in ("fiches", "appels", "page"):
            actions.meet(session, tutor, passport, code=code, on=passport.opened_at.date())
        sign(session, place)

    def take(session, _):
        recruit = actor_of(session, place.recruit.id)
        return actions.take_post(session, recruit, session.get_one(Unit, place.unit_id)).id

    only_one(at_once(database, take, MANY), AlreadyThereError)

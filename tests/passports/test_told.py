"""Who is told, once; what is exported and what is erased."""

import datetime as dt
import json

import pytest
from sqlalchemy import delete, select

from integration_portal import worker
from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.core.mail import NoMail
from integration_portal.establishments.models import Unit
from integration_portal.notifications.models import Notification
from integration_portal.passports import actions
from integration_portal.passports.models import Passport
from integration_portal.passports.wording import CONDITIONS
from integration_portal.signoffs.models import LedgerEntry
from tests.passports.conftest import fill, sign
from tests.support.factories import NOW, actor_of


def inbox(database, person) -> list[str]:
    with database.reading() as session:
        query = select(Notification.text).where(
            Notification.user_id == person.id, Notification.text.contains("passeport")
            | Notification.text.contains("Passeport"),
        )  # fmt: skip
        return list(session.scalars(query.order_by(Notification.id)))


@pytest.fixture
def quiet(database) -> None:
    with database.writing() as session:
        session.execute(delete(Notification))


@pytest.mark.usefixtures("quiet")
def test_each_step_is_told(database, world) -> None:
    place = world.ours
    with database.writing() as session:
        unit = session.get_one(Unit, place.neighbour_unit_id)
        manager = actor_of(session, place.neighbour_manager.id)
        actions.open_passport(session, manager, unit, email=place.recruit.email)
    assert "est ouvert pour vous" in inbox(database, place.recruit)[0]
    assert "prépare son passeport" in inbox(database, place.neighbour_tutor)[0]
    assert not inbox(database, place.tutor)
    with database.writing() as session:
        fill(session, place)
    assert len(inbox(database, place.recruit)) == 1 + len(CONDITIONS)
    assert inbox(database, place.tutor) == [
        f"Le passeport de {place.recruit.name} pour « Cardiologie Alpha » est complet : "
        "il attend une signature."
    ]
    with database.writing() as session:
        sign(session, place)
        passport = session.get_one(Passport, place.passport_id)
        tutor = actor_of(session, place.tutor.id)
        read = actions.sentence_for(session, tutor, passport, "withdrawal")
        actions.take_back(session, tutor, passport, reason="Fin.", read=read)
    signed, ended = inbox(database, place.recruit)[-2:]
    assert signed.startswith(f"{place.tutor.name} a signé votre passeport")
    assert ended == (
        f"{place.tutor.name} a retiré votre passeport pour « Cardiologie Alpha » : lisez pourquoi."
    )


def work(database, on: dt.date) -> None:
    """The worker turns twice that day."""
    with clock.frozen(dt.datetime.combine(on, dt.time(8), dt.UTC)):
        worker.run_once(database, NoMail())
        worker.run_once(database, NoMail())


def test_the_end_is_told_once_thirty_days_before_and_once_after(database, world) -> None:
    place = world.ours
    with database.writing() as session:
        fill(session, place)
        sign(session, place)
        session.execute(delete(Notification))
    until = dt.date(2027, 5, 24)
    work(database, until - dt.timedelta(days=30))
    assert not inbox(database, place.recruit)
    work(database, until - dt.timedelta(days=29))
    work(database, until)
    (near,) = inbox(database, place.recruit)
    assert "prend fin le lundi 24\u00a0mai 2027" in near
    assert inbox(database, place.manager) == [near]
    work(database, until + dt.timedelta(days=1))
    work(database, until + dt.timedelta(days=20))
    assert len(inbox(database, place.recruit)) == 2
    assert "a pris fin" in inbox(database, place.recruit)[1]
    work(database, until + dt.timedelta(days=90))
    assert len(inbox(database, place.recruit)) == 2


def test_whoever_works_there_is_told_of_the_new_date(database, world) -> None:
    place = world.ours
    with database.writing() as session:
        fill(session, place)
        sign(session, place)
    with clock.frozen(NOW + dt.timedelta(days=170)), database.writing() as session:
        recruit, unit = actor_of(session, place.recruit.id), session.get_one(Unit, place.unit_id)
        actions.take_post(session, recruit, unit)
        session.execute(delete(Notification))
    work(database, dt.date(2027, 5, 24))
    assert not inbox(database, place.recruit)
    work(database, dt.date(2027, 11, 1))
    assert "prend fin le samedi 13\u00a0novembre 2027" in inbox(database, place.recruit)[0]


def test_exported_to_her_and_erased_but_the_signed_copy(database, world) -> None:
    place, mark = world.ours, "Zorglub"
    with database.writing() as session:
        passport = session.get_one(Passport, place.passport_id)
        tutor = actor_of(session, place.tutor.id)
        on = dt.date(2026, 11, 20)
        actions.meet(session, tutor, passport, code="visite", on=on, word=mark)
        fill_rest(session, place)
        sign(session, place)
        read = actions.sentence_for(session, tutor, passport, "withdrawal")
        actions.take_back(session, tutor, passport, reason=mark, read=read)
    with database.reading() as session:
        exported = personal_data.export_json(session, actor_of(session, place.recruit.id))
    (mine,) = json.loads(exported)["passeports"]
    assert mine["conditions"][0] == {"condition": "visite", "le": "2026-11-20", "mot": mark}
    assert (mine["raison_du_retrait"], mine["habilitee_le"]) == (mark, "2026-11-24")
    with database.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, place.recruit.id))
    with database.reading() as session:
        passport = session.get_one(Passport, place.passport_id)
        assert passport.reason == ""
        assert passport.conditions["visite"] == {
            "le": "2026-11-20", "par": place.tutor.id, "mot": ""
        }  # fmt: skip
        signed = session.get_one(LedgerEntry, passport.entry_id)
        assert mark in signed.payload


def fill_rest(session, place) -> None:
    passport = session.get_one(Passport, place.passport_id)
    tutor = actor_of(session, place.tutor.id)
    for code in ("fiches", "appels", "page"):
        actions.meet(session, tutor, passport, code=code, on=dt.date(2026, 11, 20))

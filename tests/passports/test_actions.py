"""Open, note, sign, renew, take back: what each does, and every refusal."""

import datetime as dt
import json

import pytest

from integration_portal.core import clock
from integration_portal.core.errors import ForbiddenError
from integration_portal.drill.events import DrillFinished
from integration_portal.drill.models import DrillAttempt
from integration_portal.passports import actions, errors, queries, subscribers
from integration_portal.passports.rules import State
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import EntryKind, RequestState, SignOffRequest
from integration_portal.signoffs.queries import chain, head_of
from tests.passports.conftest import Shelf, fill, sign
from tests.passports.test_rules import items
from tests.support.factories import NOW

TODAY = dt.date(2026, 11, 24)


def later(days: int):
    return clock.frozen(NOW + dt.timedelta(days=days))


# Opening


def test_it_is_opened_once_a_person_and_a_unit(shelf: Shelf) -> None:
    manager = shelf.actor(shelf.place.manager)
    with pytest.raises(errors.AlreadyOpenError, match="déjà un passeport"):
        actions.open_passport(shelf.session, manager, shelf.unit, email=shelf.place.recruit.email)
    made = actions.open_passport(shelf.session, manager, shelf.unit, email=shelf.place.tutor.email)
    assert queries.standing_of(shelf.session, made).state is State.ONGOING


def test_for_a_secretary_of_the_establishment(shelf: Shelf, world) -> None:
    manager = shelf.actor(shelf.place.manager)
    for stranger in (world.theirs.recruit.email, shelf.place.doctor.email, "personne@exemple.test"):
        with pytest.raises(errors.UnknownHolderError):
            actions.open_passport(shelf.session, manager, shelf.unit, email=stranger)
    elsewhere = shelf.place.neighbour_recruit.email
    made = actions.open_passport(shelf.session, manager, shelf.unit, email=f" {elsewhere.upper()} ")
    assert made.holder_id == shelf.place.neighbour_recruit.id


def test_by_a_manager_of_the_unit(shelf: Shelf) -> None:
    for person in (shelf.place.tutor, shelf.place.neighbour_manager, shelf.place.hr):
        with pytest.raises(ForbiddenError):
            actions.open_passport(
                shelf.session, shelf.actor(person), shelf.unit, email=shelf.place.tutor.email
            )


# Conditions


def test_a_condition_keeps_its_day_who_and_a_word(shelf: Shelf) -> None:
    tutor = shelf.actor(shelf.place.tutor)
    actions.meet(shelf.session, tutor, shelf.passport, code="visite", on=TODAY, word="Faite.")
    expected = {"le": "2026-11-24", "par": tutor.id, "mot": "Faite."}
    assert shelf.passport.conditions == {"visite": expected}
    with pytest.raises(errors.AlreadyMetError):
        actions.meet(shelf.session, tutor, shelf.passport, code="visite", on=TODAY)
    actions.clear(shelf.session, tutor, shelf.passport, code="visite")
    assert shelf.passport.conditions == {}
    with pytest.raises(errors.NotMetError):
        actions.clear(shelf.session, tutor, shelf.passport, code="visite")


def test_never_by_the_holder_nor_from_elsewhere(shelf: Shelf) -> None:
    def note(person) -> None:
        actions.meet(shelf.session, shelf.actor(person), shelf.passport, code="visite", on=TODAY)

    with pytest.raises(errors.SelfPassportError):
        note(shelf.place.recruit)
    for person in (shelf.place.peer, shelf.place.neighbour_tutor, shelf.place.hr):
        with pytest.raises(errors.NotOfThisUnitError):
            note(person)


def test_a_tutor_does_not_fill_her_own(shelf: Shelf) -> None:
    manager = shelf.actor(shelf.place.manager)
    own = actions.open_passport(shelf.session, manager, shelf.unit, email=shelf.place.tutor.email)
    with pytest.raises(errors.SelfPassportError):
        actions.meet(shelf.session, shelf.actor(shelf.place.tutor), own, code="visite", on=TODAY)


def test_conditions_move_no_more_once_signed(shelf: Shelf) -> None:
    passport, tutor = shelf.granted(), shelf.actor(shelf.place.tutor)
    with pytest.raises(errors.NotOngoingError):
        actions.clear(shelf.session, tutor, passport, code="visite")
    with pytest.raises(errors.NotOngoingError):
        actions.meet(shelf.session, tutor, passport, code="visite", on=TODAY)


def drill(shelf: Shelf, *, days_ago: int, fast: int = 6) -> None:
    at = NOW - dt.timedelta(days=days_ago)
    played = items(vital_fast=fast, vital_slow=6 - fast)
    shelf.session.add(
        DrillAttempt(user_id=shelf.place.recruit.id, items=played, score=10, seconds=60,
                     started_at=at, finished_at=at)
    )  # fmt: skip
    shelf.session.flush()
    event = DrillFinished(shelf.place.recruit.id, None, 10, 10, passed=True)
    subscribers.on_drill_finished(shelf.session, event)


def test_a_passed_drill_is_a_proof(shelf: Shelf) -> None:
    drill(shelf, days_ago=200)
    drill(shelf, days_ago=3, fast=4)
    assert shelf.passport.conditions == {}, "too old, or too slow"
    drill(shelf, days_ago=2)
    proof = shelf.passport.conditions["fiches"]
    assert (proof["le"], proof["par"]) == ("2026-11-22", None)
    tutor = shelf.actor(shelf.place.tutor)
    for code in ("visite", "appels", "page"):
        actions.meet(shelf.session, tutor, shelf.passport, code=code, on=TODAY)
    entry = sign(shelf.session, shelf.place)
    assert "Épreuve" in json.loads(entry.payload)["conditions"][1]["mot"]


def test_a_drill_passed_before_the_opening_counts(shelf: Shelf) -> None:
    shelf.take_back(shelf.place.tutor)
    drill(shelf, days_ago=5)
    assert shelf.passport.conditions == {}
    manager = shelf.actor(shelf.place.manager)
    actions.open_passport(shelf.session, manager, shelf.unit, email=shelf.place.recruit.email)
    assert set(shelf.passport.conditions) == {"fiches"}


# Signing


def test_signed_it_is_one_line_with_the_sentence_that_was_read(shelf: Shelf) -> None:
    passport = shelf.granted()
    (line,) = shelf.lines
    payload = json.loads(line.payload)
    assert (line.kind, passport.entry_id) == (EntryKind.AUTHORISED, line.id)
    assert passport.granted_on == TODAY
    tutor, recruit = shelf.place.tutor, shelf.place.recruit
    assert payload["sentence"].startswith(f"Je, {tutor.name}, Secrétaire médicale, ")
    assert recruit.name in payload["sentence"]
    assert (
        "du mardi 24\u00a0novembre 2026 et jusqu’au mercredi 24\u00a0novembre 2027"
        in payload["sentence"]
    )
    assert payload["renewal"] is False
    assert [one["code"] for one in payload["conditions"]] == ["visite", "fiches", "appels", "page"]
    assert all(one["par"] == tutor.name for one in payload["conditions"])
    head = head_of(shelf.session, shelf.place.establishment_id)
    assert verify(chain(shelf.session, shelf.place.establishment_id), expected_head=head) is None
    request = shelf.session.get_one(SignOffRequest, line.request_id)
    assert (request.state, request.subject) == (RequestState.SIGNED, f"passport:{passport.id}")


def test_not_before_every_condition(shelf: Shelf) -> None:
    fill(shelf.session, shelf.place, but="appels")
    with pytest.raises(errors.ConditionsMissingError, match="dix appels en double écoute"):
        sign(shelf.session, shelf.place)
    assert not shelf.lines


def test_by_a_signer_of_that_unit_and_once(shelf: Shelf) -> None:
    fill(shelf.session, shelf.place)
    for person, refusal in (
        (shelf.place.recruit, errors.SelfPassportError),
        (shelf.place.neighbour_tutor, errors.NotOfThisUnitError),
        (shelf.place.peer, errors.NotOfThisUnitError),
    ):
        with pytest.raises(refusal):
            sign(shelf.session, shelf.place, person)
    sign(shelf.session, shelf.place)
    with pytest.raises(errors.AlreadyGrantedError, match=shelf.place.tutor.name):
        sign(shelf.session, shelf.place, shelf.place.manager)
    assert len(shelf.lines) == 1


def test_nobody_signs_a_sentence_she_did_not_read(shelf: Shelf) -> None:
    fill(shelf.session, shelf.place)
    tutor = shelf.actor(shelf.place.tutor)
    read = actions.sentence_for(shelf.session, tutor, shelf.passport, "grant")
    with later(1), pytest.raises(errors.WordsChangedError):
        actions.grant(shelf.session, tutor, shelf.passport, read=read)
    assert not shelf.lines


# The day there


def test_the_day_is_that_of_the_establishment(shelf: Shelf) -> None:
    fill(shelf.session, shelf.place)
    shelf.unit.establishment.time_zone = "Indian/Reunion"
    with clock.frozen(dt.datetime(2026, 11, 24, 21, 30, tzinfo=dt.UTC)):
        sign(shelf.session, shelf.place)
    assert shelf.passport.granted_on == dt.date(2026, 11, 25)


def test_taking_the_post_keeps_the_last_day_alone(shelf: Shelf) -> None:
    shelf.granted()
    recruit = shelf.actor(shelf.place.recruit)
    actions.take_post(shelf.session, recruit, shelf.unit)
    with pytest.raises(errors.AlreadyThereError):
        actions.take_post(shelf.session, recruit, shelf.unit)
    with later(100):
        actions.take_post(shelf.session, recruit, shelf.unit)
    assert shelf.passport.last_worked_on == TODAY + dt.timedelta(days=100)
    with later(200):
        assert queries.standing_of(shelf.session, shelf.passport).state is State.HELD


def test_no_post_alone_without_a_passport_that_holds(shelf: Shelf) -> None:
    def refused(person) -> str:
        with pytest.raises(errors.NotAloneError) as caught:
            actions.take_post(shelf.session, shelf.actor(person), shelf.unit)
        return caught.value.message

    said = refused(shelf.place.recruit)
    assert said.startswith(
        "Pas d’appel sans double écoute dans un service non habilité, sauf procédure dégradée"
    )
    assert shelf.place.tutor.name in said
    assert shelf.place.neighbour_tutor.name not in said
    assert shelf.place.tutor.name in refused(shelf.place.neighbour_recruit)
    shelf.granted()
    with later(200):
        refused(shelf.place.recruit)
    shelf.take_back(shelf.place.tutor)
    refused(shelf.place.recruit)
    assert shelf.passport.last_worked_on is None

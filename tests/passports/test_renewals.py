"""Renew, take back, open again."""

import datetime as dt
import json

import pytest
from sqlalchemy import func, select

from integration_portal.core import clock
from integration_portal.passports import actions, errors, queries
from integration_portal.passports.models import Passport
from integration_portal.passports.rules import State
from integration_portal.signoffs.models import EntryKind
from tests.passports.conftest import ACQUIRED, Shelf, fill, sign
from tests.support.factories import NOW


def later(days: int):
    return clock.frozen(NOW + dt.timedelta(days=days))


def test_a_lapsed_passport_is_renewed_by_an_observation(shelf: Shelf) -> None:
    shelf.granted()
    with later(300):
        assert queries.standing_of(shelf.session, shelf.passport).state is State.LAPSED
        line = shelf.renew(shelf.place.manager)
        assert queries.standing_of(shelf.session, shelf.passport).state is State.HELD
    payload = json.loads(line.payload)
    assert (line.kind, payload["renewal"]) == (EntryKind.AUTHORISED, True)
    assert payload["situation"] == "Une matinée d’appels."
    assert (payload["levels"], payload["level"]) == (ACQUIRED, 3)
    assert payload["request"] == json.loads(shelf.lines[0].payload)["request"]


def test_refused_renewals(shelf: Shelf) -> None:
    with pytest.raises(errors.NothingToRenewError):
        shelf.renew(shelf.place.tutor)
    shelf.granted()
    with pytest.raises(errors.LevelTooLowError, match="Agendas"):
        shelf.renew(shelf.place.tutor, levels={**ACQUIRED, "R4": 2})
    with pytest.raises(errors.SelfPassportError):
        shelf.renew(shelf.place.recruit)
    with pytest.raises(errors.NotOfThisUnitError):
        shelf.renew(shelf.place.neighbour_tutor)
    with pytest.raises(errors.WordsChangedError):
        shelf.renew(shelf.place.tutor, read="Une autre phrase.")
    seen = shelf.passport.entry_id
    shelf.renew(shelf.place.tutor)
    with pytest.raises(errors.AlreadyGrantedError, match=shelf.place.tutor.name):
        shelf.renew(shelf.place.manager, seen_entry_id=seen)
    assert len(shelf.lines) == 2


def test_taken_back_it_answers_the_line_that_gave_it(shelf: Shelf) -> None:
    passport = shelf.granted()
    given = shelf.lines[0]
    for person, refusal in (
        (shelf.place.recruit, errors.SelfPassportError),
        (shelf.place.neighbour_tutor, errors.NotOfThisUnitError),
    ):
        with pytest.raises(refusal):
            shelf.take_back(person)
    line = shelf.take_back(shelf.place.manager)
    assert line is not None
    assert (line.kind, line.about_id) == (EntryKind.WITHDRAWN, given.id)
    assert json.loads(line.payload)["comment"] == "Poste supprimé."
    assert queries.standing_of(shelf.session, passport).state is State.ENDED
    with pytest.raises(errors.AlreadyEndedError):
        shelf.take_back(shelf.place.manager)
    with pytest.raises(errors.NothingToRenewError):
        shelf.renew(shelf.place.tutor)
    with pytest.raises(errors.AlreadyEndedError):
        sign(shelf.session, shelf.place)


def test_taken_back_before_any_signature_it_leaves_no_line(shelf: Shelf) -> None:
    assert shelf.take_back(shelf.place.tutor) is None
    assert not shelf.lines
    with pytest.raises(errors.NotOngoingError):
        fill(shelf.session, shelf.place)


def test_opened_again_it_starts_from_nothing_and_keeps_its_history(shelf: Shelf) -> None:
    shelf.granted()
    shelf.take_back(shelf.place.tutor)
    manager = shelf.actor(shelf.place.manager)
    again = actions.open_passport(
        shelf.session, manager, shelf.unit, email=shelf.place.recruit.email
    )
    assert (again.id, again.conditions, again.reason) == (shelf.place.passport_id, {}, "")
    shelf.granted()
    kinds = [line.kind for line in shelf.lines]
    assert kinds == [EntryKind.AUTHORISED, EntryKind.WITHDRAWN, EntryKind.AUTHORISED]
    assert len({line.request_id for line in shelf.lines}) == 1
    shelf.take_back(shelf.place.tutor)
    assert shelf.session.scalar(
        select(func.count()).select_from(Passport).where(Passport.id == again.id)
    )

"""Somebody is away: who acts for her, since when, until when."""

import datetime as dt
import json

import pytest
from sqlalchemy import select

from integration_portal.core import clock
from integration_portal.core.audit import AuditEntry
from integration_portal.core.errors import ConflictError, ForbiddenError, RuleError
from integration_portal.core.permissions import Role
from integration_portal.establishments.models import Establishment
from integration_portal.frame.queries import read_around
from integration_portal.notifications.models import Notification
from integration_portal.signoffs import actions
from integration_portal.signoffs.actions.relaying import MAX_LOAD, choose_relay
from integration_portal.signoffs.models import SignerAbsence
from integration_portal.signoffs.queries_queue import list_queue
from integration_portal.signoffs.queries_relays import Colleague
from tests.support.factories import ask, sign

from .seeing import blank

MONDAY, FRIDAY = dt.date(2026, 11, 23), dt.date(2026, 11, 27)


def away(desk, who="tutor", relay="manager", by=None, first=MONDAY, last=FRIDAY):
    person = getattr(desk.place, who)
    asked = actions.Absence(
        person.id, desk.place.establishment_id, first, last,
        getattr(desk.place, relay).id if relay else None,
    )  # fmt: skip
    return actions.declare_absence(desk.session, desk.actor(by or person), asked)


def mine(desk, who) -> list[int]:
    lines = list_queue(desk.session, desk.actor(getattr(desk.place, who)))
    return [line.id for line in lines if line.mine]


def notices(desk, who) -> list[str]:
    query = select(Notification.text).where(Notification.user_id == getattr(desk.place, who).id)
    return list(desk.session.scalars(query))


def test_her_requests_are_the_relay_s_until_the_end_of_the_last_day(desk) -> None:
    asked, actor = desk.place.request_id, desk.actor(desk.place.manager)
    before = read_around(desk.session, actor).waiting
    assert asked not in mine(desk, "manager")
    away(desk)
    assert asked in mine(desk, "manager")
    line = next(one for one in list_queue(desk.session, actor) if one.id == asked)
    assert line.standing.words == (
        f"en relais de {desk.place.tutor.name} jusqu’au vendredi 27\u00a0novembre"
    )
    assert read_around(desk.session, actor).waiting > before
    assert asked in mine(desk, "tutor")
    with clock.frozen(dt.datetime(2026, 11, 27, 22, 59, tzinfo=dt.UTC)):
        assert asked in mine(desk, "manager")
    with clock.frozen(dt.datetime(2026, 11, 27, 23, 0, tzinfo=dt.UTC)):
        assert asked not in mine(desk, "manager")
        assert read_around(desk.session, actor).waiting == before


def test_the_last_day_is_that_of_the_establishment(desk) -> None:
    place = desk.session.get_one(Establishment, desk.place.establishment_id)
    place.time_zone = "Indian/Reunion"
    absence = away(desk)
    assert absence.ends_at == dt.datetime(2026, 11, 27, 20, 0, tzinfo=dt.UTC)


def test_the_relay_signs_in_relay_of_her_and_is_told(desk) -> None:
    away(desk)
    entry = sign(desk.session, desk.request, desk.place.manager.id)
    kept = json.loads(entry.payload)
    assert kept["relay_of"] == {"id": desk.place.tutor.id, "name": desk.place.tutor.name}
    assert f"en relais de {desk.place.tutor.name}," in kept["sentence"]
    assert "why" not in kept
    assert any("Vous relayez" in text for text in notices(desk, "manager"))


def test_what_is_asked_meanwhile_is_told_to_the_relay(desk) -> None:
    away(desk)
    actions.cancel(desk.session, desk.actor(desk.place.recruit), desk.request)
    ask(desk.session, desk.journey, desk.step())
    assert any("en relais de" in text for text in notices(desk, "manager"))


def test_it_ends_sooner_by_a_gesture_once(desk) -> None:
    absence = away(desk)
    actions.end_absence(desk.session, desk.actor(desk.place.tutor), absence)
    assert desk.place.request_id not in mine(desk, "manager")
    with pytest.raises(ConflictError):
        actions.end_absence(desk.session, desk.actor(desk.place.tutor), absence)
    acts = desk.session.scalars(
        select(AuditEntry.action).where(AuditEntry.action.startswith("absence."))
    ).all()
    assert acts[-2:] == ["absence.declare", "absence.end"]
    assert any("est terminé" in text for text in notices(desk, "manager"))
    away(desk)


def test_a_manager_says_it_for_her_team_only(desk) -> None:
    away(desk, by=desk.place.manager)
    assert any("a noté votre absence" in text for text in notices(desk, "tutor"))
    with pytest.raises(ForbiddenError):
        away(desk, who="neighbour_doctor", relay=None, by=desk.place.manager)
    with pytest.raises(ForbiddenError):
        away(desk, who="doctor", by=desk.place.tutor)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"last": dt.date(2026, 11, 22)}, RuleError),
        ({"first": dt.date(2026, 11, 16), "last": dt.date(2026, 11, 20)}, RuleError),
        ({"relay": "neighbour_tutor"}, RuleError),
        ({"relay": "peer"}, RuleError),
        ({"relay": "tutor"}, RuleError),
    ],
)
def test_what_cannot_be_is_refused(desk, changes, error) -> None:
    with pytest.raises(error):
        away(desk, **changes)


def test_two_absences_never_overlap_and_nobody_absent_relays(desk) -> None:
    away(desk)
    with pytest.raises(ConflictError):
        away(desk, first=FRIDAY, last=FRIDAY)
    with pytest.raises(RuleError):
        away(desk, who="manager", relay="tutor", first=FRIDAY, last=FRIDAY)


WEDNESDAY, NEXT = dt.date(2026, 11, 25), dt.date(2026, 12, 4)
THURSDAY_MORNING = dt.datetime(2026, 11, 26, 8, 0, tzinfo=dt.UTC)


def test_a_relay_who_goes_away_passes_it_on_to_her_own_relay(desk) -> None:
    blank(desk.session, desk.request)
    away(desk)
    absence = away(desk, "manager", relay="doctor", first=WEDNESDAY, last=NEXT)
    asked = desk.place.request_id
    assert asked not in mine(desk, "doctor")
    with clock.frozen(THURSDAY_MORNING):
        line = next(one for one in list_queue(desk.session, desk.actor(desk.place.doctor))
                    if one.id == asked)  # fmt: skip
        assert line.standing.words == (
            f"en relais de {desk.place.tutor.name} jusqu’au vendredi 27\u00a0novembre"
        )
    with clock.frozen(dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)):
        assert asked not in mine(desk, "doctor")
    assert any("Vous relayez Tutor" in text for text in notices(desk, "doctor"))
    assert any("prend le relais" in text for text in notices(desk, "tutor"))
    actions.end_absence(desk.session, desk.actor(desk.place.manager), absence)
    with clock.frozen(THURSDAY_MORNING):
        assert asked in mine(desk, "manager")
        assert asked not in mine(desk, "doctor")


def test_a_relay_who_goes_away_without_one_leaves_no_hole(desk, monkeypatch) -> None:
    """Her own relay does not sign there, or nobody is free: the managers are told for whom."""
    away(desk)
    monkeypatch.setattr("integration_portal.signoffs.actions.relaying.MAX_LOAD", 0)
    away(desk, "manager", relay=None, first=WEDNESDAY, last=NEXT)
    rows = desk.session.scalars(
        select(SignerAbsence).where(
            SignerAbsence.user_id == desk.place.tutor.id, SignerAbsence.relay_id.is_(None)
        )
    ).all()
    assert [(row.first_on, row.last_on) for row in rows] == [(WEDNESDAY, FRIDAY)]
    told = [text for text in notices(desk, "manager") if "nommez quelqu’un" in text]
    assert any(desk.place.tutor.name in text for text in told)


def test_relays_never_turn_in_a_circle(desk) -> None:
    """Whoever is away relays nobody: the second of two who would relay each other gets a third,
    and so do the requests of the first."""
    blank(desk.session, desk.request)
    away(desk)
    with pytest.raises(RuleError):
        away(desk, "manager", relay="tutor")
    absence = away(desk, "manager", relay=None)
    assert absence.relay_id not in {desk.place.tutor.id, desk.place.manager.id}
    assert desk.place.request_id in mine(desk, "doctor")


def test_coming_back_sooner_ends_what_was_passed_on(desk) -> None:
    blank(desk.session, desk.request)
    absence = away(desk)
    away(desk, "manager", relay="doctor")
    assert desk.place.request_id in mine(desk, "doctor")
    actions.end_absence(desk.session, desk.actor(desk.place.tutor), absence)
    assert desk.place.request_id not in mine(desk, "doctor")
    assert desk.place.request_id not in mine(desk, "manager")


def test_the_portal_finds_somebody_of_the_unit(desk) -> None:
    absence = away(desk, relay=None)
    assert absence.automatic
    assert absence.relay_id in {desk.place.manager.id, desk.place.doctor.id}


def test_nobody_free_is_said_to_the_manager(desk, monkeypatch) -> None:
    monkeypatch.setattr("integration_portal.signoffs.actions.relaying.MAX_LOAD", 0)
    assert away(desk, relay=None).relay_id is None
    assert any("nommez quelqu’un" in text for text in notices(desk, "manager"))


def colleague(number: int, *roles: Role) -> Colleague:
    return Colleague(number, f"P{number}", frozenset(roles), frozenset({1}))


def test_the_same_function_first_then_the_lightest_load_below_the_limit() -> None:
    absent = colleague(1, Role.TUTOR)
    doctor, busy, light = (
        colleague(2, Role.DOCTOR),
        colleague(3, Role.TUTOR),
        colleague(4, Role.TUTOR),
    )
    people = [doctor, busy, light]
    assert choose_relay(absent, people, {2: 0, 3: 4, 4: 3}) == 4
    assert choose_relay(absent, people, {2: 0, 3: 4, 4: MAX_LOAD}) == 3
    assert choose_relay(absent, people, {2: 4, 3: MAX_LOAD, 4: MAX_LOAD}) == 2
    assert choose_relay(absent, people, dict.fromkeys((2, 3, 4), MAX_LOAD)) is None

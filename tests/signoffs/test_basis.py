"""What a decision rests on, and who makes it: named, relay, or somebody who says why."""

import datetime as dt
import json

import pytest

from integration_portal.journeys.actions.adaptation import change_team
from integration_portal.signoffs import actions
from integration_portal.signoffs.drafts import open_draft
from integration_portal.signoffs.errors import EvidenceMissingError, MissingReasonError
from integration_portal.signoffs.models import NamedObserver
from tests.support.factories import NOW

from .seeing import blank, see, talk


@pytest.fixture(autouse=True)
def nothing_seen_yet(desk) -> None:
    blank(desk.session, desk.request)


def decide(desk, person, **others):
    return actions.decide(
        desk.session, desk.actor(person), desk.request,
        levels=desk.levels(), comment="", validates=True, **others,
    )  # fmt: skip


def draft(desk, person):
    return open_draft(desk.session, desk.actor(person), desk.request.id)


def test_the_last_level_seen_of_each_criterion_fills_the_form(desk) -> None:
    first, *others = [c["code"] for c in desk.request.criteria]
    see(desk.session, desk.request, desk.place.tutor, days_ago=3, level=2)
    see(desk.session, desk.request, desk.place.doctor, days_ago=2, levels={first: 4})
    shown = draft(desk, desk.place.tutor)
    assert shown.prefilled == {f"level_{first}": "4"} | {f"level_{code}": "2" for code in others}


def test_a_validation_waits_for_the_observations_of_its_rule(desk) -> None:
    desk.request.rule = {"observations": 2, "jours": 2, "observateurs": 1}
    see(desk.session, desk.request, desk.place.tutor, days_ago=2)
    with pytest.raises(EvidenceMissingError) as refused:
        decide(desk, desk.place.tutor)
    assert "1\u00a0observation réussie" in refused.value.message
    see(desk.session, desk.request, desk.place.tutor, days_ago=1)
    kept = json.loads(decide(desk, desk.place.tutor).payload)
    assert "au vu de 2\u00a0observations signées" in kept["sentence"]


def test_the_warning_about_the_talk(desk) -> None:
    assert draft(desk, desk.place.tutor).warning == ""
    see(desk.session, desk.request, desk.place.tutor, days_ago=1)
    assert "n’a pas eu lieu" in draft(desk, desk.place.tutor).warning
    talk(desk.session, desk.request, desk.place.tutor, days_ago=1)
    assert "moins de cinq minutes" in draft(desk, desk.place.tutor).warning
    talk(desk.session, desk.request, desk.place.tutor, days_ago=0)
    assert draft(desk, desk.place.tutor).warning == ""
    kept = json.loads(decide(desk, desk.place.tutor, warning="Trop tôt.").payload)
    assert kept["warning"] == "Trop tôt."


def test_somebody_nobody_named_says_why(desk) -> None:
    with pytest.raises(MissingReasonError):
        decide(desk, desk.place.doctor)
    kept = json.loads(decide(desk, desk.place.doctor, why="La tutrice est en formation.").payload)
    assert kept["why"] == "La tutrice est en formation."


def test_a_named_observer_needs_no_reason(desk) -> None:
    desk.session.add(
        NamedObserver(
            request_id=desk.request.id, user_id=desk.place.doctor.id,
            named_by_id=desk.place.tutor.id, named_at=NOW - dt.timedelta(days=3),
        )
    )  # fmt: skip
    see(desk.session, desk.request, desk.place.doctor, days_ago=2)
    assert "why" not in json.loads(decide(desk, desk.place.doctor, why="Inutile.").payload)


def hand_over(desk) -> None:
    change_team(
        desk.session, desk.actor(desk.place.manager), desk.journey,
        tutor_id=desk.place.manager.id, manager_id=desk.place.manager.id,
        doctor_id=desk.place.doctor.id, reason="Congé de la tutrice.",
    )  # fmt: skip


def test_a_change_of_tutor_keeps_who_was_named_and_since_when(desk) -> None:
    see(desk.session, desk.request, desk.place.tutor, days_ago=1)
    asked_at = desk.request.requested_at
    hand_over(desk)
    assert desk.request.signer_id == desk.place.manager.id
    named = {
        row.user_id: row.named_at
        for row in desk.session.query(NamedObserver).filter_by(request_id=desk.request.id)
    }
    assert named == {desk.place.tutor.id: asked_at, desk.place.manager.id: NOW}


def test_a_tutor_named_after_the_situation_says_why(desk) -> None:
    see(desk.session, desk.request, desk.place.tutor, days_ago=1)
    hand_over(desk)
    with pytest.raises(MissingReasonError):
        decide(desk, desk.place.manager)
    assert "why" in json.loads(decide(desk, desk.place.manager, why="Je prends la suite.").payload)


def test_a_new_tutor_without_a_situation_yet_is_named(desk) -> None:
    hand_over(desk)
    assert "why" not in json.loads(decide(desk, desk.place.manager).payload)

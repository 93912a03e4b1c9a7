"""Opening, planning, moving, cancelling; what a change of team or a removed step leaves."""

import datetime as dt

import pytest

from integration_portal.core.errors import ForbiddenError, RuleError
from integration_portal.interviews import actions
from integration_portal.interviews.errors import AlreadyPlannedError, NotYoursError, SettledError
from integration_portal.interviews.kinds import kind_of_step
from integration_portal.interviews.models import InterviewKind, InterviewState
from integration_portal.journeys.actions import adaptation
from integration_portal.journeys.models import StepKind
from tests.support.factories import steps_of

ON = dt.date(2026, 12, 4)


def planned(desk, who: str = "tutor", leader: str = "tutor", **values):
    chosen = {"kind": InterviewKind.OTHER, "planned_on": ON, **values}
    leader_id = getattr(desk.place, leader).id
    return actions.plan(
        desk.session, desk.actor(who), desk.journey, leader_id=leader_id, **chosen
    )  # fmt: skip


def test_every_interview_of_the_standard_journey_has_its_kind(desk) -> None:
    found = {
        step.code: kind_of_step(step.details, step.due_rule).value
        for step in steps_of(desk.session, desk.place.journey_id).values()
        if step.kind is StepKind.INTERVIEW
    }
    assert found == {
        "08": "jour-1", "12": "jour-1", "22": "hebdomadaire", "34": "etonnement", "35": "mois-1",
        "54": "mois-6", "58": "mois-12",
    }  # fmt: skip


def test_a_step_opens_one_interview_led_by_who_is_in_charge(desk) -> None:
    step, journey = desk.step("22"), desk.journey
    made = actions.open_of_step(desk.session, desk.actor("tutor"), journey, step)
    assert (made.leader_id, made.planned_on) == (desk.place.tutor.id, step.due_on)
    assert made.kind is InterviewKind.WEEKLY
    again = actions.open_of_step(desk.session, desk.actor("recruit"), journey, step)
    assert again.id == made.id
    assert len(desk.notices("recruit")) == 1  # told by her tutor, not by herself


@pytest.mark.parametrize("who", ["doctor", "peer", "neighbour_tutor", "neighbour_manager"])
def test_somebody_else_opens_nothing(desk, who) -> None:
    with pytest.raises(ForbiddenError):
        actions.open_of_step(desk.session, desk.actor(who), desk.journey, desk.step("22"))


def test_only_an_interview_opens_one(desk) -> None:
    step = next(
        one for one in steps_of(desk.session, desk.place.journey_id).values()
        if one.kind is StepKind.MODULE
    )  # fmt: skip
    with pytest.raises(RuleError):
        actions.open_of_step(desk.session, desk.actor("recruit"), desk.journey, step)


@pytest.mark.parametrize(
    ("who", "leader"), [("tutor", "tutor"), ("manager", "tutor"), ("recruit", "manager")]
)
def test_the_team_plans_and_the_recruit_asks(desk, who, leader) -> None:
    made = planned(desk, who, leader)
    assert made.state is InterviewState.OPEN
    verb = "demande" if who == "recruit" else "prévoit"
    told = leader if who == "recruit" else "recruit"
    assert f"{verb} « Entretien à la demande »" in desk.notices(told)[-1]
    with pytest.raises(AlreadyPlannedError):
        planned(desk, who, leader)


@pytest.mark.parametrize(
    ("who", "leader", "values", "refusal"),
    [
        ("doctor", "tutor", {}, NotYoursError),
        ("tutor", "doctor", {}, RuleError),
        ("tutor", "recruit", {}, RuleError),
        ("recruit", "neighbour_manager", {}, RuleError),
        ("tutor", "tutor", {"kind": InterviewKind.SURPRISE}, RuleError),
    ],
)
def test_what_is_not_planned(desk, who, leader, values, refusal) -> None:
    with pytest.raises(refusal):
        planned(desk, who, leader, **values)


def test_moved_then_cancelled_once(desk) -> None:
    made, tutor = planned(desk), desk.actor("tutor")
    actions.move(desk.session, tutor, desk.journey, made, to=ON + dt.timedelta(days=3))
    with pytest.raises(SettledError):
        actions.move(desk.session, tutor, desk.journey, made, to=ON + dt.timedelta(days=3))
    actions.cancel(desk.session, tutor, desk.journey, made)
    assert "annule" in desk.notices("recruit")[-1]
    with pytest.raises(SettledError):
        actions.cancel(desk.session, tutor, desk.journey, made)


@pytest.mark.parametrize(
    ("asked_by", "who", "may"),
    [
        ("recruit", "recruit", True), ("tutor", "recruit", False), ("recruit", "manager", True),
        ("recruit", "tutor", True), ("manager", "doctor", False),
    ],
)  # fmt: skip
def test_who_cancels(desk, asked_by, who, may) -> None:
    made = planned(desk, asked_by)
    if may:
        actions.cancel(desk.session, desk.actor(who), desk.journey, made)
        assert made.state is InterviewState.CANCELLED
    else:
        with pytest.raises(NotYoursError):
            actions.cancel(desk.session, desk.actor(who), desk.journey, made)


def test_the_step_of_a_cancelled_one_opens_another(desk) -> None:
    first = desk.weekly.interview
    actions.cancel(desk.session, desk.actor("tutor"), desk.journey, first)
    assert desk.weekly.interview.id != first.id


def test_a_new_tutor_leads_what_is_left_without_the_notes_of_the_former(desk) -> None:
    sheet, report = desk.weekly, desk.report
    desk.prepare(sheet, "tutor", semaine="Mes notes.", ready=True)
    desk.prepare(sheet, "recruit", semaine="Les miennes.")
    adaptation.change_team(
        desk.session, desk.actor("manager"), desk.journey,
        tutor_id=desk.place.doctor.id, manager_id=desk.place.manager.id,
        doctor_id=desk.place.doctor.id, reason="Relais.",
    )  # fmt: skip
    for one in (sheet.interview, report.interview):
        desk.session.refresh(one)
    one = sheet.interview
    assert (one.leader_id, one.leader_words, one.leader_ready_at) == (
        desk.place.doctor.id,
        {},
        None,
    )
    assert one.recruit_words == {"semaine": "Les miennes."}
    assert report.interview.leader_id == desk.place.manager.id


def test_a_removed_step_cancels_its_interview(desk) -> None:
    one = desk.weekly.interview
    adaptation.remove_step(
        desk.session, desk.actor("manager"), desk.journey, desk.step("22"), reason="Inutile."
    )
    desk.session.refresh(one)
    assert (one.state, one.step_id) == (InterviewState.CANCELLED, None)

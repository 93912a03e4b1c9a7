"""A validation that waits for the doctor: countersigned, sent back, taken back, corrected."""

import json

import pytest

from integration_portal.accounts.models import RoleGrant
from integration_portal.core import clock
from integration_portal.core.errors import ConflictError, ForbiddenError
from integration_portal.core.permissions import Role
from integration_portal.establishments.models import StepRole
from integration_portal.journeys.actions.reminding import remind
from integration_portal.journeys.home import build
from integration_portal.journeys.models import StepState
from integration_portal.journeys.overview import who
from integration_portal.journeys.queries import find_home
from integration_portal.journeys.rules import acts_next, counters
from integration_portal.signoffs import actions
from integration_portal.signoffs.errors import (
    AlreadyDecidedError,
    MissingExplanationError,
    NotADoctorError,
    NotCorrectableError,
    NothingToWithdrawError,
    OwnDecisionError,
    SelfSignatureError,
)
from integration_portal.signoffs.models import EntryKind, LedgerEntry, RequestState
from integration_portal.signoffs.queries_countersigners import list_who_countersign
from integration_portal.signoffs.queries_queue import list_queue
from tests.support.factories import ask, redo, sign


@pytest.fixture
def decision(desk) -> LedgerEntry:
    """The tutor validated; her rule asks for the doctor."""
    desk.request.rule = {"contresignature": True}
    desk.session.flush()
    return sign(desk.session, desk.request, desk.place.tutor.id)


def countersign(desk, person, *, accepts=True, **others) -> LedgerEntry:
    return actions.countersign(
        desk.session, desk.actor(person), desk.request, accepts=accepts, **others
    )


def test_a_validation_waits_for_the_doctor_of_the_unit(desk, decision) -> None:
    assert desk.request.state is RequestState.COUNTERSIGN
    assert desk.step().state is StepState.COUNTERSIGN
    queues = {
        who: [line.id for line in list_queue(desk.session, desk.actor(getattr(desk.place, who)))]
        for who in ("doctor", "tutor", "manager", "neighbour_doctor")
    }
    assert desk.request.id in queues["doctor"]
    assert not any(desk.request.id in queues[who] for who in queues if who != "doctor")


def test_everybody_reads_that_the_doctor_is_awaited(desk, decision) -> None:
    """Her home, her manager's page, a reminder; the board reads the same role."""
    step, journey, doctor = desk.step(), desk.journey, desk.place.doctor
    assert acts_next(step) is counters([step]).next_role is StepRole.DOCTOR
    mine = find_home(desk.session, desk.actor(desk.place.recruit))
    page = build(mine, clock.now().date())
    waiting = next(one for one in page.waiting if one.step_id == step.id)
    assert (waiting.who, waiting.since) == (doctor.name, "validé aujourd’hui")
    assert who(journey, step, {doctor.id: doctor.name}) == f"{doctor.name}, médecin"
    told = remind(desk.session, desk.actor(desk.place.recruit), journey, step)
    assert [one.id for one in told] == [doctor.id]
    countersign(desk, desk.place.doctor)
    assert acts_next(desk.step()) is step.role


def test_a_reminder_reaches_whoever_may_countersign_while_the_doctor_is_away(
    desk, decision
) -> None:
    """Her relay if that is a doctor; else every doctor of the unit who is there."""
    place, session = desk.place, desk.session
    other, third = place.manager, place.neighbour_manager
    recruit = desk.actor(place.recruit)
    asked = actions.Absence(
        place.doctor.id, place.establishment_id, clock.now().date(), clock.now().date(),
        place.tutor.id,
    )  # fmt: skip
    absence = actions.declare_absence(session, desk.actor(place.doctor), asked)
    told = list_who_countersign(session, desk.request, place.doctor.id)
    assert told == [place.doctor.id]  # the tutor relays, and decided: no doctor is there
    for person in (other, third):
        session.add(
            RoleGrant(
                user_id=person.id, role=Role.DOCTOR, establishment_id=place.establishment_id,
                unit_id=place.unit_id, granted_at=clock.now(),
            )
        )  # fmt: skip
    session.flush()
    told = {one.id for one in remind(session, recruit, desk.journey, desk.step())}
    assert told == {other.id, third.id}
    absence.relay_id = other.id
    session.flush()
    assert list_who_countersign(session, desk.request, place.doctor.id) == [other.id]
    actions.end_absence(session, desk.actor(place.doctor), absence)
    assert list_who_countersign(session, desk.request, place.doctor.id) == [place.doctor.id]


def test_the_doctor_countersigns_and_the_step_is_done(desk, decision) -> None:
    entry = countersign(desk, desk.place.doctor)
    kept = json.loads(entry.payload)
    assert (entry.kind, entry.about_id) == (EntryKind.COUNTERSIGNED, decision.id)
    assert kept["about"] == decision.hash
    assert f"contresigne la décision de {desk.place.tutor.name}" in kept["sentence"]
    assert desk.request.state is RequestState.SIGNED
    assert desk.step().state is StepState.DONE
    with pytest.raises(AlreadyDecidedError) as late:
        countersign(desk, desk.place.doctor)
    assert desk.place.doctor.name in late.value.message


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("recruit", SelfSignatureError), ("tutor", NotADoctorError), ("manager", NotADoctorError),
        ("neighbour_doctor", NotADoctorError),
    ],
)  # fmt: skip
def test_only_a_doctor_of_the_unit_countersigns(desk, decision, who, error) -> None:
    with pytest.raises(error):
        countersign(desk, getattr(desk.place, who))
    assert desk.request.state is RequestState.COUNTERSIGN


def test_nobody_countersigns_her_own_decision(desk, decision) -> None:
    desk.request.decided_by_id = desk.place.doctor.id
    desk.session.flush()
    with pytest.raises(OwnDecisionError):
        countersign(desk, desk.place.doctor)
    assert desk.request.id not in [
        line.id for line in list_queue(desk.session, desk.actor(desk.place.doctor))
    ]


def test_a_doctor_who_validates_waits_for_nobody(desk) -> None:
    desk.request.rule = {"contresignature": True}
    sign(desk.session, desk.request, desk.place.doctor.id)
    assert desk.request.state is RequestState.SIGNED


def test_the_doctor_asks_to_take_it_up_again(desk, decision) -> None:
    with pytest.raises(MissingExplanationError):
        countersign(desk, desk.place.doctor, accepts=False)
    entry = countersign(desk, desk.place.doctor, accepts=False, redo=redo())
    kept = json.loads(entry.payload)
    assert entry.kind is EntryKind.DECLINED
    assert kept["redo"] == {
        "quoi": "Il manque le rappel.", "comment": "Deux appels ensemble.",
        "quand": "2026-12-01", "remarque": "",
    }  # fmt: skip
    assert "Il manque le rappel." in kept["comment"]
    assert desk.request.state is RequestState.RETURNED
    assert desk.step().state is StepState.RETURNED
    assert ask(desk.session, desk.journey, desk.step()).state is RequestState.WAITING


def test_the_recruit_answers_each_of_the_two_lines_once(desk, decision) -> None:
    recruit = desk.actor(desk.place.recruit)
    entry = countersign(desk, desk.place.doctor)
    for line in (decision, entry):
        actions.acknowledge(desk.session, recruit, line, disagreement="")
        assert desk.lines[-1].about_id == line.id
        with pytest.raises(ConflictError):
            actions.acknowledge(desk.session, recruit, line, disagreement="")


def test_a_countersignature_taken_back_opens_the_step(desk, decision) -> None:
    entry = countersign(desk, desk.place.doctor)
    with pytest.raises(ForbiddenError):
        actions.withdraw(desk.session, desk.actor(desk.place.tutor), entry, reason="Non.")
    line = actions.withdraw(desk.session, desk.actor(desk.place.doctor), entry, reason="Erreur.")
    assert "retire ma signature de la ligne" in json.loads(line.payload)["sentence"]
    assert desk.step().state is StepState.TODO
    with pytest.raises(NothingToWithdrawError):
        actions.withdraw(desk.session, desk.actor(desk.place.tutor), decision, reason="Aussi.")


def test_the_author_corrects_her_line_beside_it(desk, decision) -> None:
    tutor, before = desk.actor(desk.place.tutor), decision.payload
    with pytest.raises(ForbiddenError):
        actions.correct(desk.session, desk.actor(desk.place.doctor), decision, text="Autre.")
    line = actions.correct(desk.session, tutor, decision, text="Lire : le 23 novembre.")
    assert (line.kind, line.about_id) == (EntryKind.CORRECTED, decision.id)
    assert (decision.payload, desk.request.state) == (before, RequestState.COUNTERSIGN)
    with pytest.raises(NotCorrectableError):
        actions.correct(desk.session, tutor, line, text="Encore.")
    actions.withdraw(desk.session, tutor, decision, reason="Erreur.")
    with pytest.raises(NotCorrectableError):
        actions.correct(desk.session, tutor, decision, text="Trop tard.")

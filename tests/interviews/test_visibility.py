"""What each person reads on the page of an interview, at each moment of its life."""

import datetime as dt

import pytest

from integration_portal.core.clock import now
from integration_portal.interviews import actions
from integration_portal.interviews.models import AnswerKind
from tests.support.client import shown
from tests.support.factories import World
from tests.support.interviews import minuted

HERS, THEIRS, SAID = "Mots-de-la-recrue", "Mots-de-qui-mène", "Trois objectifs relus."


@pytest.fixture
def read(doors, world: World):
    """``read("tutor", id)``: the words of the page, "" when it is out of reach."""

    def words(who: str, interview_id: int) -> str:
        response = doors.enter(getattr(world.ours, who)).get(f"/entretiens/{interview_id}")
        assert response.status_code in {200, 404}
        return shown(response) if response.status_code == 200 else ""

    return words


def write(change, world: World, interview_id: int, *, leader: str, ready: str) -> None:
    """Both write; those named in ``ready`` say that it is ready."""
    codes = {"recruit": ("surprises", "semaine"), leader: ("entendre", "semaine")}
    for who, text in (("recruit", HERS), (leader, THEIRS)):
        words = dict.fromkeys(codes[who], text)
        person = getattr(world.ours, who).id
        change(interview_id, actions.prepare, person, words=words, ready=who in ready.split())


def held(session, actor, sheet) -> None:
    actions.save_minutes(
        session, actor, sheet, held_on=now().date(), text=SAID,
        decisions=[{"texte": "Une idée", "qui": "recrue", "echeance": "2026-12-04"}],
    )  # fmt: skip


@pytest.mark.parametrize("who", ["doctor", "peer", "neighbour_tutor", "neighbour_manager", "admin",
                                 "hr", "editor"])  # fmt: skip
def test_others_do_not_find_it(read, world, weekly_id, who) -> None:
    assert read(who, weekly_id) == ""
    assert read(who, world.ours.interview_id) == ""


def test_the_tutor_does_not_find_the_report_of_the_manager(read, world) -> None:
    assert read("tutor", world.ours.interview_id) == ""


@pytest.mark.parametrize(
    ("ready", "recruit_reads", "tutor_reads"),
    [("", False, False), ("recruit", False, False), ("tutor", False, False),
     ("recruit tutor", True, True)],
)  # fmt: skip
def test_before_the_talk(read, change, world, weekly_id, ready, recruit_reads, tutor_reads) -> None:
    write(change, world, weekly_id, leader="tutor", ready=ready)
    recruit, tutor = read("recruit", weekly_id), read("tutor", weekly_id)
    assert (THEIRS in recruit, HERS in tutor) == (recruit_reads, tutor_reads)
    manager = read("manager", weekly_id)
    assert manager
    assert HERS not in manager
    assert THEIRS not in manager


@pytest.mark.parametrize(
    ("ready", "recruit_reads", "tutor_reads"),
    [("", False, False), ("recruit", False, True), ("tutor", True, False)],
)
def test_once_it_took_place(
    read, change, world, weekly_id, ready, recruit_reads, tutor_reads
) -> None:
    write(change, world, weekly_id, leader="tutor", ready=ready)
    change(weekly_id, held, world.ours.tutor.id)
    recruit, tutor = read("recruit", weekly_id), read("tutor", weekly_id)
    assert (THEIRS in recruit, HERS in tutor) == (recruit_reads, tutor_reads)
    assert SAID in tutor
    assert SAID not in recruit  # a draft, until it is signed
    assert SAID not in read("manager", weekly_id)


def test_signed_minutes_are_for_the_three(read, change, weekly_id) -> None:
    change(weekly_id, minuted)
    for who in ("recruit", "tutor", "manager"):
        assert SAID in read(who, weekly_id)


def test_the_report_opens_and_closes_by_her_hand(read, change, world) -> None:
    report, recruit = world.ours.interview_id, world.ours.recruit.id
    write(change, world, report, leader="manager", ready="recruit manager")
    change(report, held, world.ours.manager.id)
    assert HERS not in read("manager", report)
    change(report, actions.share, recruit)
    assert HERS in read("manager", report)
    assert read("tutor", report) == ""
    change(report, actions.unshare, recruit)
    assert HERS not in read("manager", report)
    assert HERS in read("recruit", report)


def test_an_answer_stays_after_she_closes_her_report(read, change, world) -> None:
    report, recruit = world.ours.interview_id, world.ours.recruit.id
    write(change, world, report, leader="manager", ready="")
    change(report, actions.share, recruit)
    due = (now() + dt.timedelta(days=15)).date()
    assert f"{due.day}" in read("manager", report)
    change(report, actions.answer, world.ours.manager.id, kind=AnswerKind.DONE, text="C’est fait.")
    change(report, actions.unshare, recruit)
    for who in ("recruit", "manager"):
        assert "C’est fait." in read(who, report)


def test_the_rule_is_said_where_one_writes(read, world, weekly_id) -> None:
    for who in ("recruit", "tutor"):
        assert "Ce qui n’est pas dit prêt reste à vous." in read(who, weekly_id)
    report = world.ours.interview_id
    assert "L’encadrement ne le lit que si vous l’acceptez." in read("recruit", report)
    assert "Il s’ouvre à vous si elle l’accepte" in read("manager", report)

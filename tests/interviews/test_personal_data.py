"""What is written for an interview is exported to who wrote it, and erased with the person."""

import pytest

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.interviews import actions
from integration_portal.interviews.models import AnswerKind, Interview
from tests.support.interviews import minuted

HERS, THEIRS = "Mots-de-la-recrue", "Mots-de-qui-mène"


def written(desk) -> tuple[int, int]:
    """Both wrote, one interview was minuted, one report answered."""
    weekly, report = desk.weekly, desk.report
    desk.prepare(weekly, "recruit", semaine=HERS)
    desk.prepare(weekly, "tutor", semaine=THEIRS)
    desk.prepare(report, "recruit", surprises=HERS)
    actions.share(desk.session, desk.actor("recruit"), report)
    actions.answer(desk.session, desk.actor("manager"), report, kind=AnswerKind.NO, text=THEIRS)
    minuted(desk.session, weekly)
    return weekly.interview.id, report.interview.id


@pytest.mark.parametrize(
    ("who", "reads", "does_not"), [("recruit", HERS, ""), ("tutor", THEIRS, HERS)]
)
def test_each_takes_away_what_she_may_read(desk, who, reads, does_not) -> None:
    written(desk)
    export = personal_data.export_json(desk.session, desk.actor(who)).decode()
    assert reads in export
    assert not does_not or does_not not in export


def test_the_recruit_does_not_take_away_what_is_not_open_to_her(desk) -> None:
    desk.prepare(desk.weekly, "tutor", semaine=THEIRS)
    export = personal_data.export_json(desk.session, desk.actor("recruit")).decode()
    assert THEIRS not in export


def test_the_words_go_with_the_recruit(desk) -> None:
    ids = written(desk)
    user = desk.session.get_one(User, desk.place.recruit.id)
    personal_data.anonymise(desk.session, None, user)
    desk.session.expire_all()
    for one in (desk.session.get_one(Interview, number) for number in ids):
        words = (one.recruit_words, one.leader_words, one.minutes, one.decisions, one.answer)
        assert not any(words)


def test_the_words_of_who_leads_go_with_her(desk) -> None:
    weekly_id, report_id = written(desk)
    for who in ("tutor", "manager"):
        user = desk.session.get_one(User, getattr(desk.place, who).id)
        personal_data.anonymise(desk.session, None, user)
    desk.session.expire_all()
    weekly, report = (desk.session.get_one(Interview, one) for one in (weekly_id, report_id))
    assert (weekly.leader_words, report.answer) == ({}, "")
    assert weekly.recruit_words == {"semaine": HERS}

"""Who reads what was prepared, case by case, without a database."""

import datetime as dt

import pytest

from integration_portal.core.clock import now
from integration_portal.interviews import rules
from integration_portal.interviews.kinds import FREE, GUIDES, kind_of_step
from integration_portal.interviews.models import Interview, InterviewKind, InterviewState
from integration_portal.interviews.rules import Side

DAY = dt.date(2026, 11, 20)
READY, HELD = {"recruit": "recruit_ready_at", "leader": "leader_ready_at"}, {"held_on": DAY}


def made(kind: InterviewKind = InterviewKind.WEEKLY, **values: object) -> Interview:
    return Interview(
        kind=kind, state=values.pop("state", InterviewState.OPEN), planned_on=DAY, **values
    )


def ready(*sides: str) -> dict[str, object]:
    return {READY[side]: now() for side in sides}


@pytest.mark.parametrize(
    ("values", "recruit_open", "leader_open"),
    [
        ({}, False, False),
        (ready("recruit"), False, False),
        (ready("leader"), False, False),
        (ready("recruit", "leader"), True, True),
        (HELD, False, False),
        (ready("recruit") | HELD, True, False),
        (ready("leader") | HELD, False, True),
    ],
)
def test_what_is_ready_opens_with_the_other_or_with_the_talk(
    values, recruit_open, leader_open
) -> None:
    one = made(**values)
    assert rules.is_open(one, Side.RECRUIT) is recruit_open
    assert rules.is_open(one, Side.LEADER) is leader_open
    assert rules.reads(one, Side.LEADER, Side.RECRUIT) is recruit_open
    assert rules.reads(one, Side.RECRUIT, Side.LEADER) is leader_open
    assert not rules.reads(one, Side.MANAGER, Side.RECRUIT)
    assert not rules.reads(one, Side.MANAGER, Side.LEADER)


@pytest.mark.parametrize("values", [{}, ready("recruit", "leader"), ready("recruit") | HELD])
def test_a_report_opens_by_its_author_alone(values) -> None:
    one = made(InterviewKind.SURPRISE, **values)
    assert not rules.reads(one, Side.LEADER, Side.RECRUIT)
    one.shared_at = now()
    assert rules.reads(one, Side.LEADER, Side.RECRUIT)
    assert not rules.reads(one, Side.MANAGER, Side.RECRUIT)


def test_what_the_other_may_read_is_not_written_again() -> None:
    one = made(**ready("recruit"))
    assert rules.may_reopen(one, Side.RECRUIT)
    assert not rules.may_write(one, Side.RECRUIT)
    one.leader_ready_at = now()
    assert not rules.may_reopen(one, Side.RECRUIT)


def test_a_report_is_hers_to_write_after_the_signatures() -> None:
    one = made(InterviewKind.SURPRISE, state=InterviewState.SIGNED, **HELD)
    assert rules.may_write(one, Side.RECRUIT)
    assert not rules.may_write(one, Side.LEADER)


@pytest.mark.parametrize(
    ("values", "due"),
    [
        ({}, None),
        ({"shared_at": dt.datetime(2026, 11, 18, 9, tzinfo=dt.UTC)}, dt.date(2026, 12, 3)),
        (HELD, dt.date(2026, 12, 5)),
        (HELD | {"shared_at": dt.datetime(2026, 11, 18, 9, tzinfo=dt.UTC)}, dt.date(2026, 12, 3)),
        (HELD | {"answered_at": dt.datetime(2026, 11, 21, tzinfo=dt.UTC)}, None),
        (HELD | {"state": InterviewState.CANCELLED}, None),
    ],
)
def test_fifteen_days_to_answer(values, due) -> None:
    assert rules.answer_due(made(InterviewKind.SURPRISE, **values)) == due
    assert rules.answer_due(made(**values)) is None


@pytest.mark.parametrize(
    ("state", "values", "today", "badge"),
    [
        (InterviewState.OPEN, {}, DAY, "todo"),
        (InterviewState.OPEN, {}, DAY + dt.timedelta(days=1), "late"),
        (InterviewState.OPEN, HELD, DAY, "waiting"),
        (InterviewState.MINUTED, HELD, DAY, "waiting"),
        (InterviewState.SIGNED, HELD, DAY, "done"),
        (InterviewState.DISPUTED, HELD, DAY, "returned"),
        (InterviewState.CANCELLED, {}, DAY, "locked"),
    ],
)
def test_where_it_stands(state, values, today, badge) -> None:
    assert rules.standing(made(state=state, **values), today).badge == badge


@pytest.mark.parametrize(
    ("rule", "kind"), [("J1", "jour-1"), ("S6", "hebdomadaire"), ("M3", "mois-3"), ("J9", "autre")]
)
def test_a_step_of_ones_own_has_the_kind_of_its_date(rule, kind) -> None:
    assert kind_of_step({"slug": "ajout-900"}, rule).value == kind


def test_every_kind_has_its_questions() -> None:
    assert set(GUIDES) == set(InterviewKind)
    assert InterviewKind.SURPRISE not in FREE
    for guide in GUIDES.values():
        for asked in (guide.recruit, guide.leader):
            assert 2 <= len(asked) <= 4
            assert len({code for code, _ in asked}) == len(asked)

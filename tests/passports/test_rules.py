"""Months that end, the two ways to lapse, what a drill proves."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.passports import rules
from integration_portal.passports.rules import Life, State, add_months, last_day, standing
from integration_portal.passports.wording import CHECKS, CONDITIONS

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 12, 31))
ONE = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-24", 12, "2027-11-24"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -6, "2025-09-30"),
    ],
)
def test_a_time_in_months(day: str, months: int, expected: str) -> None:
    assert add_months(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(DAYS, st.integers(0, 36))
def test_months_never_go_past_their_own(day: dt.date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found + ONE).day == 1


@given(DAYS, DAYS, st.integers(0, 15))
def test_months_keep_the_order_of_days(one: dt.date, other: dt.date, months: int) -> None:
    if one <= other:
        assert add_months(one, months) <= add_months(other, months)


LIVES = st.builds(
    Life,
    granted_on=DAYS,
    renewed_on=st.none() | DAYS,
    last_worked_on=st.none() | DAYS,
)


@given(LIVES)
def test_the_last_good_day_is_held_and_the_next_is_not(life: Life) -> None:
    until, _ = last_day(life)
    assert standing(life, until).state is State.STALE
    assert standing(life, until + ONE).state is State.LAPSED
    first = until - dt.timedelta(days=rules.NEAR_DAYS - 1)
    assert standing(life, first).state is State.STALE
    assert standing(life, first - ONE).state is State.HELD


@given(LIVES)
def test_it_never_outlives_twelve_months_nor_six_away(life: Life) -> None:
    until, _ = last_day(life)
    since = life.renewed_on or life.granted_on
    assert since is not None
    assert until <= add_months(since, 12)
    assert until <= add_months(max(since, life.last_worked_on or since), 6)
    assert until >= add_months(since, 6)


@given(LIVES, DAYS)
def test_working_there_or_renewing_never_shortens_it(life: Life, day: dt.date) -> None:
    until, _ = last_day(life)
    assert life.granted_on is not None
    if day >= (life.last_worked_on or life.granted_on):
        worked = Life(life.granted_on, life.renewed_on, day)
        assert last_day(worked)[0] >= until
    if day >= (life.renewed_on or life.granted_on):
        renewed = Life(life.granted_on, day, life.last_worked_on)
        assert last_day(renewed)[0] >= until


@given(LIVES, DAYS)
def test_only_a_passport_that_holds_lets_work_alone(life: Life, today: dt.date) -> None:
    found = standing(life, today)
    assert found.may_work_alone == (today <= last_day(life)[0])
    assert found.until is not None
    assert str(found.until.year) in found.sentence


def test_the_sentence_says_why_and_until_when() -> None:
    granted = dt.date(2026, 11, 24)
    never = standing(Life(granted), granted)
    assert never.sentence == (
        "Habilitation valable jusqu’au lundi 24\u00a0mai 2027 inclus\u00a0: six mois après la "
        "signature du mardi 24\u00a0novembre 2026, aucun poste pris ici depuis."
    )
    worked = Life(granted, last_worked_on=dt.date(2027, 2, 1))
    assert "six mois après le dernier poste pris ici" in standing(worked, granted).sentence
    often = Life(granted, last_worked_on=dt.date(2027, 10, 1))
    near = standing(often, dt.date(2027, 11, 23))
    assert (near.state, near.until) == (State.STALE, dt.date(2027, 11, 24))
    assert "dans 1\u00a0jour" in near.sentence
    assert "douze mois après la signature" in near.sentence
    assert "dernier jour aujourd’hui" in standing(often, dt.date(2027, 11, 24)).sentence
    lapsed = standing(often, dt.date(2027, 11, 25))
    assert lapsed.sentence.startswith(
        "Habilitation caduque, son dernier jour était le mercredi 24\u00a0novembre 2027"
    )


def test_before_and_after() -> None:
    today = dt.date(2026, 11, 24)
    left = standing(Life(missing=("visite du service",)), today)
    assert (left.state, left.may_work_alone) == (State.ONGOING, False)
    assert left.sentence == "Il manque encore\u00a0: visite du service."
    assert "il manque la signature" in standing(Life(), today).sentence
    ended = standing(Life(today, ended_on=today), today)
    assert (ended.state, ended.may_work_alone) == (State.ENDED, False)


def test_every_state_has_words_and_a_badge() -> None:
    assert len({state.label for state in State}) == len({s.badge for s in State}) == len(State)


def test_what_is_missing_comes_in_order() -> None:
    assert [one.code for one in rules.missing({"fiches": {}})] == ["visite", "appels", "page"]
    assert not rules.missing({one.code: {} for one in CONDITIONS})


def items(*, vital_fast: int, vital_slow: int = 0, wrong: int = 0) -> list[dict[str, object]]:
    """A drill of ten sentences."""
    other = 10 - vital_fast - vital_slow - wrong
    kinds = [(True, "a", 4.0)] * vital_fast + [(True, "a", 30.0)] * vital_slow
    kinds += [(False, "b", 4.0)] * wrong + [(False, "a", 4.0)] * other
    return [
        {"vital": vital, "chosen": chosen, "seconds": seconds, "fiches": ["a"]}
        for vital, chosen, seconds in kinds
    ]


@pytest.mark.parametrize(
    ("drill", "proves"),
    [
        (items(vital_fast=6), True),
        (items(vital_fast=5, vital_slow=1), True),
        (items(vital_fast=5, wrong=2), True),
        (items(vital_fast=4, vital_slow=2), False),
        (items(vital_fast=6, wrong=3), False),
        ([*items(vital_fast=6)[:9], {"vital": False, "chosen": None}], False),
    ],
)
def test_five_red_fiches_in_ten_seconds(drill, proves) -> None:
    assert rules.proves_red_fiches(drill) is proves


def test_seven_checks_in_a_quarter_of_an_hour() -> None:
    assert (len(CHECKS), sum(check.minutes for check in CHECKS)) == (7, 15)

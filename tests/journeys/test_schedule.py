"""Due dates: always on a worked day, never sooner when somebody is away, always explained."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.core.working_calendar import Absence, WorkingCalendar
from integration_portal.journeys.schedule import due

MONDAY = dt.date(2026, 11, 16)
starts = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))
patterns = st.lists(st.booleans(), min_size=7, max_size=7).filter(any).map(tuple)
zones = st.sampled_from(["metropole", "alsace-moselle", "reunion"])
own_rules = st.one_of(
    st.integers(1, 40).map("J{}".format),
    st.integers(1, 52).map("S{}".format),
    st.integers(1, 12).map("M{}".format),
)


@st.composite
def absences(draw: st.DrawFn, start: dt.date) -> tuple[Absence, ...]:
    spans = draw(st.lists(st.tuples(st.integers(-30, 400), st.integers(0, 60)), max_size=4))
    return tuple(
        Absence(start + dt.timedelta(first), start + dt.timedelta(first + length), "conge")
        for first, length in spans
    )


@given(st.data(), starts, patterns, zones, own_rules, st.integers(-20, 60))
def test_a_date_always_lands_on_a_worked_day(data, start, pattern, zone, rule, offset) -> None:
    calendar = WorkingCalendar(zone, pattern, data.draw(absences(start)))
    assert calendar.is_worked(due(rule, start, calendar, offset=offset).on)


@given(st.data(), starts, patterns, own_rules, st.integers(0, 30))
def test_one_more_absence_never_brings_a_date_forward(data, start, pattern, rule, offset) -> None:
    known = data.draw(absences(start))
    more = data.draw(absences(start))
    before = due(rule, start, WorkingCalendar("metropole", pattern, known), offset=offset)
    after = due(rule, start, WorkingCalendar("metropole", pattern, known + more), offset=offset)
    assert after.on >= before.on


@given(starts, patterns, st.integers(0, 200), st.integers(-200, 200))
def test_others_prepare_on_their_own_full_time_calendar(start, pattern, days, offset) -> None:
    part_time = due(f"J-{days}", start, WorkingCalendar("metropole", pattern), offset=offset)
    office = WorkingCalendar("metropole")
    assert part_time.on == due(f"J-{days}", start, office, offset=offset).on
    assert office.is_worked(part_time.on)


@given(starts, patterns, st.integers(1, 60))
def test_later_rules_are_never_due_sooner(start, pattern, count) -> None:
    calendar = WorkingCalendar("metropole", pattern)
    for unit in ("J", "S", "M"):
        first, second = (due(f"{unit}{n}", start, calendar).on for n in (count, count + 1))
        assert first <= second


@pytest.mark.parametrize(
    ("rule", "absence", "day", "why"),
    [
        ("J-1", None, dt.date(2026, 11, 13), "1 jour ouvré avant le lundi 16\u00a0novembre"),
        ("J1", None, MONDAY, "1ᵉʳ jour travaillé à partir du lundi 16\u00a0novembre"),
        ("S2", None, dt.date(2026, 11, 27), "fin de la semaine 2 après le lundi 16\u00a0novembre"),
        (
            "S2",
            Absence(dt.date(2026, 11, 19), dt.date(2026, 11, 20), "conge"),
            dt.date(2026, 12, 1),
            "fin de la semaine 2 après le lundi 16\u00a0novembre, plus 2 jours d’absence",
        ),
        ("M1", None, dt.date(2026, 12, 16), "1 mois après le lundi 16\u00a0novembre"),
    ],
)
def test_a_date_says_where_it_comes_from(rule, absence, day, why) -> None:
    calendar = WorkingCalendar(absences=(absence,) if absence else ())
    found = due(rule, MONDAY, calendar)
    assert (found.on, found.why) == (day, why)


@pytest.mark.parametrize(
    ("offset", "words"), [(1, "1 jour travaillé plus tard"), (-3, "3 jours travaillés plus tôt")]
)
def test_a_shift_is_said_too(offset, words) -> None:
    assert due("M3", MONDAY, WorkingCalendar(), offset=offset).why.endswith(words)


def test_tours_counts_only_the_days_in_the_ward() -> None:
    """Three days a week in the ward, two at the training centre: the third worked day is Friday."""
    tours = WorkingCalendar(pattern=(False, False, True, True, True, False, False))
    assert due("J3", MONDAY, tours).on == dt.date(2026, 11, 20)
    assert due("J4", MONDAY, tours).on == dt.date(2026, 11, 25)


def test_a_rule_outside_the_grammar_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown due rule"):
        due("X3", MONDAY, WorkingCalendar())

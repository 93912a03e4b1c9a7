"""Locks name what is missing, counters follow them down to whoever really holds the journey."""

import datetime as dt
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from integration_portal.establishments.models import StepRole
from integration_portal.journeys.errors import StepLockedError
from integration_portal.journeys.models import StepKind, StepState
from integration_portal.journeys.rules import badge_of, counters, expected, locks

DAY = dt.date(2026, 11, 24)


@dataclass
class Plain:
    """The columns the rules read, without a database."""

    code: str
    due_on: dt.date = DAY
    state: StepState = StepState.TODO
    role: StepRole = StepRole.RECRUIT
    kind: StepKind = StepKind.MODULE
    requires: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"DPI {self.code}"


CODES = [f"{number:02}" for number in range(1, 8)]
journeys = st.lists(
    st.tuples(
        st.sampled_from(list(StepState)),
        st.integers(-10, 10),
        st.lists(st.sampled_from([*CODES, "99"]), max_size=3),
    ),
    min_size=1,
    max_size=len(CODES),
).map(
    lambda rows: [
        Plain(code, DAY + dt.timedelta(days), state, requires=needs)
        for code, (state, days, needs) in zip(CODES, rows, strict=False)
    ]
)


@given(journeys)
def test_a_lock_is_always_something_left_to_do(steps) -> None:
    by_code = {step.code: step for step in steps}
    for code, found in locks(steps).items():
        assert by_code[code].state is not StepState.DONE
        assert found
        assert all(by_code[lock.code].state is not StepState.DONE for lock in found)


@given(journeys)
def test_counters_end_on_a_step_left_to_do_even_in_a_loop(steps) -> None:
    found = counters(steps)
    left = [step for step in steps if step.state is not StepState.DONE]
    assert found.total - found.done == len(left)
    assert (found.next_due_on is None) == (not left)
    assert found.next_title in {step.title for step in left} | {""}


@given(st.lists(st.dates()), st.dates(), st.integers(0, 400))
def test_what_is_expected_only_grows_with_time(dates, today, days) -> None:
    later = min(today.toordinal() + days, dt.date.max.toordinal())
    assert expected(dates, today) <= expected(dates, dt.date.fromordinal(later))


def test_the_blocker_is_whoever_holds_the_lock() -> None:
    codes = Plain("03", role=StepRole.IT, due_on=DAY + dt.timedelta(5))
    call = Plain("20", requires=["03"])
    found = counters([codes, call])
    assert (found.next_due_on, found.next_role, found.next_title) == (DAY, StepRole.IT, "DPI 03")


def test_a_refusal_keeps_the_capitals_of_a_title() -> None:
    found = locks([Plain("03", role=StepRole.IT), Plain("20", requires=["03"])])["20"]
    assert "« DPI 03 » (service informatique)" in StepLockedError(found).message


def test_a_badge_says_the_most_useful_thing() -> None:
    late = Plain("01", due_on=DAY - dt.timedelta(1))
    assert badge_of(late, locked=False, today=DAY) == ("late", "En retard")
    assert badge_of(late, locked=True, today=DAY)[0] == "locked"
    signed = Plain("01", state=StepState.DONE, kind=StepKind.OBSERVATION)
    assert badge_of(signed, locked=False, today=DAY) == ("done", "Signé")

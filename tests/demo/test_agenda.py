"""Stories told side by side are lived in the order of their dates."""

import datetime as dt

import pytest

from integration_portal.core import clock
from integration_portal.demo.agenda import Agenda, Story


def _on(day: int) -> dt.datetime:
    return dt.datetime(2026, 3, day, 8, tzinfo=dt.UTC)


def test_the_earliest_goes_on_first_and_the_clock_is_its_own() -> None:
    lived = []

    def story(name: str, *days: int) -> Story:
        for day in days:
            yield _on(day)
            lived.append((name, clock.now()))

    agenda = Agenda()
    agenda.tell(story("tutor", 2, 5))
    agenda.tell(story("recruit", 1, 5, 6))
    agenda.play()
    names = ["recruit", "tutor", "recruit", "tutor", "recruit"]
    assert lived == list(zip(names, map(_on, (1, 2, 5, 5, 6)), strict=True))


def test_a_story_begun_by_another_is_lived_from_there() -> None:
    lived = []
    agenda = Agenda()

    def step() -> Story:
        yield _on(4)
        lived.append("step")

    def recruit() -> Story:
        yield _on(3)
        agenda.tell(step())
        yield _on(5)
        lived.append("recruit")

    agenda.tell(recruit())
    agenda.play()
    assert lived == ["step", "recruit"]


def test_a_story_never_goes_back() -> None:
    def story() -> Story:
        yield _on(4)
        yield _on(3)

    agenda = Agenda()
    agenda.tell(story())
    with pytest.raises(ValueError, match="go back"):
        agenda.play()

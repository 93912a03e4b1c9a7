"""What FSRS is asked, and what a day means."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.recall import memory
from integration_portal.recall.memory import LEECH_AT, Memory, Rating

PARIS, REUNION = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion")
MONDAY = dt.datetime(2026, 11, 23, 14, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _known(at: dt.datetime = MONDAY) -> Memory:
    return memory.rate(Memory(due_at=at), Rating.GOOD, at, PARIS)


def test_a_new_card_known_at_once_comes_back_in_two_days() -> None:
    after = _known()
    assert after.due_at == dt.datetime(2026, 11, 24, 23, tzinfo=dt.UTC)  # midnight in Paris
    assert (after.reps, after.lapses, after.in_steps) == (1, 0, False)


def test_a_card_forgotten_comes_back_within_minutes() -> None:
    after = memory.rate(_known(), Rating.AGAIN, MONDAY + 2 * DAY, PARIS)
    assert after.due_at == MONDAY + 2 * DAY + memory.STEP
    assert (after.lapses, after.in_steps) == (1, True)


def test_days_are_those_of_the_calendar() -> None:
    """Monday 15.30 then Wednesday 8.00 is two days, not one and a half."""
    early = memory.rate(_known(), Rating.GOOD, dt.datetime(2026, 11, 25, 7, tzinfo=dt.UTC), PARIS)
    late = memory.rate(_known(), Rating.GOOD, dt.datetime(2026, 11, 25, 21, tzinfo=dt.UTC), PARIS)
    assert (early.stability, early.due_at) == (late.stability, late.due_at)


def test_the_day_begins_where_she_is() -> None:
    evening = dt.datetime(2026, 11, 23, 21, tzinfo=dt.UTC)  # already Tuesday in Saint-Denis
    assert memory.midnight(evening, REUNION) == dt.datetime(2026, 11, 23, 20, tzinfo=dt.UTC)
    assert memory.midnight(evening, PARIS) == dt.datetime(2026, 11, 22, 23, tzinfo=dt.UTC)


def test_the_sixth_lapse_puts_a_card_aside() -> None:
    card, now = _known(), MONDAY
    for number in range(1, LEECH_AT + 1):
        assert card.suspended_at is None
        now = card.due_at
        card = memory.rate(card, Rating.AGAIN, now, PARIS)
        assert card.lapses == number
        if number < LEECH_AT:
            card = memory.rate(card, Rating.GOOD, now + memory.STEP, PARIS)
    assert card.suspended_at == now
    again = memory.start_again(card, now)
    assert (again.suspended_at, again.lapses, again.reps) == (None, 0, card.reps)


def test_buttons_say_where_they_lead() -> None:
    new = Memory(due_at=MONDAY)
    words = dict(memory.outlook(new, MONDAY, PARIS))
    assert words == {
        Rating.AGAIN: "tout à l’heure",
        Rating.HARD: "tout à l’heure",
        Rating.GOOD: "dans 2 jours",
        Rating.EASY: "dans 8 jours",
    }


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "demain"), (2, "dans 2 jours"), (59, "dans 59 jours"), (90, "dans 3 mois"),
     (365, "dans 1 an")],
)  # fmt: skip
def test_waits_in_words(days: int, words: str) -> None:
    assert memory._wait(days) == words


HISTORY = st.lists(st.tuples(st.sampled_from(Rating), st.integers(0, 40 * 24)), max_size=25)


@given(HISTORY)
def test_any_history_gives_sound_cards(history) -> None:
    card, now = Memory(due_at=MONDAY), MONDAY
    for count, (rating, hours) in enumerate(history, 1):
        before, now = card, now + dt.timedelta(hours=hours)
        card = memory.rate(card, rating, now, PARIS)
        assert card == memory.rate(before, rating, now, PARIS)  # reproducible
        assert now < card.due_at <= now + 366 * DAY
        assert card.reps == count
        assert memory.load(memory.dump(card)) == card
        waits = [memory.rate(card, one, now, PARIS).due_at for one in Rating]
        assert waits == sorted(waits)

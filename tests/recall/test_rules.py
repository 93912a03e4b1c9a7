"""The five minutes of a day."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from integration_portal.recall import rules
from integration_portal.recall.memory import Memory
from integration_portal.recall.rules import Held, Source

PARIS = ZoneInfo("Europe/Paris")
NOW = dt.datetime(2026, 11, 24, 8, 5, tzinfo=dt.UTC)
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
NEW = [(Source.WORD, f"sigles/{number}") for number in range(30)]


def _held(number: int, due_in: dt.timedelta, **changes) -> Held:
    memory = Memory(due_at=NOW + due_in, **{"state": 2, "step": None, **changes})
    return Held(number, (Source.WORD, f"elements/{number}"), memory, NOW - 3 * DAY)


def _day(held, fresh=NEW, spent=()) -> rules.Day:
    return rules.day(held, fresh, spent, NOW, PARIS)


def test_the_oldest_due_comes_first_then_new_ones() -> None:
    held = [_held(1, -MINUTE), _held(2, -DAY), _held(3, DAY)]
    day = _day(held)
    assert day.next == rules.Next(held[1].key, held[1])
    assert day.left == 2 + rules.NEW_A_DAY
    assert _day([held[2]]).next == rules.Next(NEW[0], None)


def test_ten_new_cards_a_day_missed_questions_apart() -> None:
    today = [replace(_held(n, DAY), added_at=NOW) for n in range(4)]
    missed = [replace(_held(9, DAY), key=(Source.QUESTION, "m/q"), added_at=NOW)]
    assert _day(today + missed).left == rules.NEW_A_DAY - 4


def test_a_card_just_failed_is_seen_again_before_the_end() -> None:
    failed = _held(1, MINUTE, state=1, step=0)
    day = _day([failed, _held(2, MINUTE)], fresh=[])
    assert day.next == rules.Next(failed.key, failed)
    assert day.left == 1


def test_a_card_put_aside_never_comes_by_itself() -> None:
    aside = _held(1, -DAY, suspended_at=NOW)
    assert _day([aside], fresh=[]).next is None
    assert sum(count for _, count in rules.forecast([aside], NOW, PARIS)) == 0


def test_five_minutes_end_the_day() -> None:
    assert not _day([], spent=[20] * 14).over
    assert _day([], spent=[20] * 15).over


def test_time_away_is_not_counted() -> None:
    assert rules.seconds_of(NOW - dt.timedelta(seconds=42), NOW) == 42
    for previous in (None, NOW - 20 * MINUTE, NOW + MINUTE):
        assert rules.seconds_of(previous, NOW) == rules.USUAL_S


def test_alerts_and_words_alternate_the_specialty_first() -> None:
    words = [((Source.WORD, "a"), None), ((Source.WORD, "b"), "cardiologie")]
    alerts = [(Source.ALERT, "x"), (Source.ALERT, "y"), (Source.ALERT, "z")]
    order = rules.new_order(words, alerts, {alerts[0]}, {"cardiologie"}, 0)
    assert [ref for _, ref in order] == ["y", "b", "z", "a"]
    order = rules.new_order(words, alerts, {alerts[0]}, {"neurologie"}, 1)
    assert [ref for _, ref in order] == ["a", "y", "b", "z"]


def test_what_is_late_comes_tomorrow() -> None:
    held = [_held(1, -9 * DAY), _held(2, DAY), _held(3, 7 * DAY), _held(4, 8 * DAY)]
    counts = [count for _, count in rules.forecast(held, NOW, PARIS)]
    assert counts == [2, 0, 0, 0, 0, 0, 1]


@given(st.integers(0, 500))
def test_minutes_stay_in_the_budget(cards: int) -> None:
    assert 1 <= rules.minutes(cards) <= 5

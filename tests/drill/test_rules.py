"""Draw ten sentences, time them, decide. Pure."""

import datetime as dt
import random

import pytest

from integration_portal.drill import rules

AT = dt.datetime(2026, 11, 24, 8, 0, tzinfo=dt.UTC)


def _phrases(vital: int, other: int) -> list[dict]:
    return [
        {"dit": f"phrase {n}", "fiches": ["avc-ait"], "signe": "x", "vital": n < vital}
        for n in range(vital + other)
    ]


@pytest.mark.parametrize(("vital", "other"), [(50, 30), (3, 30), (30, 2), (5, 4)])
def test_ten_different_sentences_the_vital_ones_first(vital: int, other: int) -> None:
    items = rules.draw(_phrases(vital, other), (), random.Random(1))
    assert len({item["said"] for item in items}) == len(items) == min(10, vital + other)
    assert sum(item["vital"] for item in items) >= min(vital, 6)


def test_other_sentences_come_the_next_time() -> None:
    phrases = _phrases(30, 20)
    first = {item["said"] for item in rules.draw(phrases, (), random.Random(1))}
    second = {item["said"] for item in rules.draw(phrases, first, random.Random(1))}
    assert not first & second


def test_seen_sentences_come_back_when_the_others_run_out() -> None:
    phrases = _phrases(6, 4)
    seen = {one["dit"] for one in phrases}
    assert len(rules.draw(phrases, seen, random.Random(1))) == 10


def _items(right: int, wrong: int, *, vital_wrong: int = 0) -> list[dict]:
    items = rules.draw(_phrases(0, 10), (), random.Random(1))
    for number, item in enumerate(items):
        item["chosen"] = "avc-ait" if number < right else ""
        item["vital"] = number >= right and number < right + vital_wrong
    assert right + wrong == len(items)
    return items


@pytest.mark.parametrize(("right", "expected"), [(10, True), (8, True), (7, False), (0, False)])
def test_eight_right_of_ten_pass(right: int, expected: bool) -> None:
    assert rules.passed(_items(right, 10 - right)) is expected


def test_one_vital_sentence_wrong_fails_whatever_the_rest() -> None:
    assert not rules.passed(_items(9, 1, vital_wrong=1))


def test_the_time_starts_when_the_sentence_is_first_shown() -> None:
    items = rules.draw(_phrases(6, 4), (), random.Random(1))
    items = rules.shown(items, 0, AT)
    items = rules.shown(items, 0, AT + dt.timedelta(seconds=30))
    items = rules.answered(items, 0, "avc-ait", AT + dt.timedelta(seconds=42))
    assert items[0]["seconds"] == 42
    assert rules.current(items) == 1

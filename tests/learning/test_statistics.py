"""The figures of a question, against values computed by hand."""

import pytest

from integration_portal.learning.statistics import ENOUGH, Answer, items, most_missed


def answers(**marks: str) -> list[Answer]:
    """``a="1101"``: points of question « a » in attempts 0, 1, 2, 3."""
    return [
        Answer(attempt, name, float(mark))
        for name, row in marks.items()
        for attempt, mark in enumerate(row)
    ]


def test_success_is_the_mean_of_the_points() -> None:
    found = items(
        [Answer(1, "a", 1.0), Answer(2, "a", 0.5), Answer(3, "a", 0.0), Answer(4, "a", 0)]
    )
    assert found["a"].success == pytest.approx(0.375)
    assert found["a"].answers == 4


def test_discrimination_by_hand() -> None:
    """Two questions: the rest of each is the other. Both right 4 times, each alone right once, both
    missed 4 times: r = (4 × 4 − 1 × 1) / √(5 × 5 × 5 × 5) = 0,6."""
    found = items(answers(a="1111100000", b="1111010000"))
    assert found["a"].discrimination == pytest.approx(0.6)
    assert found["b"].discrimination == pytest.approx(0.6)


def test_a_question_that_good_learners_miss_is_negative() -> None:
    """Against the mean of the two others (5 times 1, then 5 times 0), exactly upside down."""
    found = items(answers(a="0000011111", b="1111100000", c="1111100000"))
    assert found["a"].discrimination == pytest.approx(-1)
    # b against (a + c) / 2, always one half: nothing to tell.
    assert found["b"].discrimination is None


def test_too_few_answers_or_all_alike_tell_nothing() -> None:
    few = "1" * (ENOUGH - 2) + "0"
    assert items(answers(a=few, b=few))["a"].discrimination is None
    alike = items(answers(a="1" * ENOUGH, b="10" * (ENOUGH // 2)))
    assert alike["a"].discrimination is None
    assert alike["a"].success == 1


def test_a_question_alone_in_its_quiz_has_no_rest() -> None:
    assert items(answers(a="10" * ENOUGH))["a"].discrimination is None


def test_the_most_missed_star_comes_first() -> None:
    found = items(answers(a="11000" * 2, b="10000" * 2, c="0" * (ENOUGH - 1)))
    assert [one.question_id for one in most_missed(found, ["a", "b", "c", "unknown"])] == ["b", "a"]

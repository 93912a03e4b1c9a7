"""The rule of the level now, written on the page."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.dossiers.rules import Act, Judgement, missing, standing, weakest
from integration_portal.signoffs.levels import Level

DAY = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def word(act: Act, day: int, level: int, *, good: bool | None = None) -> Judgement:
    at = DAY + dt.timedelta(days=day)
    shows = act in {Act.OBSERVED, Act.VALIDATED} and level >= 3 if good is None else good
    return Judgement(act, at, at.date(), Level(level), shows)


SEEN = word(Act.OBSERVED, 0, 3)
SEEN_AGAIN = word(Act.OBSERVED, 1, 3)
SIGNED = word(Act.VALIDATED, 2, 3, good=False)  # rests on the observations


def level(*told: Judgement, critical: bool = False, learnt: bool = False) -> Level:
    return standing(told, critical=critical, learnt=learnt).level


def test_nothing_signed_nothing_learnt_is_not_approached() -> None:
    assert level() is Level.NOT_SEEN


def test_a_quiz_alone_never_gives_more_than_in_progress() -> None:
    assert level(learnt=True) is Level.IN_PROGRESS


def test_an_observation_without_a_decision_never_gives_more_than_in_progress() -> None:
    assert level(word(Act.OBSERVED, 0, 4)) is Level.IN_PROGRESS


def test_what_was_seen_wins_over_a_quiz() -> None:
    assert level(word(Act.OBSERVED, 0, 1), learnt=True) is Level.NOT_ACQUIRED


def test_a_signature_that_rests_on_no_observation_shows_one_by_itself() -> None:
    assert level(word(Act.VALIDATED, 0, 3)) is Level.ACQUIRED


def test_a_critical_competency_needs_two_good_observations_on_different_days() -> None:
    same_day = word(Act.OBSERVED, 0, 3)
    assert level(SEEN, same_day, SIGNED, critical=True) is Level.IN_PROGRESS
    assert level(SEEN, SEEN_AGAIN, SIGNED, critical=True) is Level.ACQUIRED


def test_an_observation_with_a_safety_gap_does_not_count_among_the_two() -> None:
    unsafe = word(Act.OBSERVED, 1, 3, good=False)
    assert level(SEEN, unsafe, SIGNED, critical=True) is Level.IN_PROGRESS


def test_two_steps_signed_on_different_days_make_two_observations() -> None:
    first, second = word(Act.VALIDATED, 0, 3), word(Act.VALIDATED, 5, 4)
    assert level(first, critical=True) is Level.IN_PROGRESS
    assert level(first, second, critical=True) is Level.MASTERED


def test_a_later_lower_observation_brings_the_level_down() -> None:
    assert level(SEEN, SIGNED, word(Act.OBSERVED, 3, 2)) is Level.IN_PROGRESS


def test_a_later_higher_observation_does_not_raise_what_was_signed() -> None:
    assert level(SEEN, SIGNED, word(Act.OBSERVED, 3, 4)) is Level.ACQUIRED


def test_to_be_taken_up_again_is_in_progress_at_most() -> None:
    assert level(SEEN, SIGNED, word(Act.RETURNED, 3, 4)) is Level.IN_PROGRESS
    assert level(word(Act.RETURNED, 0, 1)) is Level.NOT_ACQUIRED


def test_a_countersignature_is_waited_for() -> None:
    assert level(SEEN, word(Act.PENDING, 1, 3)) is Level.IN_PROGRESS


WORDS = st.lists(
    st.builds(
        word, st.sampled_from(Act), st.integers(0, 30), st.integers(1, 4), good=st.booleans()
    ),
    max_size=8,
)


@given(WORDS, st.booleans(), st.booleans())
def test_acquired_always_rests_on_a_decision_and_a_critical_one_on_two_days(
    told: list[Judgement], critical: bool, learnt: bool
) -> None:
    now = standing(told, critical=critical, learnt=learnt)
    if now.level < Level.ACQUIRED:
        return
    assert now.decided is Act.VALIDATED
    assert not critical or now.good_days >= 2


@given(WORDS, st.booleans(), st.randoms())
def test_the_order_of_reading_changes_nothing(
    told: list[Judgement], critical: bool, chance
) -> None:
    at_once = {one.at for one in told}
    if len(at_once) < len(told):
        return
    mixed = list(told)
    chance.shuffle(mixed)
    assert standing(told, critical=critical, learnt=False) == standing(
        mixed, critical=critical, learnt=False
    )


@given(WORDS, st.booleans(), st.booleans(), st.sampled_from([2, 3]))
def test_something_is_missing_exactly_below_the_expected_level(
    told: list[Judgement], critical: bool, learnt: bool, expected: int
) -> None:
    now = standing(told, critical=critical, learnt=learnt)
    left = missing(now, expected=Level(expected), critical=critical)
    assert bool(left) == (now.level < expected)


@pytest.mark.parametrize(
    ("told", "critical", "words"),
    [
        ((), False, ("une observation réussie", "une validation signée")),
        (
            (),
            True,
            ("deux observations réussies, deux jours différents", "une validation signée"),
        ),
        ((SEEN, SIGNED), True, ("une observation réussie, un autre jour",)),
        ((SEEN, word(Act.PENDING, 1, 3)), False, ("la contresignature du médecin",)),
        (
            (SEEN, word(Act.RETURNED, 1, 2)),
            False,
            ("reprendre ce qui a été renvoyé, puis une validation signée",),
        ),
        (
            (SEEN, word(Act.VALIDATED, 1, 2)),
            False,
            ("une validation signée au niveau «\u202facquis\u202f»",),
        ),
    ],
)
def test_what_is_missing_is_said(
    told: tuple[Judgement, ...], critical: bool, words: tuple[str, ...]
) -> None:
    now = standing(told, critical=critical, learnt=False)
    assert missing(now, expected=Level.ACQUIRED, critical=critical) == words


def test_a_competency_expected_in_progress_is_reached_by_a_quiz() -> None:
    now = standing((), critical=False, learnt=False)
    assert missing(now, expected=Level.IN_PROGRESS, critical=False) == (
        "un quiz, une mise en situation ou une observation",
    )


def test_a_situation_is_worth_its_weakest_criterion() -> None:
    assert weakest([3, 4, 2]) is Level.IN_PROGRESS
    assert weakest([]) is None

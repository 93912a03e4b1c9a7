"""Which questions come, when a quiz is passed, when a module is done: values in, values out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.learning.queries import list_modules
from integration_portal.learning.rules import (
    Done,
    Parts,
    Past,
    draw,
    draw_positioning,
    passes,
    progress,
)
from tests.support import databases

SEEDS = st.integers(0, 2**31 - 1)


@st.composite
def drawings(draw_of):
    """A bank, how many questions are drawn, what she met before."""
    size = draw_of(st.integers(4, 24))
    bank = [
        {"id": f"q{n}", "objectif": draw_of(st.integers(1, 5)), "etoile": draw_of(st.booleans())}
        for n in range(size)
    ]
    names = [one["id"] for one in bank]
    stars = [one["id"] for one in bank if one["etoile"]]
    owed = draw_of(st.sets(st.sampled_from(stars))) if stars else set()
    asked = draw_of(st.dictionaries(st.sampled_from(names), st.integers(1, 3)))
    return bank, draw_of(st.integers(1, 20)), Past(frozenset(owed), asked)


@given(drawings(), SEEDS)
def test_a_draw_is_what_was_asked_for(case, seed) -> None:
    bank, count, past = case
    drawn = draw(bank, count, past, seed)
    assert drawn == draw(bank, count, past, seed)
    assert len(drawn) == len(set(drawn)) == min(count, len(bank))
    assert set(drawn) <= {one["id"] for one in bank}


@given(drawings(), SEEDS)
def test_a_safety_question_owed_comes_back(case, seed) -> None:
    bank, count, past = case
    drawn = set(draw(bank, count, past, seed))
    assert past.owed <= drawn or drawn <= past.owed


@given(drawings(), SEEDS)
def test_a_third_are_safety_questions(case, seed) -> None:
    bank, count, past = case
    by_name = {one["id"]: one for one in bank}
    found = sum(by_name[name]["etoile"] for name in draw(bank, count, past, seed))
    wanted = math.ceil(min(count, len(bank)) / 3)
    assert found >= min(wanted, sum(one["etoile"] for one in bank))


@given(drawings(), SEEDS)
def test_what_was_asked_less_comes_first(case, seed) -> None:
    """Among questions that stand for one another: same objective, both ★ or neither."""
    bank, count, past = case
    drawn = set(draw(bank, count, past, seed))
    for taken in bank:
        for left in bank:
            alike = all(taken[key] == left[key] for key in ("objectif", "etoile"))
            if alike and taken["id"] in drawn - past.owed and left["id"] not in drawn:
                asked = past.asked
                assert asked.get(taken["id"], 0) <= asked.get(left["id"], 0)


@pytest.fixture(scope="module")
def modules(sqlite, tmp_path_factory):
    folder = tmp_path_factory.mktemp("modules")
    database = databases.open_database(databases.make_settings(sqlite.copy("full"), folder))
    with database.reading() as session:
        found = [module for module in list_modules(session) if module.questions]
    databases.close(database)
    return found


def test_every_shipped_bank_covers_its_objectives_at_each_draw(modules) -> None:
    assert len(modules) > 30
    for module in modules:
        bank = list(module.questions.values())
        wanted = {one["objectif"] for one in bank}
        for seed in range(25):
            drawn = draw(bank, module.draws, Past(), seed)
            covered = {module.questions[name]["objectif"] for name in drawn}
            assert covered == wanted, f"{module.card.slug}, seed {seed}"


def test_a_second_try_brings_other_questions(modules) -> None:
    module = next(one for one in modules if one.card.slug == "identitovigilance")
    bank = list(module.questions.values())
    for seed in range(25):
        first = draw(bank, module.draws, Past(), seed)
        second = draw(bank, module.draws, Past(asked=dict.fromkeys(first, 1)), seed + 1)
        assert len(set(first) & set(second)) <= 2, seed  # an objective has few questions


def test_positioning_asks_every_safety_question_and_half_as_many_again(modules) -> None:
    for module in modules:
        bank = list(module.questions.values())
        drawn = draw_positioning(bank, module.draws, 3)
        assert {one["id"] for one in bank if one["etoile"]} <= set(drawn)
        assert len(drawn) == len(set(drawn))
        assert len(drawn) >= min(len(bank), round(1.5 * module.draws))


@pytest.mark.parametrize(
    ("points", "asked", "missed", "passed"),
    [
        (8.0, 10, 0, True),
        (7.999, 10, 0, False),
        (9.5, 10, 1, False),
        (10.0, 10, 0, True),
        (sum([0.1] * 8) * 10, 10, 0, True),  # 7.999999999999999: thirds and tenths do not add up
        (0.0, 10, 10, False),
    ],
)
def test_eighty_per_cent_and_every_star(points, asked, missed, passed) -> None:
    assert passes(points, asked, missed) is passed


PARTS = Parts({"un": "a", "deux": "b"}, {"q1": "x", "q2": "y"}, "s")
DONE = Done({"un": "a", "deux": "b"}, frozenset({"x", "y"}), "s")


def test_all_done_is_complete() -> None:
    found = progress(PARTS, DONE)
    assert found.complete
    assert (found.read, found.passed, found.played) == (2, True, True)


def test_nothing_done_is_not_begun() -> None:
    found = progress(PARTS, Done({}, None, None))
    assert not found.begun
    assert not found.complete
    assert found.changed == ()  # nothing changed for somebody who never passed


def test_a_changed_lesson_is_to_read_again_alone() -> None:
    found = progress(Parts({"un": "a2", "deux": "b"}, PARTS.questions, "s"), DONE)
    assert found.reread == ("un",)
    assert (found.read, found.passed, found.changed, found.played) == (1, True, (), True)
    assert not found.complete


def test_a_changed_or_new_question_is_asked_alone() -> None:
    parts = Parts(PARTS.lessons, {"q1": "x", "q2": "y2", "q3": "z"}, "s")
    found = progress(parts, DONE)
    assert found.changed == ("q2", "q3")
    assert found.passed
    assert not found.complete
    assert progress(parts, Done(DONE.lessons, frozenset("xyz") | {"y2"}, "s")).complete


def test_a_question_taken_away_asks_nothing() -> None:
    assert progress(Parts(PARTS.lessons, {"q1": "x"}, "s"), DONE).complete


def test_a_changed_simulation_is_to_play_again() -> None:
    found = progress(Parts(PARTS.lessons, PARTS.questions, "s2"), DONE)
    assert found.played is False
    assert not found.complete


def test_a_module_without_quiz_nor_simulation_is_read() -> None:
    found = progress(Parts({"un": "a"}, {}, None), Done({"un": "a"}, None, None))
    assert (found.passed, found.played) == (None, None)
    assert found.complete


def test_a_credit_stands_for_everything_whatever_changes() -> None:
    assert progress(PARTS, Done({}, None, None, credited=True)).complete

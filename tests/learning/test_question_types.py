"""The ten kinds of questions: what is shown, read, kept, marked and corrected."""

import json
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.content.kinds.questions import GAP
from integration_portal.learning.question_types import KINDS, kind_of
from integration_portal.learning.solutions import solution

from .banks import KIND_NAMES, RIGHT, SAMPLES, questions

SEEDS = range(60)


def _answers(question: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Any answer that may be kept for it."""
    kind = question["type"]
    if kind in {"choix", "plusieurs", "erreur"}:
        numbers = st.integers(0, len(question["passage" if kind == "erreur" else "choix"]) - 1)
        if kind == "choix":
            return numbers
        least = 1 if kind == "plusieurs" else 0
        return st.lists(numbers, min_size=least, unique=True).map(sorted)
    if kind == "ordre":
        return st.permutations(range(len(question["etapes"]))).map(list)
    if kind in {"appariement", "classement"}:
        count, among = (
            (len(question["paires"]), len(question["paires"]) + len(question["leurres"]))
            if kind == "appariement"
            else (len(question["elements"]), len(question["categories"]))
        )
        return st.lists(st.integers(0, among - 1), min_size=count, max_size=count)
    count = len(GAP.findall(question["texte"])) if kind == "trous" else 1
    typed = st.text(alphabet="aéZ 0'-", min_size=1, max_size=9).map(str.strip).filter(bool)
    return {
        "vrai-faux": st.booleans(),
        "nombre": st.integers(-(10**12) + 1, 10**12 - 1).map(lambda n: n / 10**3),
        "date": st.dates().map(lambda day: day.isoformat()),
        "trous": st.lists(typed, min_size=count, max_size=count),
    }[kind]


def test_every_kind_of_the_schema_is_marked() -> None:
    assert sorted(KINDS) == KIND_NAMES
    assert all(kind.label for kind in KINDS.values())


@given(questions(), st.integers(0, 999), st.data())
def test_what_is_posted_is_read_back(question, seed, data) -> None:
    kind = kind_of(question)
    answer = data.draw(_answers(question))
    fields = kind.posted(question, random.Random(seed), answer)
    assert kind.read(question, random.Random(seed), fields) == answer
    assert json.loads(json.dumps(answer)) == answer


@given(questions(), st.data())
def test_the_points_agree_with_the_lines_and_with_the_rule_stated(question, data) -> None:
    kind = kind_of(question)
    answer = data.draw(_answers(question))
    points = kind.points(question, answer)
    marks = {line.mark for line in kind.correct(question, answer)}
    assert 0 <= points <= 1
    assert (points == 1) is (not marks & {"wrong", "missed"})
    assert kind.partial or points in {0, 1}


@given(questions(), st.integers(0, 999))
def test_the_same_draw_shows_the_same(question, seed) -> None:
    kind = kind_of(question)
    first, second = (kind.show(question, random.Random(seed)) for _ in range(2))
    assert first == second
    assert solution(question)


@pytest.mark.parametrize("name", KIND_NAMES)
def test_what_is_shown_holds_no_answer(name) -> None:
    question = {**SAMPLES[name], "reponse": "REPONSE"}
    for seed in SEEDS:
        shown = json.dumps(kind_of(question).show(question, random.Random(seed)))
        for secret in ("EXPLICATION", "POURQUOI", "REPONSE", "juste", "tachy", "rapide"):
            assert secret not in shown


@pytest.mark.parametrize("name", ["choix", "plusieurs", "appariement", "ordre", "classement"])
def test_no_posted_value_betrays_the_answer(name) -> None:
    """The right answer is not always posted from the same place, nor with the same values."""
    question = SAMPLES[name]
    kind = kind_of(question)
    posted, shown = set(), set()
    for seed in SEEDS:
        posted.add(json.dumps(kind.posted(question, random.Random(seed), RIGHT[name])))
        shown.add(json.dumps(kind.show(question, random.Random(seed))))
    assert len(posted) > 2
    assert len(shown) > 2


@pytest.mark.parametrize("name", ["choix", "plusieurs"])
def test_the_right_option_goes_everywhere(name) -> None:
    question = SAMPLES[name]
    places = {
        kind_of(question).show(question, random.Random(seed))["options"].index("Le nom")
        for seed in SEEDS
    }
    assert places == set(range(len(question["choix"])))


@pytest.mark.parametrize("name", KIND_NAMES)
def test_the_right_answer_is_worth_a_point(name) -> None:
    question, kind = SAMPLES[name], KINDS[name]
    assert kind.points(question, RIGHT[name]) == 1
    assert all(not line.expected for line in kind.correct(question, RIGHT[name]))


@pytest.mark.parametrize(
    ("name", "answer", "points"),
    [
        ("choix", 1, 0),
        ("plusieurs", [0], 1 / 2),
        ("plusieurs", [0, 1], 0),
        ("plusieurs", [0, 1, 3], 1 / 2),
        ("plusieurs", [1, 2], 0),  # never below nothing
        ("vrai-faux", True, 0),
        ("appariement", [0, 3, 1], 1 / 3),
        ("appariement", [0, 0, 0], 1 / 3),
        ("ordre", [0, 1, 3, 2], 1 / 2),
        ("trous", ["tachy-", "lent"], 1 / 2),
        ("classement", [0, 0, 0, 1], 3 / 4),
        ("nombre", 72.5, 1),
        ("nombre", 71.5, 1),
        ("nombre", 72.6, 0),
        ("date", "2026-11-25", 0),
        ("erreur", [2], 1 / 2),
        ("erreur", [2, 3], 0),
        ("erreur", [], 0),
        ("erreur", [0, 1, 3], 0),
    ],
)
def test_partial_answers(name, answer, points) -> None:
    assert KINDS[name].points(SAMPLES[name], answer) == pytest.approx(points)

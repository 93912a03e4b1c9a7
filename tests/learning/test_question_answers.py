"""What may be typed or posted, what is refused, and the correction somebody reads."""

import random

import pytest

from integration_portal.learning.question_types import KINDS, Line
from integration_portal.learning.question_types.typed import MAX_TYPED

from .banks import SAMPLES, question


def _read(name: str, fields: dict[str, list[str]]):
    return KINDS[name].read(SAMPLES[name], random.Random(1), fields)


HUGE = "9" * 5000


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        *((name, {}) for name in KINDS),
        ("choix", {"r": ["3"]}),
        ("choix", {"r": ["-1"]}),
        ("choix", {"r": ["²"]}),
        ("choix", {"r": [HUGE]}),
        ("plusieurs", {"r": ["9", HUGE]}),
        ("vrai-faux", {"r": ["oui"]}),
        ("appariement", {"r0": ["0"], "r1": ["1"]}),
        ("appariement", {"r0": ["0"], "r1": ["1"], "r2": [""]}),
        ("ordre", {"r0": ["0"], "r1": ["1"], "r2": ["2"], "r3": ["2"]}),
        ("trous", {"r0": ["tachy"], "r1": ["   "]}),
        ("classement", {"r0": ["0"], "r1": ["1"], "r2": ["2"], "r3": ["0"]}),
        ("nombre", {"r": ["douze"]}),
        ("nombre", {"r": ["1e9"]}),
        ("nombre", {"r": ["nan"]}),
        ("nombre", {"r": [HUGE]}),
        ("date", {"r": ["2026-02-30"]}),
        ("date", {"r": ["demain"]}),
        ("erreur", {"r": ["7"]}),
    ],
)
def test_an_incomplete_answer_is_refused(name, fields) -> None:
    assert _read(name, fields) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [("72", 72), (" 72,5 ", 72.5), ("1 200.25", 1200.25), ("-3", -3), ("−3", -3), ("1\u202f000", 1000)],
)  # fmt: skip
def test_numbers_as_people_type_them(typed, number) -> None:
    assert _read("nombre", {"r": [typed]}) == number


def test_nothing_wrong_is_an_answer_too() -> None:
    assert _read("erreur", {"r": ["aucune"]}) == []


def test_what_is_typed_is_cut() -> None:
    assert _read("trous", {"r0": ["a" * 500], "r1": ["b"]}) == ["a" * MAX_TYPED, "b"]


@pytest.mark.parametrize(
    ("word", "typed", "right"),
    [
        ("Élévation", "elevation", True),
        ("Élévation", "e\u0301levation", True),  # the accent typed apart, as some keyboards do
        ("rendez-vous", "Rendez vous", True),
        ("rendez-vous", "rendezvous", True),
        ("l’hôpital", "L'HOPITAL", True),
        ("tachy-", "tachy", True),
        ("œdème", "oedeme", True),
        ("Sécu.", " secu ", True),
        ("10 000", "10\u202f000", True),
        ("2,5", "2.5", True),
        ("µg", "\u03bcg", True),  # the Greek letter for the micro sign
        ("µg", "mg", False),
        ("µg", "ug", False),
        ("2,5", "25", False),
        ("A+", "A-", False),
        ("A+", "A", False),
        ("< 5", "<5", True),
        ("< 5", "> 5", False),
        ("-5", "5", False),
        ("1/2", "12", False),
        ("+", "-", False),
        ("+", " + ", True),
        ("hyper", "hypo", False),
    ],
)
def test_typed_words_are_forgiven_what_does_not_change_them(word, typed, right) -> None:
    asked = question("trous", texte=f"On écrit {{{word}}}.")
    assert KINDS["trous"].points(asked, [typed]) == right


@pytest.mark.parametrize(
    ("name", "answer", "lines"),
    [
        (
            "choix",
            1,
            [
                Line("Le nom", "missed"),
                Line("Le prénom", "wrong", why="POURQUOI"),
                Line("La taille", ""),
            ],
        ),
        ("choix", 0, [Line("Le nom", "right"), Line("Le prénom", ""), Line("La taille", "")]),
        ("vrai-faux", True, [Line("Vrai", "wrong", expected="Faux")]),
        (
            "appariement",
            [0, 3, 2],
            [
                Line("cause 0", "right", "effet 0"),
                Line("cause 1", "wrong", "leurre", "effet 1"),
                Line("cause 2", "right", "effet 2"),
            ],
        ),
        ("trous", ["TACHY", "lent"], [
            Line("1.", "right", "TACHY"), Line("2.", "wrong", "lent", "rapide"),
        ]),
        ("nombre", 70.0, [Line("70 heures", "wrong", expected="72 heures")]),
        ("nombre", 1234567.5, [Line("1234567,5 heures", "wrong", expected="72 heures")]),
        ("date", "2026-12-01", [Line("01/12/2026", "wrong", expected="24/11/2026")]),
    ],
)  # fmt: skip
def test_correction_line_by_line(name, answer, lines) -> None:
    assert KINDS[name].correct(SAMPLES[name], answer) == lines


def test_correction_of_an_order_names_each_rank() -> None:
    lines = KINDS["ordre"].correct(SAMPLES["ordre"], [0, 2, 1, 3])
    assert [line.mark for line in lines] == ["right", "wrong", "wrong", "right"]
    assert (lines[1].text, lines[1].given, lines[1].expected) == ("2.", "transmettre", "noter")


def test_correction_of_an_error_says_what_was_wrong_even_when_missed() -> None:
    lines = KINDS["erreur"].correct(SAMPLES["erreur"], [0, 2])
    assert [line.mark for line in lines] == ["wrong", "", "right", "", "missed"]
    assert lines[4].why == "POURQUOI"

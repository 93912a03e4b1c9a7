"""The synonyms: one idea, many words, in any order, near each other."""

import pytest

from integration_portal.search.ideas import as_token, compile_ideas, stems_of
from integration_portal.search.words import split

LISTS = [
    {
        "groupes": [
            {"idee": "poitrine", "termes": ["poitrine", "thorax", "chest"]},
            {"idee": "bras-qui-tombe", "termes": ["bras tombe", "lâche sa tasse"]},
            {"idee": "rien", "termes": ["de la"]},
        ],
        "nombres": [
            {"idee": "fievre", "de_dixiemes": 376, "a_dixiemes": 424, "sauf": ["ans", "kilos"]}
        ],
    }
]
IDEAS = compile_ideas(LISTS)


def test_a_word_holds_its_idea() -> None:
    assert IDEAS.of_stem("thorax") == (as_token("poitrine"),)
    assert IDEAS.of_stem("genou") == ()


@pytest.mark.parametrize("text", ["son bras tombe", "elle tombe, le bras", "bras droit qui tombe"])
def test_several_words_near_each_other_hold_theirs(text) -> None:
    assert list(IDEAS.of_stems(stems_of(text))) == [as_token("bras-qui-tombe")]


def test_words_too_far_apart_do_not() -> None:
    text = "le bras cassé opéré plâtré depuis longtemps douloureux et la nuit tombe"
    assert list(IDEAS.of_stems(stems_of(text))) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [("elle a 39,2", True), ("38,5 ce matin", True), ("il a 40", True), ("39 ans", False),
     ("j’ai 36,8", False), ("42 kilos", False), ("le 15", False)],
)  # fmt: skip
def test_a_temperature_is_a_fever(text, told) -> None:
    assert bool(list(IDEAS.of_figures(split(text)))) is told

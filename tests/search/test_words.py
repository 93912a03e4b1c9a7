"""A word is heard as people type and pronounce it."""

import pytest

from integration_portal.search.words import fold, sound, split, stem, tells


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Il a la bouche de TRAVERS", ["il", "a", "la", "bouche", "de", "travers"]),
        ("A.V.C.", ["avc"]),
        ("j’ai 38,5 au cœur", ["j", "ai", "38v5", "au", "coeur"]),
        ("œdème ex æquo", ["oedeme", "ex", "aequo"]),
        (" ?! ", []),
        ("🚑 مرحبا", []),
    ],
)
def test_folded_words(text, words) -> None:
    assert split(text) == words


def test_folding_is_for_ascii_alone() -> None:
    assert fold("Éàüñç").isascii()


@pytest.mark.parametrize(
    ("one", "other"),
    [("tombée", "tombé"), ("saigne", "saignement"), ("essoufflée", "essoufflé"),
     ("chevilles", "cheville"), ("palpitations", "palpitation")],
)  # fmt: skip
def test_forms_of_a_word_have_one_stem(one, other) -> None:
    assert stem(fold(one)) == stem(fold(other))


@pytest.mark.parametrize(
    ("heard", "written"),
    [("asme", "asthme"), ("efizeme", "emphyseme"), ("ipertention", "hypertension"),
     ("tubairkuloz", "tuberculose"), ("crone", "crohn"), ("farmassi", "pharmacie")],
)  # fmt: skip
def test_what_is_heard_sounds_like_what_is_written(heard, written) -> None:
    ours, theirs = sound(heard), sound(written)
    assert abs(len(ours) - len(theirs)) <= 1
    assert len(set(ours) ^ set(theirs)) <= 2


@pytest.mark.parametrize("word", ["de", "je", "bonjour", "x"])
def test_some_words_tell_nothing(word) -> None:
    assert not tells(word)

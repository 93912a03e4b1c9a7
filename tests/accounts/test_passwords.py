"""The CNIL's count, the refusals, and what is kept of a password."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integration_portal.accounts.passwords import (
    MAX_LENGTH,
    bits,
    common_passwords,
    hash_password,
    refusal,
    verify_password,
)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", 0.0),
        ("abcdefghijkl", 12 * math.log2(26)),
        ("1234567890", 10 * math.log2(10)),
        ("aB3!", 4 * math.log2(26 + 26 + 10 + 33)),
        ("é" * 3, 3 * math.log2(33)),
    ],
)
def test_bits_are_length_times_the_classes_used(password, expected) -> None:
    assert bits(password) == pytest.approx(expected)


@pytest.mark.parametrize(
    "password",
    ["quatre cactus sous la pluie", "qmxvzjwkfhgb", "7391846205739184", "été à la mer, en juin"],
)
def test_what_the_house_accepts(password) -> None:
    assert refusal(password) is None


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("trop court", "Il manque 2\u00a0caractères"),
        ("739184620573918", "trop peu variés"),  # 15 digits: 49.8 bits
        ("abcabcabcabcabc", "même caractère"),
        ("password1234", "trop courant"),
        ("Mot de passe trop long " * 20, "200 caractères au plus"),
        ("secretariat12", "trop courant"),
        ("Hôpital2026!!", "trop courant"),
        ("hôpital médical", "se devine"),
        ("aaaaaaaaabcde", "se suivent"),
        ("123456789012345678", "se suivent"),
    ],
)
def test_what_the_house_refuses_and_why(password, words) -> None:
    assert words in (refusal(password) or "accepté")


def test_a_name_is_refused_unless_much_is_added() -> None:
    names = ("Amina", "Benali")
    assert "se devine" in (refusal("benali-benal", names=names) or "")
    assert "se devine" in (refusal("BÉNALI 12345", names=names) or "")
    assert "se devine" in (refusal("Amina Benali 12", names=names) or "")
    assert refusal("benali aime le thé vert", names=names) is None


def test_the_shipped_list_is_plain_and_long() -> None:
    assert len(common_passwords()) > 10_000
    assert all(word == word.strip() and word for word in common_passwords())


def test_a_hash_never_holds_the_password_and_has_its_own_salt() -> None:
    first, second = (
        hash_password("quatre cactus sous la pluie"),
        hash_password("quatre cactus sous la pluie"),
    )
    assert first.startswith("$argon2id$")
    assert "cactus" not in first
    assert first != second
    assert verify_password(first, "quatre cactus sous la pluie")
    assert not verify_password(first, "Quatre cactus sous la pluie")


def test_composed_and_decomposed_accents_are_the_same_password() -> None:
    assert verify_password(
        hash_password("\u00e9t\u00e9 sous la pluie"), "e\u0301te\u0301 sous la pluie"
    )


@pytest.mark.parametrize("stored", [None, "", "pas une empreinte", "$argon2id$v=19$tronqué"])
def test_an_absent_or_broken_hash_matches_nothing(stored) -> None:
    assert not verify_password(stored, "quatre cactus sous la pluie")
    assert not verify_password(stored, "personne-ne-porte-ce-mot-de-passe")


@given(st.text(max_size=MAX_LENGTH + 50))
def test_every_text_gets_an_answer(password) -> None:
    message = refusal(password, names=("Élodie", "Le Goff"))
    assert message is None or message.endswith((".", "!"))
    if message is None:
        assert bits(password) >= 50
        assert 12 <= len(password) <= MAX_LENGTH

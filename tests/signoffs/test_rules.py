"""What may be signed, and in which words."""

import itertools

import pytest

from integration_portal.signoffs.errors import MissingExplanationError, SafetyCriterionError
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.rules import find_fault, overall, sentence

CRITERIA = [
    {"code": "accueil", "texte": "Accueille", "securite": False},
    {"code": "traits", "texte": "Vérifie les traits", "securite": True},
]
PAIRS = list(itertools.product(Level, Level))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_the_weakest_criterion_is_the_level_of_the_step(first, second) -> None:
    assert overall(CRITERIA, {"accueil": first, "traits": second}) is min(first, second)


@pytest.mark.parametrize(("plain", "safety"), PAIRS)
def test_only_a_safety_criterion_forbids_to_validate(plain, safety) -> None:
    levels = {"accueil": plain, "traits": safety}
    fault = find_fault(CRITERIA, levels, validates=True, comment="")
    assert isinstance(fault, SafetyCriterionError) == (safety < Level.ACQUIRED)
    if fault:
        assert "Vérifie les traits" in fault.message


@pytest.mark.parametrize("comment", ["", " ", "\n\t "])
def test_a_return_says_what_is_missing(comment) -> None:
    levels = {"accueil": Level.MASTERED, "traits": Level.MASTERED}
    found = find_fault(CRITERIA, levels, validates=False, comment=comment)
    assert isinstance(found, MissingExplanationError)
    assert find_fault(CRITERIA, levels, validates=False, comment="Reprendre l’appel.") is None


def said(**changes: object) -> str:
    facts = {
        "signer": "Anne Roy", "quality": "Secrétaire médicale", "unit": "Cardiologie",
        "recruit": "Lou Petit", "title": "L'appel : l'accueil", "validates": True,
    }  # fmt: skip
    return sentence(**{**facts, **changes})


def test_the_sentence_names_everybody_in_french_print() -> None:
    assert said() == (
        "Je soussigné(e) Anne Roy, Secrétaire médicale, Cardiologie, atteste avoir observé "
        "Lou Petit pour «\u202fL’appel\u00a0: l’accueil\u202f» et valide cette étape, aux niveaux "
        "indiqués critère par critère."
    )
    assert said(validates=False).endswith("de reprendre cette étape, pour la raison indiquée.")


def test_a_person_without_quality_leaves_no_empty_place() -> None:
    assert said(quality="").startswith("Je soussigné(e) Anne Roy, Cardiologie, atteste")

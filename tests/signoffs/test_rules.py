"""What may be signed, and in which words."""

import dataclasses
import datetime as dt
import itertools

import pytest

from integration_portal.signoffs.errors import MissingExplanationError, SafetyCriterionError
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.rules import Redo, find_fault, overall
from integration_portal.signoffs.sentences import About, Signer, decision, withdrawal

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
    fault = find_fault(CRITERIA, levels, validates=True)
    assert isinstance(fault, SafetyCriterionError) == (safety < Level.ACQUIRED)
    if fault:
        assert "Vérifie les traits" in fault.message


@pytest.mark.parametrize("left_out", ["what", "how"])
@pytest.mark.parametrize("text", ["", " ", "\n\t "])
def test_a_return_says_what_is_missing_and_how(left_out, text) -> None:
    levels = {"accueil": Level.MASTERED, "traits": Level.MASTERED}
    asked = Redo("Le rappel.", "Deux appels ensemble.", dt.date(2026, 12, 1))
    for redo in (None, dataclasses.replace(asked, **{left_out: text})):
        found = find_fault(CRITERIA, levels, validates=False, redo=redo)
        assert isinstance(found, MissingExplanationError)
    assert find_fault(CRITERIA, levels, validates=False, redo=asked) is None


def test_what_a_return_asks_reads_as_one_text() -> None:
    asked = Redo("le rappel", "deux appels ensemble", dt.date(2026, 12, 1))
    assert asked.words("Bon début.").replace("\u00a0", " ") == (
        "Ce qui manque : le rappel\nComment le reprendre : deux appels ensemble\n"
        "Pour le mardi 1ᵉʳ décembre 2026.\nBon début."
    )
    assert asked.kept()["quand"] == "2026-12-01"


def said(*, quality: str = "Secrétaire médicale", relay_of: str = "", **changes) -> str:
    signer = Signer("Anne Roy", quality, "Cardiologie", relay_of)
    facts = {"recruit": "Lou Petit", "title": "L'appel : l'accueil", "validates": True}
    facts["what"] = "cette étape"
    return decision(signer, **{**facts, **changes})


def test_the_sentence_names_everybody_in_french_print() -> None:
    assert said() == (
        "Je, Anne Roy, Secrétaire médicale, Cardiologie, atteste avoir observé "
        "Lou Petit pour «\u202fL’appel\u00a0: l’accueil\u202f» et valide cette étape, aux niveaux "
        "indiqués critère par critère."
    )
    assert said(validates=False).endswith("de reprendre cette étape, pour la raison indiquée.")


def test_whoever_rests_on_observations_does_not_say_that_she_made_them() -> None:
    words = said(seen=3)
    assert "au vu de 3\u00a0observations signées de Lou Petit" in words
    assert "atteste avoir observé" not in words


def test_a_relay_says_for_whom() -> None:
    assert said(relay_of="Claire Petit").startswith(
        "Je, Anne Roy, Secrétaire médicale, Cardiologie, en relais de Claire Petit,"
    )


def test_de_becomes_d_before_a_vowel() -> None:
    assert "en relais d’Amina Diallo, au vu de 2\u00a0observations signées d’Inès Faure" in said(
        relay_of="Amina Diallo", recruit="Inès Faure", seen=2
    )


def test_a_person_without_quality_leaves_no_empty_place() -> None:
    assert said(quality="").startswith("Je, Anne Roy, Cardiologie, atteste")


def test_a_quality_that_names_the_unit_says_it_once() -> None:
    assert said(quality="Médecin, cardiologie").startswith(
        "Je, Anne Roy, Médecin, cardiologie, atteste"
    )
    assert said(quality="Médecin en néocardiologie").startswith(
        "Je, Anne Roy, Médecin en néocardiologie, Cardiologie, atteste"
    )


def test_who_takes_back_somebody_else_s_visa_says_whose() -> None:
    about = About(12, "Lou Petit", "Ana Roy", "Bloc", "ce bloc")
    assert "retire ma signature de la ligne" in withdrawal(Signer("Lou Petit", "", ""), about)
    assert "retire la signature de Lou Petit" in withdrawal(Signer("Max Dor", "", ""), about)

"""What the words of a content may not be."""

import pytest

from integration_portal.content import lint, loader
from tests.support.content import shipped_library

from .packs import FICHE, JOURNEY, write_pack

FICHE_FILE = "situations/fiche-essai.md"


def _faults(tmp_path, changes) -> list[str]:
    library = loader.load([write_pack(tmp_path / "pack", changes)])
    assert library.problems == []
    return [str(problem) for problem in lint.check(library)]


def _fiche_saying(sentence: str) -> dict[str, str]:
    return {FICHE_FILE: FICHE.replace("Une situation qui n'existe pas.", sentence)}


def test_sound_words_pass(tmp_path) -> None:
    assert _faults(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Les secrétaires concerné·e·s", "point médian"),
        ('Un mot "entre guillemets"', "guillemets droits"),
        ("Attention...", "points de suspension"),
        ("Une simple secrétaire", "simple secrétaire"),
        ("A vérifier avec le médecin", "capitale sans accent"),
        ("TODO", "texte provisoire"),
        ("Donnez 5 mg le matin", "aucune dose"),
        ("Ce n'est rien", "ne rassure pas"),
        ("Attendez demain", "ne dit jamais d'attendre"),
        ("Arrêtez votre traitement", "aucun traitement"),
        ("Appelez le 02 31 00 00 00", "local, jamais livré"),
    ],
)
def test_a_fault_is_named_with_its_sentence(tmp_path, sentence, words) -> None:
    quoted = "'" + sentence.replace("'", "''") + "'"
    faults = _faults(tmp_path, _fiche_saying(quoted))
    assert len(faults) == 1
    assert faults[0].startswith(f"pack/{FICHE_FILE}:1 : ")
    assert words in faults[0]
    assert sentence[:40] in faults[0]


def test_what_the_caller_says_is_not_advice(tmp_path) -> None:
    said = FICHE.replace("premier mot", "on m'a dit : ce n'est rien, prenez 5 mg")
    assert _faults(tmp_path, {FICHE_FILE: said}) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("cible: module-essai", "cible: module-perdu", "« module-perdu » n'existe pas"),
        ("competences: [GI-1]", "competences: [GI-9]", "compétence GI-9 inconnue"),
    ],
)
def test_a_reference_that_leads_nowhere(tmp_path, before, after, words) -> None:
    faults = _faults(tmp_path, {"journeys/parcours-essai.yml": JOURNEY.replace(before, after)})
    assert len(faults) == 1
    assert "pack/journeys/parcours-essai.yml:1 : Étape 01" in faults[0]
    assert words in faults[0]


def test_the_shipped_words_have_no_fault() -> None:
    assert lint.check(shipped_library()) == []

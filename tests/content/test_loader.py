"""A bad file gives its name, the line and a French sentence; a good one a canonical entry."""

import json

import pytest

from integration_portal.content import loader
from tests.support.content import shipped_library

from .packs import COMPETENCY, FICHE, JOURNEY, LESSON, MODULE, line_of, write_pack

FICHE_FILE = "situations/fiche-essai.md"
JOURNEY_FILE = "journeys/parcours-essai.yml"
LESSON_FILE = "modules/gestion-information/module-essai/lessons/01-premiere.md"


def _problems(tmp_path, changes) -> list[loader.Problem]:
    return loader.load([write_pack(tmp_path / "pack", changes)]).problems


def test_a_sound_pack_loads(tmp_path) -> None:
    library = loader.load([write_pack(tmp_path / "pack")])
    assert library.problems == []
    assert set(library.entries) == {
        ("fiche", "fiche-essai"),
        ("module", "module-essai"),
        ("competency", "gi-1"),
        ("journey", "parcours-essai"),
    }
    fiche = library.entries["fiche", "fiche-essai"]
    assert fiche.file == "pack/situations/fiche-essai.md"
    assert fiche.counts["alertes"] == 1
    assert fiche.payload["corps"] == "Le corps."
    assert library.entries["module", "module-essai"].counts == {
        "lessons": 1,
        "questions": 0,
        "simulations": 0,
    }


@pytest.mark.parametrize(
    ("file", "text", "part", "words"),
    [
        (FICHE_FILE, FICHE.replace("resume:", "resumé:"), "resumé:", "« resumé » est inconnu"),
        (FICHE_FILE, FICHE.replace("priorite: 1\n", ""), "id:", "« priorite » manque"),
        (FICHE_FILE, FICHE.replace("niveau: U0\n", "niveau: U7\n"), "niveau: U7", "U7"),
        (FICHE_FILE, FICHE.replace('geste: "Passez le 15."', "geste: "), "geste:", "texte"),
        (FICHE_FILE, FICHE.replace("sources: [S1]", "sources: [S2]"), "id:", "S2, absente"),
        (FICHE_FILE, FICHE.replace("priorite: 1", "priorite: 1\npriorite: 2"), "priorite: 2", "deux fois"),
        (FICHE_FILE, FICHE.replace("prochaine: 2027-11-21", "prochaine: demain"), "revue:", "date"),
        (FICHE_FILE, FICHE.replace("---\n", "", 1), "id:", "en-tête"),
        (LESSON_FILE, LESSON.replace("duree: 10", "duree: dix"), "duree:", "nombre entier"),
        (LESSON_FILE, LESSON.replace("duree: 10", "duree: 90"), "duree:", "au plus 60"),
        (LESSON_FILE, LESSON.split("## ")[0], "---", "La leçon est vide"),
        ("competencies/gi-1.yml", COMPETENCY.replace("GI-1", "XX-1"), "code:", "forme attendue"),
        (JOURNEY_FILE, JOURNEY.replace("echeance: J1", "echeance: demain"), "echeance:", "J-15, J1"),
        (JOURNEY_FILE, JOURNEY.replace("phase: jour-1", "phase: jour-9"), "titre:", "phase inconnue"),
    ],
)  # fmt: skip
def test_a_fault_is_a_file_a_line_and_a_sentence(tmp_path, file, text, part, words) -> None:
    problems = _problems(tmp_path, {file: text})
    assert problems
    problem = next(one for one in problems if words in one.message)
    assert problem.file == f"pack/{file}"
    assert problem.line == line_of(text, part)
    assert str(problem).startswith(f"pack/{file}:{problem.line} : ")


def test_booleans_and_times_of_yaml_stay_words(tmp_path) -> None:
    text = LESSON.replace("Première leçon", "no").replace("[Essayer]", "[1:30]")
    library = loader.load([write_pack(tmp_path / "pack", {LESSON_FILE: text})])
    lesson = library.entries["module", "module-essai"].payload["lecons"][0]
    assert (lesson["titre"], lesson["objectifs"]) == ("no", ["1:30"])


def test_one_bad_file_hides_no_other(tmp_path) -> None:
    changes = {FICHE_FILE: "rien", LESSON_FILE: "rien", "competencies/gi-1.yml": "titre: seul"}
    files = {problem.file for problem in _problems(tmp_path, changes)}
    assert {f"pack/{file}" for file in changes} <= files


@pytest.mark.parametrize("name", ["Fiche Essai", "fiche_essai", "fiché"])
def test_names_of_files_are_addresses(tmp_path, name) -> None:
    problems = _problems(tmp_path, {f"situations/{name}.md": FICHE})
    assert any("minuscules" in problem.message for problem in problems)


def test_a_file_that_is_not_text(tmp_path) -> None:
    pack = write_pack(tmp_path / "pack")
    (pack / FICHE_FILE).write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in loader.load([pack]).problems[0].message


def test_the_same_slug_twice_in_a_pack(tmp_path) -> None:
    problems = _problems(tmp_path, {"pathologies/fiche-essai.md": FICHE})
    assert any("existe déjà dans" in problem.message for problem in problems)


def test_the_block_of_a_module_is_its_folder(tmp_path) -> None:
    moved = {"modules/eco-systeme/autre/module.md": MODULE}
    messages = [problem.message for problem in _problems(tmp_path, moved)]
    assert any("ne correspond pas au dossier" in message for message in messages)
    assert any("aucune leçon" in message for message in messages)


def test_a_later_pack_replaces_an_entry(tmp_path) -> None:
    first = write_pack(tmp_path / "premier")
    second = tmp_path / "second"
    other = FICHE.replace("Une fiche d'essai", "La nôtre")
    write_pack(second, {FICHE_FILE: other})
    library = loader.load([first, second])
    assert library.problems == []
    assert library.entries["fiche", "fiche-essai"].title == "La nôtre"


def test_the_version_is_the_hash_of_what_is_said(tmp_path) -> None:
    def version(name: str, text: str) -> str:
        library = loader.load([write_pack(tmp_path / name, {FICHE_FILE: text})])
        return library.entries["fiche", "fiche-essai"].version

    plain = version("a", FICHE)
    assert (
        version("b", FICHE.replace("priorite: 1\n", "priorite:   1  # un commentaire\n")) == plain
    )
    assert version("c", FICHE.replace("Le corps.", "Un autre corps.")) != plain


def test_the_shipped_content_has_no_fault() -> None:
    library = shipped_library()
    assert library.problems == []
    assert all(json.loads(entry.canonical) == entry.payload for entry in library.entries.values())

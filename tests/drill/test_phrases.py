"""The sentences that come with the portal, and what is refused in a file of them."""

import pytest

from integration_portal.content import lint, loader
from tests.content.packs import line_of, write_pack
from tests.support.content import shipped_library

LIST = """\
titre: Une épreuve d'essai
resume: Pour essayer.
phrases:
""" + "".join(
    f'  - {{dit: "phrase {n}", fiches: [fiche-essai], signe: "un signe"}}\n' for n in range(20)
)


def _load(tmp_path, text: str) -> loader.Library:
    return loader.load([write_pack(tmp_path / "pack", {"drill/phrases.yml": text})])


def test_the_shipped_list_is_whole() -> None:
    library = shipped_library()
    (entry,) = library.of_kind("drill")
    phrases = entry.payload["phrases"]
    assert len(phrases) >= 80
    assert sum(phrase["vital"] for phrase in phrases) >= 50
    assert not [one for one in lint.check(library) if one.file == entry.file]


def test_the_shipped_sentences_are_not_those_of_the_fiches() -> None:
    library = shipped_library()
    said = {
        words["mots"].casefold()
        for fiche in library.of_kind("fiche")
        for words in fiche.payload["mots_patient"]
    }
    (entry,) = library.of_kind("drill")
    assert not said & {phrase["dit"].casefold() for phrase in entry.payload["phrases"]}


def test_a_sound_list_loads(tmp_path) -> None:
    library = _load(tmp_path, LIST)
    assert library.problems == []
    assert not [one for one in lint.check(library) if "drill" in one.file]


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("fiches: [fiche-essai]", "fiche: [fiche-essai]", "inconnu"),
        ("fiches: [fiche-essai]", "fiches: []", "0 au lieu de 1"),
        ("fiches: [fiche-essai]", "fiches: [fiche-essai, fiche-essai]", "deux fois la même fiche"),
        ('signe: "un signe"}', 'signe: "un signe", vital: oui}', "true ou false"),
    ],
)
def test_a_fault_is_a_file_a_line_and_a_sentence(tmp_path, before, after, message) -> None:
    wrong = 'dit: "phrase 7", ' + before
    text = LIST.replace(wrong, wrong.replace(before, after)) if "fiches" in before else (
        LIST.replace('dit: "phrase 7", fiches: [fiche-essai], ' + before,
                     'dit: "phrase 7", fiches: [fiche-essai], ' + after)
    )  # fmt: skip
    problems = _load(tmp_path, text).problems
    assert any(message in one.message for one in problems)
    line = line_of(text, "phrase 7")
    assert {(one.file, one.line) for one in problems} == {("pack/drill/phrases.yml", line)}


def test_a_sentence_written_twice_is_refused(tmp_path) -> None:
    (problem,) = _load(tmp_path, LIST.replace("phrase 3", "Phrase 4")).problems
    assert "écrite deux fois" in problem.message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("[fiche-essai]", "[nulle-part]"), "« nulle-part » n'existe pas"),
        (("un signe", "autre chose"), "aucun signe d'alerte de « fiche-essai »"),
    ],
)
def test_what_leads_nowhere_is_said(tmp_path, change, message) -> None:
    problems = lint.check(_load(tmp_path, LIST.replace(*change, 1)))
    (found,) = [one for one in problems if one.file == "pack/drill/phrases.yml"]
    assert message in found.message

"""Typed blocks of a lesson: how they are split, and their faults with file and line."""

import pytest

from integration_portal.content import lint, loader
from integration_portal.content.blocks import BlockError, Piece, split

from .modules import (
    BANK,
    FIRST_LESSON,
    FOLDER,
    QUESTIONS,
    SIMULATION,
    TALK,
    faults,
    faults_of,
    lesson,
)
from .packs import write_pack


def test_text_and_blocks_come_in_order() -> None:
    text = (
        "Avant.\n\n::: piege Le nom d'usage\nLe **piège**.\n:::\nAprès.\n::: question un-choix\n:::"
    )
    assert split(text) == [
        Piece(None, "", "Avant."),
        Piece("piege", "Le nom d'usage", "Le **piège**.", 3),
        Piece(None, "", "Après."),
        Piece("question", "un-choix", "", 7),
    ]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("::: regle\nSans fin.", 1, "pas fermé"),
        ("Un texte.\n::: regle\nUn.\n::: piege\nDeux.\n:::", 2, "pas fermé"),
        ("Un texte.\n\n::: astuce\nUn.\n:::", 3, "Bloc inconnu « astuce »"),
        ("::: question\n:::", 1, "nomme ce qu'il montre"),
        (":::\nUn.\n:::", 1, "Bloc inconnu"),
    ],
)
def test_a_fault_has_its_line(text, line, said) -> None:
    with pytest.raises(BlockError) as error:
        split(text)
    assert error.value.line == line
    assert said in error.value.message


@pytest.mark.parametrize(
    ("lines", "at", "said"),
    [
        (("::: regle", "Sans fin."), "::: regle", "ajoutez une ligne « ::: »"),
        (("::: astuce", "Un.", ":::"), "::: astuce", "Blocs admis : objectif, regle"),
        (("::: question un-chois", ":::"), "::: question un-chois", "« un-chois » n'existe pas"),
        ((":::question  un-chois", ":::"), ":::question  un-chois", "« un-chois » n'existe pas"),
        (
            ("::: figure plan.svg Le plan", ":::"),
            "::: figure plan.svg",
            "« plan.svg » n'existe pas",
        ),
    ],
)
def test_a_fault_is_told_where_it_is(tmp_path, lines, at, said) -> None:
    """The line counts from the top of the file, front matter included."""
    (message,) = faults_of(tmp_path, FIRST_LESSON, lesson("Un texte.", "", *lines), at)
    assert said in message


def test_the_second_of_two_like_names_is_the_one_told(tmp_path) -> None:
    text = lesson("::: question un-choix", ":::", "::: question un-choi", ":::")
    assert faults_of(tmp_path, FIRST_LESSON, text, "::: question un-choi\n")


def test_blocks_that_name_what_is_there(tmp_path) -> None:
    text = lesson("::: question un-choix", ":::", "::: figure plan.svg Le plan", "Légende.", ":::")
    figure = f"{FOLDER}/figures/plan.svg"
    assert faults(tmp_path, {FIRST_LESSON: text, figure: "<svg></svg>"}) == []


def test_a_figure_with_a_script_is_refused(tmp_path) -> None:
    figure = f"{FOLDER}/figures/plan.svg"
    ((file, line, message),) = faults(tmp_path, {figure: "<svg><script>1</script></svg>"})
    assert (file, line) == (figure, 1)
    assert message.startswith("Figure refusée")


def test_a_fiche_that_is_not_there_is_told(tmp_path) -> None:
    text = lesson("::: fiche fiche-essai", ":::", "::: fiche fiche-perdue", "Un mot.", ":::")
    talk = TALK.replace("debrief:", "regle: {fiche: autre-perdue}, debrief:", 1)
    files = {FIRST_LESSON: text, SIMULATION: talk, BANK: QUESTIONS}
    library = loader.load([write_pack(tmp_path / "pack", files)])
    assert library.problems == []
    told = {(one.file, one.message) for one in lint.check(library) if "fiche" in one.message}
    assert told == {
        (f"pack/{FIRST_LESSON}", "Aucune fiche ne s'appelle « fiche-perdue »."),
        (f"pack/{SIMULATION}", "Aucune fiche ne s'appelle « autre-perdue »."),
    }


def test_a_broken_block_is_told_once_by_the_check(tmp_path) -> None:
    text = lesson("::: fiche fiche-perdue", "Sans fin.")
    library = loader.load([write_pack(tmp_path / "pack", {FIRST_LESSON: text})])
    assert [one.file for one in library.problems] == [f"pack/{FIRST_LESSON}"]
    assert lint.check(library) == []

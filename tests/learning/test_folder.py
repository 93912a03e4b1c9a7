"""A module as a folder of pages: valid, without network, every link at its end."""

import re
from html import unescape

import pytest
from click.testing import CliRunner

from integration_portal.learning.commands import learning
from integration_portal.settings import bundled
from tests.content.modules import BANK, FIRST_LESSON, FOLDER, QUESTIONS, SIMULATION, TALK, lesson
from tests.content.packs import write_pack
from tests.support.html import check_page, words

LESSON = lesson(
    "::: piege Le nom",
    "Voir [la fiche](/fiches/avc-ait) et [le site](https://example.org/).",
    ":::",
    "::: question un-choix",
    ":::",
    "::: fiche avc-ait",
    "À garder près du téléphone.",
    ":::",
    "::: figure plan.svg Le plan du bureau",
    "Vu de dessus.",
    ":::",
    "",
    "| A | B |",
    "|---|---|",
    "| 1 | 2 |",
)
OTHER_KINDS = """\
  - {id: oui-non, type: vrai-faux, objectif: 1, lecon: 01-premiere, enonce: "Vrai ?", juste: true,
     explication: "Oui.", sources: [S1]}
  - {id: des-pas, type: ordre, objectif: 1, lecon: 01-premiere, enonce: "Dans l'ordre.",
     etapes: ["zébrer", "arrêter", "noter"], explication: "Ainsi.", sources: [S1]}
  - {id: des-paires, type: appariement, objectif: 1, lecon: 01-premiere, enonce: "Reliez.",
     paires: [{gauche: a, droite: "3"}, {gauche: b, droite: "2"}, {gauche: c, droite: "1"}],
     leurres: ["0"], explication: "Ainsi.", sources: [S1]}
  - {id: un-nombre, type: nombre, objectif: 1, lecon: 01-premiere, enonce: "Combien ?",
     reponse: 72, unite: heures, explication: "Trois jours.", sources: [S1]}
  - {id: un-jour, type: date, objectif: 1, lecon: 01-premiere, enonce: "Quand ?",
     reponse: 2026-11-24, explication: "Ce jour.", sources: [S1]}
  - {id: une-erreur, type: erreur, objectif: 1, lecon: 01-premiere, enonce: "Relisez.",
     passage: [{texte: a}, {texte: b}, {texte: c}, {texte: d, erreur: "Le côté."}],
     contexte: "Une lettre.", explication: "Le côté.", sources: [S1]}
"""
TURNING = TALK.replace("vers: manque, debrief", "vers: manque, jauges: {relation: -5}, debrief")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[str, str]:
    root = tmp_path_factory.mktemp("module")
    pack = write_pack(
        root / "ch-exemple",
        {
            BANK: QUESTIONS + OTHER_KINDS,
            SIMULATION: TURNING,
            FIRST_LESSON: LESSON,
            f"{FOLDER}/figures/plan.svg": "<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        },
    )
    return _written(root / "pages", "module-essai", "--pack", str(pack))


def _written(target, *arguments) -> dict[str, str]:
    result = CliRunner().invoke(learning, ["module-html", "--to", str(target), *arguments])
    assert result.exit_code == 0, result.output
    return {
        path.relative_to(target).as_posix(): path.read_text(encoding="utf-8")
        for path in target.rglob("*")
        if path.is_file()
    }


def _check(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        if not name.endswith(".html"):
            continue
        root = check_page(text)
        for node in root.iter():
            target = node.get("href") or node.get("src")
            if target is None:
                continue
            if target.startswith("https://") or target.startswith("http://"):
                assert node.tag == "a", f"{name} asks the network for {target}"
            else:
                assert target.partition("#")[0] in pages, f"{name}: {target} is not in the folder"
    assert not re.search(r"url\(|@import|@font-face", pages["style.css"])


def test_every_page_is_sound_and_stands_alone(pages) -> None:
    _check(pages)
    assert {"index.html", "01-premiere.html", "questions.html", "mise-en-situation.html"} <= set(
        pages
    )
    assert pages["figures/plan.svg"].startswith("<svg")


def test_a_page_can_be_reached_from_the_contents(pages) -> None:
    seen, waiting = set(), ["index.html"]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += re.findall(r'href="([a-z0-9-]+\.html)"', pages[name])
    assert seen == {name for name in pages if name.endswith(".html")}


def test_a_lesson_keeps_its_blocks(pages) -> None:
    text = unescape(pages["01-premiere.html"])
    assert 'class="block block-piege"' in text
    assert 'src="figures/plan.svg" alt="Le plan du bureau"' in text
    assert "https://example.org/" in text
    assert 'href="/' not in text
    assert "la fiche" in text
    assert re.search(r"Fiche réflexe «\u202fAVC.*\u202f», dans le portail", text)
    assert text.count("Voir la réponse") == 1


def test_answers_are_folded_and_lists_tell_nothing(pages) -> None:
    root = check_page(pages["questions.html"])
    asked = [node for node in root.iter("div") if node.get("class") == "asked"]
    assert len(asked) == 10
    for one in asked:
        folded = [child for child in one if child.tag == "details"]
        assert len(folded) == 1
        open_words = words(one).replace(words(folded[0]), "")
        assert "Voir la réponse" not in open_words
        assert "Ainsi." not in open_words
    said = words(root)
    assert said.index("arrêter") < said.index("zébrer")
    assert "72 heures" in said
    assert "24 novembre 2026" in said


def test_a_talk_goes_on_by_links_that_say_what_they_depend_on(pages) -> None:
    first, second = words(check_page(pages["tour-1.html"])), words(check_page(pages["tour-2.html"]))
    assert "Attendu. Bien." in first
    assert "Retenu : salut" in first.replace("\u00a0", " ")
    assert "Relation −5" in first
    assert "Seulement avec « salut »." in second.replace("\u202f", " ")
    assert "Urgence sous 40 : continuer" in second.replace("\u00a0", " ")
    assert "Sinon : continuer" in second.replace("\u00a0", " ")
    assert "Situation bien menée." in words(check_page(pages["tour-3.html"]))


def test_whose_content_it_is(pages) -> None:
    for name, text in pages.items():
        if name.endswith(".html"):
            assert re.search(r"Version [0-9a-f]{12} de ce module", text)
            assert "demandez avant de le reprendre" in text


def test_a_shipped_module_names_its_licence(tmp_path) -> None:
    slug = sorted(bundled("content").glob("modules/*/*/module.md"))[0].parent.name
    pages = _written(tmp_path / "pages", slug)
    _check(pages)
    assert "CC BY-SA 4.0" in pages["index.html"]


def test_nothing_is_mixed_with_what_is_there(tmp_path) -> None:
    result = CliRunner().invoke(
        learning, ["module-html", "identitovigilance", "--to", str(tmp_path)]
    )  # fmt: skip
    assert result.exit_code == 1
    assert "existe déjà" in result.output


def test_the_corner_of_a_table_is_no_heading(tmp_path) -> None:
    text = lesson("| | Matin | Soir |", "|---|---|---|", "| Lundi | ouvert | fermé |")
    pack = write_pack(tmp_path / "ch", {FIRST_LESSON: text})
    pages = _written(tmp_path / "pages", "module-essai", "--pack", str(pack))
    _check(pages)
    assert pages["01-premiere.html"].count('<th scope="col">') == 2
    assert "questions.html" not in pages
    assert "mise-en-situation.html" not in pages

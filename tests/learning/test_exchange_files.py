"""Files made by others: GIFT as the documentation writes it, as Moodle exports it, Moodle XML."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_portal.learning.exchange import Defaults, Imported, read_gift, read_xml

HERE = Path(__file__).parent / "exchanged"
WHOLE = Defaults(objectif=1, lecon="01-premiere", sources=("S1",), explication="Voir la leçon.")


def _read(name: str, defaults: Defaults = WHOLE) -> Imported:
    text = (HERE / name).read_bytes().decode()
    return (read_xml if name.endswith("xml") else read_gift)(text, defaults)


def _line(name: str, part: str) -> int:
    text = (HERE / name).read_bytes().decode()
    return text[: text.index(part)].count("\n") + 1


@pytest.fixture(scope="module")
def documentation() -> Imported:
    return _read("documentation.gift")


def _by_name(imported: Imported) -> dict[str, dict]:
    return {question["id"]: question for question in imported.questions}


def test_choices_of_the_documentation(documentation) -> None:
    found = _by_name(documentation)
    first = found["premier-mot"]
    assert first["enonce"] == "Que dites-vous d'abord au téléphone ?"
    assert [one["juste"] for one in first["choix"]] == [False, False, True]
    assert first["choix"][0]["pourquoi"] == "Personne ne sait encore où elle a appelé."
    assert first["explication"] == "Le service d'abord, votre fonction ensuite."
    missing_word = found["le-numero-de-securite-sociale-compte-chiffres-sans-la-cle"]
    assert missing_word["enonce"].endswith("compte _____ chiffres, sans la clé.")


def test_weights_of_the_documentation(documentation) -> None:
    found = _by_name(documentation)
    several = found["ce-que-l-on-note"]
    assert several["type"] == "plusieurs"
    assert [one["juste"] for one in several["choix"]] == [True, True, False, False]
    half = found["question-difficile"]
    assert half["type"] == "choix"
    assert [one["texte"] for one in half["choix"] if one["juste"]] == ["juste en entier"]
    told = [fault for fault in documentation.faults if "à moitié justes" in fault.message]
    assert [fault.line for fault in told] == [_line("documentation.gift", "Question difficile")]


def test_true_or_false_of_the_documentation(documentation) -> None:
    answers = {
        question["enonce"]: (question["juste"], question["explication"])
        for question in documentation.questions
        if question["type"] == "vrai-faux"
    }
    assert answers == {
        "Un résultat se donne au téléphone.": (False, "Jamais au secrétariat."),
        "Le secret couvre aussi la venue d'une personne.": (True, "Voir la leçon."),
    }


def test_words_of_the_documentation(documentation) -> None:
    texts = [one["texte"] for one in documentation.questions if one["type"] == "trous"]
    assert texts == ["Le préfixe qui veut dire « lent » est {brady|brady-}.", "{15}"]
    assert any("à 100 %" in fault.message for fault in documentation.faults)


def test_pairs_of_the_documentation(documentation) -> None:
    (pairs,) = [one for one in documentation.questions if one["type"] == "appariement"]
    assert [tuple(one.values()) for one in pairs["paires"]] == [
        ("tachy", "rapide"),
        ("brady", "lent"),
        ("dys", "difficile"),
    ]
    assert pairs["leurres"] == ["absent"]


def test_numbers_of_the_documentation(documentation) -> None:
    numbers = [
        (one["reponse"], one["tolerance"], one["explication"])
        for one in documentation.questions
        if one["type"] == "nombre"
    ]
    assert numbers == [
        (2002, 0, "Voir la leçon."),
        (37.5, 0.5, "Voir la leçon."),
        (11, 1, "Voir la leçon."),
        (30, 0, "Exact."),
    ]


def test_escaped_signs_of_the_documentation(documentation) -> None:
    signs = _by_name(documentation)["signes-tous"]
    assert [one["texte"] for one in signs["choix"]] == [
        "= 2 + 2",
        "= 2 + 3",
        "= 2 + 4",
        "C:\\dossier",
    ]
    assert signs["explication"] == "{exact} ~ bien #1"


def test_what_asks_nothing_is_refused_at_its_line(documentation) -> None:
    refused = {fault.line: fault.message for fault in documentation.faults if fault.refused}
    name = "documentation.gift"
    assert "ne demande rien" in refused[_line(name, "Lisez d'abord")]
    assert "rédigée" in refused[_line(name, "Racontez")]
    assert "ligne vide" in refused[_line(name, "Cette accolade")]
    assert "ligne vide" in refused[_line(name, "fermée}")]
    assert len(refused) == 4


def test_an_export_of_moodle() -> None:
    imported = _read("export-moodle.gift")
    assert [(one["id"], one["type"]) for one in imported.questions] == [
        ("homonymes", "plusieurs"), ("traits", "vrai-faux"), ("piece", "trous"),
        ("delai", "nombre"), ("ordre", "ordre"), ("tri", "classement"),
    ]  # fmt: skip
    html = imported.questions[0]
    assert html["enonce"] == "Deux dossiers portent le même nom.\nQue vérifiez-vous ?"
    assert html["choix"][0] == {
        "texte": "Rien", "juste": False, "pourquoi": "Le doute : on vérifie.",
    }  # fmt: skip
    assert html["explication"] == "Les traits stricts."
    assert imported.questions[2]["texte"] == "{carte d'identité|passeport}"
    assert imported.questions[4]["etapes"] == ["Demander", "Comparer", "Ouvrir"]
    assert imported.questions[5]["categories"] == ["le 15", "le secrétariat"]


def test_faults_of_a_file_typed_on_windows() -> None:
    name = "windows.gift"
    imported = _read(name)
    assert [one["id"] for one in imported.questions] == [
        "sans-ligne-vide",
        "un-sigle-sur-deux-lignes-que-veut-dire-dpi",
        "meme-nom",
        "meme-nom-2",
    ]
    refused = {fault.line: fault.message for fault in imported.faults if fault.refused}
    assert refused.keys() == {
        _line(name, part)
        for part in (
            "::Trop court", "::Sans réponse", "::Flèche", "::Pas un", "::Accolade", "::Deux fois"
        )
    }  # fmt: skip
    assert "au lieu de 3" in refused[_line(name, "::Trop court")]
    assert "Aucune réponse ne vaut 100 %" in refused[_line(name, "::Sans réponse")]
    assert "« c »" in refused[_line(name, "::Flèche")]
    assert "« douze » n'est pas un nombre" in refused[_line(name, "::Pas un")]


def test_moodle_xml() -> None:
    imported = _read("moodle.xml")
    found = _by_name(imported)
    assert [(one["id"], one["type"]) for one in imported.questions] == [
        ("racine-card", "choix"), ("suffixes-de-douleur", "plusieurs"), ("hyper", "vrai-faux"),
        ("prefixes", "appariement"), ("sigle", "trous"), ("conservation", "nombre"),
        ("appel", "ordre"), ("texte-a-trous", "trous"),
    ]  # fmt: skip
    assert found["racine-card"]["enonce"] == "La racine card désigne :"
    assert found["racine-card"]["choix"][2]["texte"] == "le rein & la vessie"
    assert found["suffixes-de-douleur"]["explication"] == "Céphalalgie."
    assert found["hyper"]["juste"] is False
    assert found["hyper"]["explication"] == "Trop peu, c'est « hypo »."
    assert found["prefixes"]["leurres"] == ["absent"]
    assert (found["conservation"]["reponse"], found["conservation"]["unite"]) == (20, "ans")
    assert found["appel"]["etapes"] == ["Saluer", "Demander le nom", "Noter le motif"]
    assert found["texte-a-trous"]["enonce"] == "Complétez la phrase."
    assert found["texte-a-trous"]["texte"] == (
        "Un pouls {rapide|élevé} est une {tachycardie} dès {100} battements."
    )


def test_what_moodle_xml_holds_more_is_told() -> None:
    told = {fault.line: fault for fault in _read("moodle.xml").faults}
    file = told[_line("moodle.xml", '<file name="coeur.png"')]
    assert "« coeur.png » n'est pas repris" in file.message
    assert not file.refused
    assert told[_line("moodle.xml", '<question type="essay">')].refused
    assert not told[_line("moodle.xml", '<question type="category">')].refused


@pytest.mark.parametrize("name", ["documentation.gift", "moodle.xml"])
def test_what_a_file_does_not_say_is_asked(name) -> None:
    imported = _read(name, Defaults(objectif=2))
    assert imported.questions == []
    asked = [fault.message for fault in imported.faults if "ne dit pas tout" in fault.message]
    assert len(asked) > 7
    assert all("lecon (--lesson)" in one and "sources (--source)" in one for one in asked)
    assert not any("--objective" in one for one in asked)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<quiz><question", "mal formé"),
        ("pas de XML", "mal formé"),
        ("<html></html>", "pas un export"),
        ('<!DOCTYPE quiz [<!ENTITY a "b">]><quiz>&a;</quiz>', "DOCTYPE"),
    ],
)
def test_a_file_that_is_no_moodle_xml(text, said) -> None:
    imported = read_xml(text, WHOLE)
    assert imported.questions == []
    assert said in imported.faults[0].message


@pytest.mark.parametrize("text", ["", "\ufeff", "// rien\n", "\n\n\n"])
def test_an_empty_file_has_no_question(text) -> None:
    assert read_gift(text, WHOLE).questions == []


def test_an_old_moodle() -> None:
    """Moodle 1.9: the image beside the text, formats left out, a gap of half marks."""
    imported = _read("moodle-1.9.xml")
    choice, gaps = imported.questions
    assert choice["enonce"] == "Que dit cette trame ?"
    assert choice["choix"][0] == {
        "texte": "la matinée est libre", "juste": False, "pourquoi": None,
    }  # fmt: skip
    assert choice["explication"] == "Elle reste libre jusqu'à la veille."
    assert gaps["texte"] == (
        "Une première consultation dure {30}  minutes, un suivi {quinze~vingt} minutes."
    ).replace("  ", " ")
    told = {fault.line: fault for fault in imported.faults}
    assert not told[_line("moodle-1.9.xml", "<image_base64>")].refused
    assert any("marge" in fault.message for fault in imported.faults)
    refused = [fault.line for fault in imported.faults if fault.refused]
    assert len(refused) == 3
    assert min(refused) > _line("moodle-1.9.xml", "<!-- question: 43")


def test_another_tool() -> None:
    imported = _read("autre-outil.gift")
    assert [fault for fault in imported.faults if fault.refused] == []
    formula, listed, tag, arm = imported.questions
    assert formula["enonce"] == r"La formule \(a^2\) se dicte"
    assert listed["id"] == "titre-avec-espaces"
    assert listed["enonce"] == "- Une ligne\n- Une autre\n\nQue relisez-vous ?"
    assert [one["texte"] for one in listed["choix"]] == ["Tout", "Rien", "La fin & la date"]
    assert tag["enonce"] == "Une balise <b> reste écrite."
    assert arm["enonce"] == "Le bras _____ est plâtré."


@pytest.mark.parametrize("answer", ["1e999", "nan", "-inf", "1e999..2", "12:nan", "*", ""])
def test_a_number_that_is_none_is_refused(answer) -> None:
    ((fault),) = read_gift(f"Combien ? {{#{answer}}}", WHOLE).faults
    assert fault.refused


_BITS = st.sampled_from(
    ["{", "}", "~", "=", "#", ":", "::", "->", "%50%", "%-5%", "####", "..", "\\", "\\=", "\n", "\n\n",
     "//", "[html]", "<p>", "T", "F", "1", "2.5", "mot", " ", "_____", "$CATEGORY:", "*",
     'integration-portal {"id":"a"}', "// integration-portal {", "\u2028", "1e999", "nan"]
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(_BITS, max_size=30).map("".join))
def test_no_text_stops_the_reading(text) -> None:
    """Whatever the file holds, the answer is questions and faults."""
    imported = read_gift(text, WHOLE)
    assert all(fault.message.endswith(".") for fault in imported.faults)


_MARKS = st.sampled_from(
    ["<answer fraction='100'>", "<answer fraction='x'>", "</answer>", "<text>", "</text>", "mot",
     "{1:SA:=a}", "{1:NM:=1:0}", "<subquestion>", "</subquestion>", "<tolerance>", "</tolerance>",
     "<single>true</single>", "<units><unit>", "</unit></units>", "<questiontext format='html'>",
     "</questiontext>", "<text/>", "12", "nan", "<file>x</file>"]
)  # fmt: skip
_KINDS = ["multichoice", "truefalse", "matching", "shortanswer", "numerical", "ordering", "cloze"]


@settings(deadline=None)
@given(st.sampled_from(_KINDS), st.lists(_MARKS, max_size=14).map("".join))
def test_no_xml_stops_the_reading(kind, inside) -> None:
    asked = "<questiontext><text>Quoi {1:SA:=a} ?</text></questiontext>"
    text = f'<quiz><question type="{kind}">{asked}{inside}</question></quiz>'
    imported = read_xml(text, WHOLE)
    assert all(fault.message.endswith(".") for fault in imported.faults)

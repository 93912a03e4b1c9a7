"""What leaves as GIFT or Moodle XML comes back the same; what was changed there is read as changed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integration_portal.content import strict_yaml
from integration_portal.content.kinds.questions import Bank
from integration_portal.learning.exchange import (
    Defaults,
    bank_text,
    read_gift,
    read_xml,
    write_gift,
    write_xml,
)
from integration_portal.settings import bundled

from .banks import KIND_NAMES, SAMPLES, questions

FORMATS = {"gift": (write_gift, read_gift), "xml": (write_xml, read_xml)}
TITLE = "GI-7 RGPD / sécurité"
WHOLE = Defaults(objectif=1, lecon="01-premiere", sources=("S1",), explication="EXPLICATION")
SHIPPED = sorted(bundled("content").glob("modules/*/*/questions.yml"))
each_format = pytest.mark.parametrize("name", FORMATS)


def _bank(*asked) -> dict:
    return {"tirage": 4, "temps": None, "essais_par_jour": 2, "questions": list(asked)}


def _bare(name: str, text: str) -> str:
    """As another platform gives it back: without our comments."""
    if name == "gift":
        return re.sub(r"^// .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"<!-- .*? -->", "", text, flags=re.DOTALL)


@each_format
@settings(deadline=None)
@given(question=questions())
def test_any_question_comes_back_exactly(name, question) -> None:
    write, read = FORMATS[name]
    got = read(write(_bank(question), TITLE))
    assert got.faults == []
    assert got.questions == [question]


@each_format
def test_a_bank_comes_back_exactly(name) -> None:
    write, read = FORMATS[name]
    bank = _bank(*SAMPLES.values())
    got = read(write(bank, TITLE, "CC BY-SA 4.0"))
    assert got.questions == bank["questions"]
    assert got.settings == {"tirage": 4, "essais_par_jour": 2}


@each_format
@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_shipped_banks_come_back_exactly(name, file) -> None:
    write, read = FORMATS[name]
    document = strict_yaml.read(file.read_text(encoding="utf-8")).data
    bank = Bank.model_validate(document).model_dump(mode="json")
    text = write(bank, TITLE)
    got = read(text)
    assert (got.faults, got.questions) == ([], bank["questions"])
    bare = read(_bare(name, text), WHOLE)
    assert [fault for fault in bare.faults if fault.refused] == []


# As Moodle gives them back: our comments are gone.
NEAREST = {
    "choix": "choix", "plusieurs": "plusieurs", "vrai-faux": "vrai-faux", "nombre": "nombre",
    "appariement": "appariement", "classement": "classement", "ordre": "ordre", "date": "date",
    "trous": "trous", "erreur": "plusieurs",
}  # fmt: skip


@each_format
@pytest.mark.parametrize("kind", KIND_NAMES)
def test_without_our_comments_the_nearest_kind_is_read(name, kind) -> None:
    write, read = FORMATS[name]
    asked = SAMPLES[kind]
    got = read(_bare(name, write(_bank(asked), TITLE)), WHOLE)
    assert [fault for fault in got.faults if fault.refused] == []
    assert {one["type"] for one in got.questions} == {NEAREST[kind]}
    if kind not in {"trous", "erreur"}:
        assert {**got.questions[0], "id": asked["id"]} == asked


@each_format
def test_a_star_and_a_context_are_in_the_question_itself(name) -> None:
    write, read = FORMATS[name]
    asked = {**SAMPLES["choix"], "etoile": True, "contexte": "Une lettre."}
    text = write(_bank(asked), TITLE)
    (bare,) = read(_bare(name, text), WHOLE).questions
    assert bare["etoile"]
    assert bare["enonce"] == "Une lettre.\n\nQue faites-vous ?"
    (changed,) = read(text.replace("Le prénom", "Le deuxième prénom")).questions
    assert changed["contexte"] == "Une lettre."
    assert changed["choix"][1]["texte"] == "Le deuxième prénom"


@each_format
@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("choix", "La taille", "Le poids"),
        ("appariement", "effet 1", "suite 1"),
        ("ordre", "écouter", "entendre"),
        ("trous", "rapide", "vif"),
        ("classement", "appel 3", "courrier 3"),
        ("nombre", "72", "48"),
        ("vrai-faux", "Que faites-vous", "Que dites-vous"),
    ],
)
def test_what_was_changed_in_the_file_is_what_counts(name, kind, old, new) -> None:
    """The comment still says objective, lesson, sources; the words are those of the file."""
    write, read = FORMATS[name]
    text = write(_bank(SAMPLES[kind]), TITLE)
    lines = [
        line if "integration-portal" in line else line.replace(old, new)
        for line in text.split("\n")
    ]  # fmt: skip
    got = read("\n".join(lines))
    assert not [fault for fault in got.faults if fault.refused]
    assert {one["type"] for one in got.questions} == {kind}
    assert {(one["objectif"], one["lecon"]) for one in got.questions} == {(1, "01-premiere")}
    assert new in str(got.questions)


@each_format
def test_a_kind_lost_by_a_change_is_told(name) -> None:
    write, read = FORMATS[name]
    text = write(_bank(SAMPLES["erreur"]), TITLE)
    lines = [
        line if "integration-portal" in line else line.replace("depuis hier", "depuis lundi")
        for line in text.split("\n")
    ]
    got = read("\n".join(lines))
    assert [one["type"] for one in got.questions] == ["plusieurs"]
    assert "de « erreur » elle devient « plusieurs »" in got.faults[0].message


@each_format
def test_gaps_never_answer_each_other(name) -> None:
    write, _ = FORMATS[name]
    text = _bare(name, write(_bank(SAMPLES["trous"]), TITLE))
    asked = [line for line in text.split("\n") if "Le préfixe" in line]
    assert len(asked) == 2
    assert not [line for line in asked if "tachy" in line or "rapide" in line]


@each_format
def test_questions_of_one_name_get_their_own(name) -> None:
    write, read = FORMATS[name]
    twins = [SAMPLES["choix"], {**SAMPLES["vrai-faux"], "id": "q-choix"}]
    assert [one["id"] for one in read(write(_bank(*twins), TITLE)).questions] == [
        "q-choix",
        "q-choix-2",
    ]


@settings(deadline=None)
@given(asked=st.lists(questions(), min_size=4, max_size=5, unique_by=lambda one: one["id"]))
def test_the_file_written_for_editors_is_read_the_same(asked) -> None:
    """Strict YAML on one side, any sign on the other."""
    text = bank_text(asked, {"tirage": 4, "temps": 12}, None)
    bank = Bank.model_validate(strict_yaml.read(text).data).model_dump(mode="json")
    assert bank == {"tirage": 4, "temps": 12, "essais_par_jour": None, "questions": asked}


def test_the_file_written_for_editors_reads_like_the_guide() -> None:
    text = bank_text(list(SAMPLES.values()), {}, 5)
    assert text.startswith("tirage: 5\nquestions:\n  - id: q-choix\n    type: choix\n")
    assert '      - {texte: "Le nom", juste: true}\n' in text
    assert "    sources: [S1]\n" in text
    assert "etoile" not in text

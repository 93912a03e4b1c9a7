"""The two sides of a card, from each kind of text."""

import pytest

from integration_portal.content.kinds.vocabulary import Vocabulary, WordCard
from integration_portal.establishments.specialties import NAMES
from integration_portal.learning import solutions
from integration_portal.recall import faces
from tests.support.content import shipped_library

ANSWERS = [
    ({"type": "choix", "choix": [{"texte": "A", "juste": False}, {"texte": "B", "juste": True}]},
     ["A", "B"], ["B"]),
    ({"type": "plusieurs", "choix": [{"texte": t, "juste": t != "C"} for t in "ABCD"]},
     ["A", "B", "C", "D"], ["A", "B", "D"]),
    ({"type": "vrai-faux", "juste": False}, ["Vrai ou faux ?"], ["Faux"]),
    ({"type": "appariement", "paires": [{"gauche": "FA", "droite": "rythme"}], "leurres": ["os"]},
     ["FA"], ["FA : rythme"]),
    ({"type": "ordre", "etapes": ["Saluer", "Écouter", "Noter"]},
     ["Noter", "Saluer", "Écouter"], ["1. Saluer", "2. Écouter", "3. Noter"]),
    ({"type": "trous", "texte": "Tachy veut dire {rapide|vite}."},
     ["Tachy veut dire …."], ["Tachy veut dire « rapide »."]),
    ({"type": "classement", "categories": ["U0", "U1"],
      "elements": [{"texte": "a", "categorie": "U1"}, {"texte": "b", "categorie": "U0"},
                   {"texte": "c", "categorie": "U1"}]},
     ["a", "b", "c"], ["U0 : b", "U1 : a, c"]),
    ({"type": "nombre", "reponse": 1.5, "unite": "h"}, ["En h"], ["1,5 h"]),
    ({"type": "nombre", "reponse": 15, "unite": None}, [], ["15"]),
    ({"type": "date", "reponse": "2026-12-01"}, [], ["mardi 1ᵉʳ\u00a0décembre 2026"]),
    ({"type": "erreur", "passage": [{"texte": "genou", "erreur": None},
                                    {"texte": "droit", "erreur": "c'est le gauche"}]},
     ["genou", "droit"], ["droit : c'est le gauche"]),
]  # fmt: skip


@pytest.mark.parametrize(("question", "front", "back"), ANSWERS, ids=lambda one: str(one)[:20])
def test_each_kind_of_question_has_its_answer(question, front, back) -> None:
    assert solutions.asked(question) == front
    assert solutions.solution(question) == back


def _face(**card) -> faces.Face:
    fields = {"id": "sigle-cv", "type": "sigle", "terme": "CV", "sens": "charge virale", **card}
    document = {"titre": "T", "resume": "R", "cartes": [fields]}
    payload = Vocabulary.model_validate(document).model_dump(mode="json")
    (word,) = faces.words("sigles", payload)
    return word.face


def test_an_ambiguous_abbreviation_is_taught_as_ambiguous() -> None:
    face = _face(ambigu=True, autres_sens=["champ visuel", "curriculum vitæ"])
    assert face.ambiguous
    assert face.answer[0].startswith("Ambigu")
    assert "demande" in face.answer[0]
    assert list(face.answer[1:]) == [
        "Le plus souvent\u00a0: charge virale", "Ou\u00a0: champ visuel", "Ou\u00a0: curriculum vitæ",
    ]  # fmt: skip


def test_an_element_with_two_meanings_sends_to_the_whole_word() -> None:
    face = _face(type="racine", terme="péd-", sens="enfant", ambigu=True, autres_sens=["pied"])
    assert "le mot entier" in face.answer[0]


def test_a_plain_word_says_its_meaning_and_its_example() -> None:
    face = _face(type="prefixe", terme="tachy-", sens="rapide", exemple="tachycardie")
    assert (face.answer, face.more) == (("rapide",), ("Exemple\u00a0: tachycardie",))


@pytest.mark.parametrize("fault", [{"ambigu": True}, {"autres_sens": ["autre"]}])
def test_ambiguity_and_other_meanings_go_together(fault) -> None:
    fields = {"id": "a", "type": "sigle", "terme": "A", "sens": "b", **fault}
    with pytest.raises(ValueError, match="ambigu"):
        WordCard.model_validate(fields)


def test_a_sign_keeps_its_card_whatever_the_typing() -> None:
    assert faces.alert_key("avc", "Visage PARALYSÉ") == faces.alert_key("avc", "visage paralyse")
    assert faces.alert_key("avc", "Bras lourd") != faces.alert_key("asthme", "Bras lourd")


def test_the_lists_that_ship_are_whole() -> None:
    library = shipped_library()
    lists = {entry.slug: entry.payload["cartes"] for entry in library.of_kind("vocabulary")}
    assert {slug: len(cards) for slug, cards in lists.items()} == {"elements": 227, "sigles": 247}
    assert sum(card["ambigu"] for card in lists["sigles"]) >= 80
    for cards in lists.values():
        assert {card["domaine"] for card in cards} - {None} <= set(NAMES)

"""Faults of ``questions.yml``: file, line, and a sentence an editor understands."""

import pytest

from .modules import BANK, QUESTIONS, faults, faults_of


def _broken(old: str, new: str) -> str:
    assert old in QUESTIONS
    return QUESTIONS.replace(old, new, 1)


def test_a_sound_bank_has_no_fault(tmp_path) -> None:
    assert faults(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("etoile: true", "étoile: true", "étoile: true", "Le champ « étoile » est inconnu"),
        ("etoile: true", "etoile: oui", "etoile: oui", "true ou false"),
        ("objectif: 1", "objectif: 3", "objectif: 3", "Le module n'a que 2 objectifs."),
        ("lecon: 01-premiere", "lecon: 02-autre", "lecon: 02-autre", "« 02-autre »"),
        ("[S1]", "[S1, S7]", "sources: [S1, S7]", "Source inconnue dans module.md : S7."),
        ("[S1]", "[]", "sources: []", "au lieu de 1 au moins"),
        ("tirage: 4", "tirage: 9", "tirage: 9", "dépasse le nombre de questions"),
        ("tirage: 4", "tirage: 3", "tirage: 3", "au moins 4"),
        ("type: choix", "type: qcm", "- id: un-choix", "« type » : valeur inconnue « qcm »"),
        ('      - {texte: "Au revoir"}\n', "", "    choix:", "au lieu de 3 au moins"),
        ('"Bonjour", juste: true', '"Bonjour"', "- id: un-choix", "exactement une réponse juste"),
        ('"Le motif", juste: true', '"Le motif"', "- id: plusieurs-reponses", "deux réponses justes"),
        ('"La météo"', '"L\'heure"', "- id: plusieurs-reponses", "« L'heure » est écrit deux fois"),
        ("{toujours|à chaque fois}", "toujours", "texte: \"On répond", "de 1 à 6 trous"),
        ("{toujours|à chaque fois}", "{toujours|}", "texte: \"On répond", "Un trou est vide."),
        ('"une facture", categorie: "ordinaire"', '"une facture", categorie: "autre"',
         "- id: des-rangs", "Catégorie inconnue : « autre »"),
        ("id: un-trou", "id: un-choix", "tirage: 4", "deux questions portent l'identifiant"),
        ("id: un-trou", "id: Un trou", "id: Un trou", "n'a pas la forme attendue"),
        ("explication: \"Des faits.\"", "explication: \"\"", "explication: \"\"", "est vide"),
        ('    enonce: "Classez."\n', "", "- id: des-rangs", "Le champ « enonce » manque"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is(tmp_path, old, new, at, said) -> None:
    text = _broken(old, new)
    (message,) = faults_of(tmp_path, BANK, text, at)
    assert said.casefold() in message.casefold()
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("type: vrai-faux\n    juste: peut-être", "true ou false"),
        ("type: nombre\n    reponse: 12,5", "avec un point pour la virgule"),
        ("type: nombre\n    reponse: 12\n    tolerance: -1", "au moins 0"),
        ("type: date\n    reponse: 24 novembre", "une date comme 2026-11-21"),
        ("type: ordre\n    etapes: [un, deux, un]", "« un » est écrit deux fois"),
        ("type: appariement\n    paires: [{gauche: a, droite: b}]", "au lieu de 3 au moins"),
        (
            "type: appariement\n    paires: [{gauche: a, droite: z}, {gauche: b, droite: y}, "
            "{gauche: c, droite: z}]",
            "« z » est écrit deux fois",
        ),
        (
            "type: erreur\n    passage: [{texte: a}, {texte: b}, {texte: c}, {texte: d}]",
            "un morceau faux et un morceau juste",
        ),
    ],
)
def test_faults_of_the_other_kinds(tmp_path, fields, said) -> None:
    question = (
        f"  - id: une-autre\n    {fields}\n    objectif: 1\n    lecon: 01-premiere\n"
        '    enonce: "Alors ?"\n    explication: "Parce que."\n    sources: [S1]\n'
    )
    found = faults(tmp_path, {BANK: QUESTIONS + question})
    assert [file for file, _, _ in found] == [BANK]
    ((_, line, message),) = found
    assert line > QUESTIONS.count("\n")
    assert said.casefold() in message.casefold()


def test_a_yaml_trap_is_told_too(tmp_path) -> None:
    text = _broken('enonce: "Que dites-vous ?"', "enonce: Vous dites : oui")
    assert faults_of(tmp_path, BANK, text, "enonce: Vous dites")

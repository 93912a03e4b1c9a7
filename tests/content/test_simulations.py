"""Faults of ``simulation.yml``: its shape, and a graph that leads nowhere."""

import pytest

from .modules import SIMULATION, TALK, faults, faults_of
from .packs import line_of


def _broken(old: str, new: str) -> str:
    assert old in TALK
    return TALK.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "at", "said"),
    [
        ("depart: sonnerie", "depart: debut", "depart: debut",
         "Le départ « debut » n'est pas un tour."),
        ("vers: manque, debrief", "vers: nulle-part, debrief", "- id: sonnerie",
         "mène à « nulle-part », qui n'existe pas"),
        ('si: ["salut"]', 'si: ["nom-demande"]', "- id: suite",
         "rien ne retient jamais « nom-demande »"),
        ('si: ["salut"]', 'si: ["Salut !"]', "si: [\"Salut !\"]", "condition illisible"),
        ("- id: manque", "- id: suite", "- id: suite",
         "Deux tours portent l'identifiant « suite »."),
        ("vers: suite, attendu", "vers: oubli, attendu", "- id: sonnerie", "« oubli », qui n'existe pas"),
        ('"Couper", vers: [{si: ["urgence < 40"], vers: manque}, {vers: bonne-fin}]',
         '"Couper", vers: [{si: ["urgence < 40"], vers: manque}]', '"Couper"',
         "la dernière voie"),
        ("attendu: true, debrief", "etoile: true, debrief", '"Noter"', "nomme sa règle"),
        (', attendu: true, debrief: "Bien."}\n      - {texte: "Couper"',
         ', debrief: "Bien."}\n      - {texte: "Couper"', "- id: suite",
         "aucun choix n'est « attendu »"),
        ('    titre: "La dame rappelle"\n', "", "- id: manque", "a un titre et une scène"),
        ('    dit: "Bonjour ?"\n', "", "- id: sonnerie", "ne dit rien"),
        ("genre: appel", "genre: théâtre", "genre: théâtre", "valeur inconnue « théâtre »"),
        ("retient: [salut]", "jauges: {charme: 3}", '"Saluer"', "valeur inconnue « charme »"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is(tmp_path, old, new, at, said) -> None:
    text = _broken(old, new)
    messages = faults_of(tmp_path, SIMULATION, text, at)
    assert any(said.casefold() in message.casefold() for message in messages), messages


def test_a_turn_nothing_leads_to(tmp_path) -> None:
    text = TALK + '  - id: seule\n    fin: danger\n    titre: "Jamais"\n    scene: "Jamais vue."\n'
    (message,) = faults_of(tmp_path, SIMULATION, text, "- id: seule")
    assert message == "Le tour « seule » n'est jamais atteint."


def test_a_turn_where_nothing_may_be_chosen(tmp_path) -> None:
    """Both choices wait for a flag that one way in does not give."""
    text = (
        _broken("vers: manque, debrief", "vers: suite, debrief")
        .replace('"Couper", vers:', '"Couper", si: ["salut"], vers:')
        .replace('[{si: ["urgence < 40"], vers: manque}', '[{si: ["salut"], vers: manque}')
    )
    (message,) = faults_of(tmp_path, SIMULATION, text, "- id: suite")
    assert message == "Au tour « suite », il arrive qu'aucun choix ne soit offert."


def test_turns_that_never_end(tmp_path) -> None:
    text = _broken("vers: manque, debrief", "vers: boucle, debrief") + (
        '  - id: boucle\n    scene: "On tourne."\n    choix:\n'
        '      - {texte: "Encore", vers: boucle, attendu: true, debrief: "Non."}\n'
        '      - {texte: "Et encore", vers: boucle, debrief: "Non."}\n'
    )
    found = faults(tmp_path, {SIMULATION: text})
    sentences = {message: line for _, line, message in found}
    assert any("aucune fin ne soit plus atteinte" in one and "boucle" in one for one in sentences)
    assert all(line > 1 for line in sentences.values())


def test_a_choice_open_only_when_a_gauge_allows(tmp_path) -> None:
    """« relation » starts at 50: a choice under 40 alone is never offered."""
    text = _broken('si: ["salut"]', 'si: ["relation < 40"]').replace(
        '"Couper", vers: [{si: ["urgence < 40"], vers: manque}, {vers: bonne-fin}]',
        '"Couper", si: ["relation >= 60"], vers: bonne-fin',
    )
    found = {message: line for _, line, message in faults(tmp_path, {SIMULATION: text})}
    stuck = "Au tour « suite », il arrive qu'aucun choix ne soit offert."
    assert found[stuck] == line_of(text, "- id: suite")

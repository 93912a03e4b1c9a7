"""A module with exercises, to be broken one line at a time, and what is then reported."""

from pathlib import Path

from integration_portal.content import loader

from .packs import LESSON, line_of, write_pack

FOLDER = "modules/gestion-information/module-essai"
BANK = f"{FOLDER}/questions.yml"
SIMULATION = f"{FOLDER}/simulation.yml"
FIRST_LESSON = f"{FOLDER}/lessons/01-premiere.md"
QUESTIONS = """\
tirage: 4
questions:
  - id: un-choix
    type: choix
    objectif: 1
    lecon: 01-premiere
    etoile: true
    enonce: "Que dites-vous ?"
    choix:
      - {texte: "Bonjour", juste: true}
      - {texte: "Rien", pourquoi: "On salue."}
      - {texte: "Au revoir"}
    explication: "On salue d'abord."
    sources: [S1]
  - id: plusieurs-reponses
    type: plusieurs
    objectif: 2
    lecon: 01-premiere
    enonce: "Que notez-vous ?"
    choix:
      - {texte: "L'heure", juste: true}
      - {texte: "Le motif", juste: true}
      - {texte: "Votre avis"}
      - {texte: "La météo"}
    explication: "Des faits."
    sources: [S1]
  - id: un-trou
    type: trous
    objectif: 1
    lecon: 01-premiere
    enonce: "Complétez."
    texte: "On répond {toujours|à chaque fois}."
    explication: "Chaque appel compte."
    sources: [S1]
  - id: des-rangs
    type: classement
    objectif: 2
    lecon: 01-premiere
    enonce: "Classez."
    categories: ["urgent", "ordinaire"]
    elements:
      - {texte: "un malaise", categorie: "urgent"}
      - {texte: "une douleur", categorie: "urgent"}
      - {texte: "un papier", categorie: "ordinaire"}
      - {texte: "une facture", categorie: "ordinaire"}
    explication: "Le danger d'abord."
    sources: [S1]
"""
TALK = """\
titre: Un appel d'essai
genre: appel
duree: 5
situation: "Le téléphone sonne."
consigne: "Répondez."
objectifs: ["Répondre"]
depart: sonnerie
tours:
  - id: sonnerie
    qui: "Une dame"
    dit: "Bonjour ?"
    choix:
      - {texte: "Saluer", vers: suite, attendu: true, retient: [salut], debrief: "Bien."}
      - {texte: "Raccrocher", vers: manque, debrief: "Personne n'a répondu."}
  - id: suite
    scene: "Elle explique."
    choix:
      - {texte: "Noter", si: ["salut"], vers: bonne-fin, attendu: true, debrief: "Bien."}
      - {texte: "Couper", vers: [{si: ["urgence < 40"], vers: manque}, {vers: bonne-fin}], debrief: "Non."}
  - id: bonne-fin
    fin: reussie
    titre: "La dame est rappelée"
    scene: "Elle a sa réponse."
  - id: manque
    fin: a-reprendre
    titre: "La dame rappelle"
    scene: "Elle n'a rien su."
"""


def faults(root: Path, changes: dict[str, str]) -> list[tuple[str, int, str]]:
    """(file, line, sentence) of everything wrong in the pack, exercises included."""
    files: dict[str, str | None] = {BANK: QUESTIONS, SIMULATION: TALK, **changes}
    problems = loader.load([write_pack(root / "pack", files)]).problems
    return [(one.file.removeprefix("pack/"), one.line, one.message) for one in problems]


def faults_of(root: Path, file: str, text: str, wrong: str) -> list[str]:
    """The sentences said of ``file``, each of which must be at the line where ``wrong`` is."""
    found = faults(root, {file: text})
    assert found, "nothing was reported"
    assert {(path, line) for path, line, _ in found} == {(file, line_of(text, wrong))}
    return [message for _, _, message in found]


def lesson(*lines: str) -> str:
    """A lesson that ends with these lines."""
    return LESSON + "\n" + "\n".join(lines) + "\n"

"""Small content packs, written as an editor would, to be broken one way at a time."""

from pathlib import Path

FICHE = """\
---
id: FR-SITU-900
titre: Une fiche d'essai
type_fiche: situation
priorite: 1
specialite: transversal
resume: Une situation qui n'existe pas.
mots_patient:
  - {mots: "premier mot", niveau: U0}
  - {mots: "deuxième mot", niveau: U1}
  - {mots: "troisième mot", niveau: U1}
  - {mots: "quatrième mot", niveau: U2}
  - {mots: "cinquième mot", niveau: U2}
  - {mots: "sixième mot", niveau: U2}
  - {mots: "septième mot", niveau: U3}
  - {mots: "huitième mot", niveau: U3}
alertes:
  - si: "Un signe"
    conduite: "15"
    geste: "Passez le 15."
    niveau: U0
    sources: [S1]
urgence:
  - {niveau: U0, quand: "Un signe.", faire: "Passez le 15."}
questions: ["Qui ?", "Où ?", "Depuis quand ?", "Est-ce que cela s'aggrave ?"]
a_noter: ["L'heure"]
parcours:
  - {etape: "Signe", interlocuteur: "SAMU (15)"}
phrases:
  - {contexte: "Alerte", fr: "Je vous passe le 15.", en: "I am putting you through to 15."}
limites_de_role: ["Je ne donne aucun avis."]
sources:
  - {id: S1, editeur: "Éditeur", titre: "Titre", statut: trouve}
revue: {frequence_mois: 12, prochaine: 2027-11-21}
versions:
  - {n: 1, date: 2026-11-21, auteur: "Équipe", motif: "Essai"}
---
Le corps.
"""
COMPETENCY = """\
code: GI-1
titre: Une compétence d'essai
bloc: gestion-information
resume: Savoir essayer.
niveau_attendu: 3
niveaux: {non_acquis: non, en_cours: presque, acquis: oui, maitrise: toujours}
criteres:
  - {code: gi-1-1, texte: Essaie.}
  - {code: gi-1-2, texte: Recommence., securite: true}
"""
MODULE = """\
---
code: GI-1
titre: Un module d'essai
bloc: gestion-information
resume: Pour essayer.
objectifs: [Essayer, Recommencer]
duree: 60
competences: [GI-1]
pratique: Essayez avec la tutrice.
sources:
  - {id: S1, editeur: "Éditeur", titre: "Titre", statut: relu}
---
Bienvenue.
"""
LESSON = """\
---
titre: Première leçon
duree: 10
objectifs: [Essayer]
---
## La scène

Un texte.
"""
JOURNEY = """\
titre: Un parcours d'essai
resume: Pour essayer.
phases:
  - {code: jour-1, titre: Jour 1}
etapes:
  - code: "01"
    slug: premiere
    titre: Première étape
    phase: jour-1
    type: module
    responsable: recrue
    echeance: J1
    duree: 30
    pourquoi: Pour voir.
    faire: Voyez.
    criteres:
      - {code: vu, texte: Dit ce qui est vu.}
    competences: [GI-1]
    ressources:
      - {type: module, cible: module-essai}
"""
FILES = {
    "situations/fiche-essai.md": FICHE,
    "competencies/gi-1.yml": COMPETENCY,
    "modules/gestion-information/module-essai/module.md": MODULE,
    "modules/gestion-information/module-essai/lessons/01-premiere.md": LESSON,
    "journeys/parcours-essai.yml": JOURNEY,
}


def write_pack(root: Path, changes: dict[str, str | None] | None = None) -> Path:
    """A sound pack in ``root``; ``changes``: other texts for some files, None to leave one out."""
    for path, text in {**FILES, **(changes or {})}.items():
        if text is not None:
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return root


def line_of(text: str, part: str) -> int:
    """The line of ``text`` where ``part`` is, from 1."""
    return text[: text.index(part)].count("\n") + 1

"""The binder's own words. Pure."""

from pathlib import Path
from typing import Any

TEXTS: dict[str, Any] = {
    "scale": [
        {"level": "U0", "words": "15 tout de suite"},
        {"level": "U1", "words": "avis médical immédiat"},
        {"level": "U2", "words": "rapide"},
        {"level": "U3", "words": "programmable"},
    ],
    "doubt": "J’hésite : je passe au médecin. Médecin injoignable : le 15. Je note l’heure.",
    "draft": "BROUILLON — ne pas utiliser au téléphone. Dans le doute : le médecin du service, "
    "sinon le 15.",
    "draft_short": "BROUILLON — ne pas utiliser au téléphone",
    "warning": "Ce classeur contient des brouillons, marqués en tête de chaque page : ne pas les "
    "utiliser au téléphone. Dans le doute : le médecin du service, sinon le 15.",
    "not_advice": "Orientation téléphonique : ni diagnostic, ni avis, ni conseil de traitement.",
    "alerts": "Signes d’alerte, et ce que vous faites",
    "local": "Chez nous",
    "local_empty": "Rien n’est encore noté par le service : numéros et circuits à compléter.",
    "urgency": "Degré d’urgence",
    "questions": "Les questions à poser",
    "note": "Ce que vous notez",
    "caller": "L’appelant dit",
    "letter": "Le courrier dit",
    "before": "Avant le rendez-vous",
    "circuit": "Circuit et interlocuteurs",
    "phrases": "Phrases utiles",
    "limits": "Limites de votre rôle",
    "traps": "Pièges",
    "contents": "Sommaire",
    "index": "Index des mots",
    "index_how": "Le mot de l’appelant, du courrier, un sigle, un nom : la page de la fiche. "
    "En gras, les noms et les sigles.",
}

# Heard in any call, or in too many to lead anywhere; folded.
LITTLE = frozenset((Path(__file__).parent / "little_words.txt").read_text("ascii").split())

"""The conditions, the seven checks and the criteria, in the words that people read. Pure.

Written from ``domaine.md``, part E: E.5 (replacement pool) and the steps of the journey it names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

VISIT, RED_FICHES, CALLS, PAGE = "visite", "fiches", "appels", "page"


@dataclass(frozen=True)
class Condition:
    """``short`` for lists; ``what`` says when it counts as met; ``source`` where it comes from."""

    code: str
    short: str
    what: str
    source: str


CONDITIONS = (
    Condition(
        VISIT, "visite du service",
        "Visite du service, deux heures : lieux, circuits, personnes, « où est… »",
        "E.5 ; étape 18",
    ),
    Condition(
        RED_FICHES, "cinq fiches rouges",
        "Cinq fiches rouges retrouvées, chacune en moins de dix secondes",
        "E.5 ; étape 16",
    ),
    Condition(
        CALLS, "dix appels en double écoute",
        "Dix appels pris avec une collègue en double écoute",
        "E.5 ; étapes 13 et 20",
    ),
    Condition(
        PAGE, "page du service lue",
        "Page du service lue : médecins, agendas, alertes locales, numéros, particularités du "
        "dossier patient informatisé, « où est… »",
        "E.5",
    ),
)  # fmt: skip
BY_CODE: Mapping[str, Condition] = {one.code: one for one in CONDITIONS}


@dataclass(frozen=True)
class Check:
    """One line of « Je prends ce service ce matin »."""

    code: str
    what: str
    how: str
    minutes: int
    source: str


CHECKS = (
    Check(
        "outils", "Mes outils sont ouverts avec mes propres codes",
        "Dossier patient, agenda, messagerie sécurisée : j’ai cherché un dossier d’essai, "
        "verrouillé et rouvert l’écran.", 3, "E.5 ; étapes 03 et 15",
    ),
    Check(
        "telephone", "Le téléphone sonne ici",
        "Renvois et répondeur réglés, casque essayé, un appel interne passé.", 2,
        "E.5 ; étapes 03 et 04",
    ),
    Check(
        "equipe", "Je sais qui est là ce matin",
        "Médecins présents, qui donne un avis immédiat et à quel numéro, infirmière, cadre.", 2,
        "E.5 ; étapes 07, 17 et 19",
    ),
    Check(
        "agendas", "Les agendas du jour sont ouverts",
        "Absences, plages réservées aux urgences, annulations, convocations à envoyer.", 2,
        "E.5 ; étape 24",
    ),
    Check(
        "alertes", "Les cinq fiches rouges et les numéros sont sous ma main",
        "À l’écran ou sur papier, avec le numéro interne d’urgence et le bouton d’alerte.", 3,
        "E.5 ; étapes 11 et 16",
    ),
    Check(
        "attente", "Ce qui attend depuis hier est lu",
        "Cahier de transmission, répondeur, courriers : ce qui attend un médecin lui est remis.", 2,
        "E.5 ; étapes 36 et 37",
    ),
    Check(
        "recours", "Je sais qui appeler si je doute",
        "La personne référente du service, puis le médecin, sinon le 15. La procédure dégradée "
        "est au poste.", 1, "E.5 ; étape 10",
    ),
)  # fmt: skip

# What a short observation looks at before a renewal: the shape of ``signoffs.rules.Criterion``.
CRITERIA = (
    {"code": "R1", "texte": "Identité complète avant le motif, à chaque appel", "securite": True},
    {
        "code": "R2", "securite": True,
        "texte": "Aucun avis médical : le doute et l’alerte vont au médecin, sinon au 15",
    },
    {
        "code": "R3", "securite": False,
        "texte": "La bonne fiche rouge du service en moins de dix secondes",
    },
    {
        "code": "R4", "securite": False,
        "texte": "Agendas, numéros et traces du service tenus comme le service les tient",
    },
)  # fmt: skip

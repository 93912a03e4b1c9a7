"""What each kind of interview is called, and the few questions both prepare apart. Pure.

The surprise report asks what ``domaine.md`` G.4 says; the others, what the steps of the standard
journey ask to do (``faire`` of the steps 08, 12, 22, 35, 48, 54 and 58).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .models import InterviewKind as Kind

Questions = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Guide:
    """``recruit`` and ``leader``: (code kept with the words, question)."""

    title: str
    recruit: Questions
    leader: Questions


GUIDES: dict[Kind, Guide] = {
    Kind.FIRST_DAY: Guide(
        "Entretien du premier jour",
        (
            ("bien", "Ce qui est clair, ce qui s’est bien passé"),
            ("difficile", "Ce qui reste flou ou difficile"),
            ("questions", "Vos questions, trois si possible"),
        ),
        (
            ("bien", "Ce que vous avez vu bien se passer"),
            ("redire", "Ce qu’il faudra redire ou montrer de nouveau"),
            ("reponses", "Les réponses que vous devez apporter, et quand"),
        ),
    ),
    Kind.WEEKLY: Guide(
        "Point hebdomadaire",
        (
            ("semaine", "Ce qui est fait, ce qui manque"),
            ("aide", "Ce qui vous aide, ce qui vous freine"),
            ("objectifs", "Deux ou trois objectifs pour la semaine qui vient"),
        ),
        (
            ("semaine", "Les étapes faites, celles qui sont bloquées et par qui"),
            ("progres", "Les progrès que vous voyez, exemples à l’appui"),
            ("objectifs", "Les objectifs que vous proposez"),
        ),
    ),
    Kind.SURPRISE: Guide(
        "Rapport d’étonnement",
        (
            ("surprises", "Trois choses surprenantes, bonnes ou mauvaises"),
            ("garder", "Une pratique à garder"),
            ("changer", "Une pratique à changer"),
            ("manque", "Ce qui manque pour bien faire"),
        ),
        (
            ("entendre", "Ce que l’équipe ne voit plus et que vous aimeriez entendre"),
            ("possible", "Ce que vous pouvez décider, ce qui dépend d’autres"),
        ),
    ),
    Kind.MONTH_1: Guide(
        "Bilan du premier mois",
        (
            ("progres", "Ce qui progresse sur la grille, avec un exemple"),
            ("resiste", "Ce qui résiste"),
            ("renforcer", "Les étapes à renforcer"),
        ),
        (
            ("progres", "Ce qui progresse sur la grille, avec un exemple"),
            ("resiste", "Ce qui résiste"),
            ("renforcer", "Les étapes à renforcer, et leurs dates"),
        ),
    ),
    Kind.MONTH_3: Guide(
        "Entretien des trois mois",
        (
            ("va", "Ce qui va, avec un exemple"),
            ("difficile", "Ce qui reste difficile"),
            ("demande", "Ce que vous demandez"),
        ),
        (
            ("va", "Ce qui va, avec un exemple"),
            ("difficile", "Ce qui reste difficile"),
            ("ajuster", "Les ajustements que vous proposez, et leurs dates"),
        ),
    ),
    Kind.MONTH_6: Guide(
        "Entretien des six mois",
        (
            ("preuves", "Vos validations et vos preuves, bloc par bloc"),
            ("besoins", "Vos besoins"),
            ("suite", "Ce que vous souhaitez pour la suite"),
        ),
        (
            ("blocs", "Les trois blocs : ce qui est acquis, ce qui manque"),
            ("besoins", "Les besoins que vous voyez"),
            ("decision", "La décision envisagée (confirmation, renfort ou réorientation), ses raisons"),
        ),
    ),
    Kind.MONTH_12: Guide(
        "Entretien des douze mois",
        (
            ("garder", "Ce qu’il faut garder de ce parcours"),
            ("changer", "Ce qu’il faut changer ou supprimer"),
            ("suite", "Ce que vous souhaitez pour la suite"),
        ),
        (
            ("montre", "Ce qui a été montré, preuves à l’appui"),
            ("changer", "Ce qu’il faut changer dans le parcours, et qui s’en charge"),
            ("suite", "La suite que vous proposez"),
        ),
    ),
    Kind.OTHER: Guide(
        "Entretien à la demande",
        (
            ("parler", "Ce dont vous voulez parler"),
            ("attendre", "Ce que vous attendez de cet échange"),
        ),
        (
            ("parler", "Ce dont vous voulez parler"),
            ("attendre", "Ce que vous attendez de cet échange"),
        ),
    ),
}  # fmt: skip

# What people add themselves; the others come from the steps of the journey.
FREE = (Kind.WEEKLY, Kind.MONTH_3, Kind.MONTH_6, Kind.MONTH_12, Kind.OTHER)

_OF_STEP = {
    "fiche-de-poste": Kind.FIRST_DAY,
    "bilan-premier-jour": Kind.FIRST_DAY,
    "premier-point-hebdomadaire": Kind.WEEKLY,
    "rapport-etonnement": Kind.SURPRISE,
    "bilan-mois-1": Kind.MONTH_1,
    "entretien-mois-6": Kind.MONTH_6,
    "fin-de-parcours": Kind.MONTH_12,
}
_OF_RULE = {
    "J1": Kind.FIRST_DAY,
    "M1": Kind.MONTH_1,
    "M3": Kind.MONTH_3,
    "M6": Kind.MONTH_6,
    "M12": Kind.MONTH_12,
}


def kind_of_step(details: Mapping[str, Any], due_rule: str) -> Kind:
    """By the slug of the shipped step; one that a place wrote itself, by its date."""
    known = _OF_STEP.get(details.get("slug") or "")
    weekly = Kind.WEEKLY if due_rule.startswith("S") else Kind.OTHER
    return known or _OF_RULE.get(due_rule, weekly)

"""The sentences people read, in the portal and by mail. Pure.

A mail crosses networks the hospital does not hold: it says that something happened, never what
was observed, nor about whom.
"""

import datetime as dt

from ..core.dates import day_words

_FOOT = "\n\nOuvrez le portail d’intégration, page « Nouvelles », pour la suite.\n"
_DECISIONS = {"signed": "signée", "returned": "à reprendre"}


def journey_ready(start_on: dt.date) -> str:
    return f"Votre parcours est prêt : il commence le {day_words(start_on)}."


def recruit_to_follow(recruit: str, unit: str, start_on: dt.date) -> str:
    return f"Vous accompagnez {recruit}, {unit}, à partir du {day_words(start_on)}."


def signature_asked(recruit: str, title: str) -> str:
    return f"{recruit} attend votre signature : « {title} »."


def receipt_for_recruit(kind: str, author: str, title: str, short_hash: str) -> str:
    verb = "a signé" if kind == "signed" else "vous propose de reprendre"
    return f"{author} {verb} « {title} ». Reçu {short_hash} : lisez la décision et prenez-en acte."


def receipt_for_author(kind: str, recruit: str, title: str, short_hash: str) -> str:
    return (
        f"Votre décision est enregistrée : « {title} », {recruit}, {_DECISIONS[kind]}. "
        f"Reçu {short_hash}."
    )


def disputed(recruit: str, title: str) -> str:
    return f"{recruit} note un désaccord sur « {title} »."


def withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré sa signature : « {title} » est de nouveau à faire."


def fiche_to_read_again(title: str) -> str:
    return f"La fiche « {title} » a changé dans ses signes d’alerte : relisez-la."


def fiche_read(reader: str, title: str) -> str:
    return f"{reader} a relu la fiche « {title} » : elle attend une validation."


def fiche_withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré la fiche « {title} »."


def validation_lapsed(title: str) -> str:
    return f"Le texte de la fiche « {title} » a changé : sa validation ne tient plus."


def review_near(title: str, on: dt.date) -> str:
    return f"La fiche « {title} » est à revoir avant le {day_words(on, year=True)}."


def review_past(title: str, on: dt.date) -> str:
    return f"La validation de la fiche « {title} » a pris fin le {day_words(on, year=True)}."


def passport_opened(unit: str) -> str:
    return f"Un passeport est ouvert pour vous : « {unit} ». Quatre conditions sont à remplir."


def passport_to_fill(holder: str, unit: str) -> str:
    return f"{holder} prépare son passeport pour « {unit} » : notez les conditions remplies."


def passport_condition(condition: str, unit: str) -> str:
    return f"Votre passeport pour « {unit} » avance : {condition}, c’est noté."


def passport_to_sign(holder: str, unit: str) -> str:
    return f"Le passeport de {holder} pour « {unit} » est complet : il attend une signature."


def passport_granted(author: str, unit: str, until: dt.date) -> str:
    return (
        f"{author} a signé votre passeport pour « {unit} ». Il vaut jusqu’au "
        f"{day_words(until, year=True)}, sauf six mois sans y travailler."
    )


def passport_renewed(author: str, unit: str, until: dt.date) -> str:
    return (
        f"{author} a renouvelé votre passeport pour « {unit} ». Il vaut jusqu’au "
        f"{day_words(until, year=True)}, sauf six mois sans y travailler."
    )


def passport_taken_back(author: str, unit: str) -> str:
    return f"{author} a retiré votre passeport pour « {unit} » : lisez pourquoi."


def passport_near(holder: str, unit: str, until: dt.date) -> str:
    return (
        f"Le passeport de {holder} pour « {unit} » prend fin le {day_words(until, year=True)} : "
        "une observation courte le renouvelle."
    )


def passport_lapsed(holder: str, unit: str, until: dt.date) -> str:
    return (
        f"Le passeport de {holder} pour « {unit} » a pris fin le {day_words(until, year=True)} : "
        "plus d’appel sans double écoute avant une observation."
    )


def receipt_mail(given_name: str, short_hash: str) -> tuple[str, str]:
    """(subject, body)."""
    body = (
        f"Bonjour {given_name},\n\nUne signature a été enregistrée.\n"
        f"Empreinte : {short_hash}\n\nGardez ce message : il vaut reçu." + _FOOT
    )
    return "Une signature a été enregistrée", body


def reminder_mail(given_name: str, from_name: str) -> tuple[str, str]:
    """(subject, body)."""
    body = (
        f"Bonjour {given_name},\n\n{from_name} vous relance : "
        "une étape d’un parcours d’intégration vous attend." + _FOOT
    )
    return "Une étape vous attend", body

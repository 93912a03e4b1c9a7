"""The sentences people read, in the portal and by mail. Pure.

A mail crosses networks the hospital does not hold: it says that something happened, never what
was observed, nor about whom.
"""

import datetime as dt

from ..core.dates import day_words
from ..core.typography import of

_FOOT = "\n\nOuvrez le portail d’intégration, page « Nouvelles », pour la suite.\n"
_DECISIONS = {"signed": "signée", "returned": "à reprendre"}
_CREDITS = {
    "granted": "{author} a reconnu le module « {title} » : il n’est plus à suivre.",
    "refused": "{author} n’a pas reconnu le module « {title} » : lisez pourquoi.",
    "withdrawn": "{author} a retiré son accord : le module « {title} » est de nouveau à suivre.",
}


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


def countersignature_asked(author: str, recruit: str, title: str) -> str:
    return f"{author} a validé « {title} », {recruit} : votre contresignature est attendue."


def countersignature(kind: str, doctor: str, title: str, short_hash: str) -> str:
    verb = "a contresigné" if kind == "countersigned" else "demande de reprendre"
    return f"{doctor} {verb} « {title} ». Reçu {short_hash}."


def corrected(author: str, title: str) -> str:
    return f"{author} a corrigé une ligne signée sur « {title} »."


def relay_begins(name: str, first_on: dt.date, last_on: dt.date) -> str:
    return (
        f"Vous relayez {name} du {day_words(first_on)} au {day_words(last_on)} : "
        "ses demandes de signature sont dans « À valider »."
    )


def relay_ends(name: str) -> str:
    return f"Votre relais {of(name)} est terminé."


def absence_noted(by: str, relay: str, first_on: dt.date, last_on: dt.date) -> str:
    who = f"{relay} vous relaie" if relay else "personne n’est encore trouvé pour vous relayer"
    return f"{by} a noté votre absence du {day_words(first_on)} au {day_words(last_on)} : {who}."


def relay_passed_on(former: str, relay: str, first_on: dt.date, last_on: dt.date) -> str:
    who = f"{relay} prend le relais" if relay else "personne n’est encore trouvé pour vous relayer"
    return (
        f"{former}, qui vous relayait, s’absente aussi du {day_words(first_on)} au "
        f"{day_words(last_on)} : {who}."
    )


def relay_missing(name: str, first_on: dt.date, last_on: dt.date) -> str:
    return (
        f"Personne n’est libre pour relayer {name} du {day_words(first_on)} au "
        f"{day_words(last_on)} : nommez quelqu’un."
    )


def signature_asked_of_relay(recruit: str, title: str, absent: str) -> str:
    return f"{recruit} attend une signature, en relais {of(absent)} : « {title} »."


def disputed(recruit: str, title: str) -> str:
    return f"{recruit} note un désaccord sur « {title} »."


def withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré sa signature : « {title} » est de nouveau à faire."


def observed(author: str, title: str) -> str:
    return f"{author} a signé une observation : « {title} »."


def observation_withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré son observation : « {title} »."


def named_to_observe(author: str, recruit: str, title: str) -> str:
    return f"{author} vous désigne pour observer {recruit} : « {title} »."


def talk_to_confirm(author: str, title: str) -> str:
    return f"{author} a noté l’entretien réflexif sur « {title} » : confirmez-le."


def talk_withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré l’entretien réflexif sur « {title} » : il ne compte plus."


def visaed(author: str, title: str) -> str:
    return f"{author} a visé votre {title[:1].lower()}{title[1:]}."


def visa_withdrawn(author: str, title: str) -> str:
    return f"{author} a retiré son visa : {title[:1].lower()}{title[1:]}."


def attestation_issued(block: str) -> str:
    return f"Votre attestation « {block} » est prête : choisissez ce qu’elle montre."


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


def credit_asked(recruit: str, title: str) -> str:
    return f"{recruit} demande que le module « {title} » soit reconnu : décidez."


def credit_answered(answer: str, author: str, title: str) -> str:
    return _CREDITS[answer].format(author=author, title=title)


def interview_planned(by: str, verb: str, title: str, met: str, on: dt.date | None) -> str:
    whom = f" avec {met}" if met != by else ""
    if on is None:
        return f"{by} annule « {title} »{whom}."
    return f"{by} {verb} « {title} »{whom}, le {day_words(on)} : préparez de votre côté."


def interview_to_sign(leader: str, title: str) -> str:
    return f"{leader} a signé le compte rendu de « {title} » : relisez-le, et signez à votre tour."


def decisions_proposed(leader: str, recruit: str, title: str) -> str:
    return f"{leader} propose des étapes pour {recruit} après « {title} »."


def interview_signed(recruit: str, title: str) -> str:
    return f"{recruit} a signé à son tour : « {title} »."


def report_shared(recruit: str) -> str:
    return f"{recruit} vous laisse lire son rapport d’étonnement : répondez par écrit sous quinze jours."


def report_answered(leader: str) -> str:
    return f"{leader} a répondu par écrit à votre rapport d’étonnement."


def answer_due(recruit: str, on: dt.date, *, is_past: bool) -> str:
    waits = "attendait" if is_past else "attend"
    return f"Le rapport d’étonnement {of(recruit)} {waits} votre réponse avant le {day_words(on)}."


def passport_opened(unit: str) -> str:
    return f"Un passeport est ouvert pour vous : « {unit} ». Quatre conditions sont à remplir."


def passport_to_fill(holder: str, unit: str) -> str:
    return f"{holder} prépare son passeport pour « {unit} » : notez les conditions remplies."


def passport_condition(condition: str, unit: str) -> str:
    return f"Votre passeport pour « {unit} » avance : {condition}, c’est noté."


def passport_to_sign(holder: str, unit: str) -> str:
    return f"Le passeport {of(holder)} pour « {unit} » est complet : il attend une signature."


def passport_signed(author: str, unit: str, until: dt.date, *, renewal: bool) -> str:
    verb = "renouvelé" if renewal else "signé"
    return (
        f"{author} a {verb} votre passeport pour « {unit} ». Il vaut jusqu’au "
        f"{day_words(until, year=True)}, sauf six mois sans y travailler."
    )


def passport_taken_back(author: str, unit: str) -> str:
    return f"{author} a retiré votre passeport pour « {unit} » : lisez pourquoi."


def passport_near(holder: str, unit: str, until: dt.date) -> str:
    return (
        f"Le passeport {of(holder)} pour « {unit} » prend fin le {day_words(until, year=True)} : "
        "une observation courte le renouvelle."
    )


def passport_lapsed(holder: str, unit: str, until: dt.date) -> str:
    return (
        f"Le passeport {of(holder)} pour « {unit} » a pris fin le {day_words(until, year=True)} : "
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

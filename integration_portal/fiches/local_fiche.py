"""A wholly local fiche: the few things its form asks, made into a whole payload. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import Field, ValidationError

from ..content.kinds.fiche import Fiche, Phrase, Words
from ..content.messages import explain

PREFIX = "local-"
SOURCE = "S1"
REVIEW_MONTHS = 12
_WHEN = {
    "U0": "Un des signes d’alerte ci-dessus.",
    "U1": "Un signe à faire voir par un médecin, ou vous hésitez.",
    "U2": "Une demande rapide, sans signe d’alerte.",
    "U3": "Une demande programmable, sans signe nouveau.",
}
_DO = {
    "U0": "Passez le 15. Médecin du service à prévenir.",
    "U1": "Passez un médecin maintenant. Médecin injoignable : passez le 15. Notez l’heure.",
    "U2": "Proposez au médecin un rendez-vous rapide ; délai fixé par le service.",
    "U3": "Proposez au médecin un rendez-vous programmé ; délai fixé par le service.",
}
_NOTES = "L’heure de l’appel, le numéro de rappel et les mots exacts"
_LIMITS = "Je ne donne ni avis, ni conseil de traitement : je transmets au médecin."


class LocalFiche(Fiche):
    """As a shipped fiche; fewer words of callers and no foreign phrases are asked."""

    mots_patient: list[Words] = Field(min_length=1)
    phrases: list[Phrase] = Field(default=[])


def build(typed: Mapping[str, Any], *, number: int, author: str, today: dt.date) -> dict[str, Any]:
    """The payload of what was ``typed``: ``titre``, ``specialite``, ``resume``, ``mots_patient``,
    ``alertes``, ``questions``, ``parcours``. Raises pydantic's ValidationError."""
    alerts = [{**alert, "sources": [SOURCE]} for alert in typed["alertes"]]
    whole = {
        **typed,
        "id": f"FR-LOCAL-{number:03d}",
        "type_fiche": "situation",
        "priorite": 2,
        "alertes": alerts,
        "urgence": [_urgency(level, alerts) for level in _levels(typed)],
        "a_noter": [_NOTES],
        "limites_de_role": [_LIMITS],
        "sources": [{
            "id": SOURCE, "editeur": "Service", "titre": "Consigne écrite par le service",
            "statut": "non_verifie",
        }],
        "revue": {"frequence_mois": REVIEW_MONTHS,
                  "prochaine": today.replace(day=1) + dt.timedelta(days=365)},
        "versions": [{"n": 1, "date": today, "auteur": author, "motif": "Fiche locale"}],
    }  # fmt: skip
    return {**LocalFiche.model_validate(whole).model_dump(mode="json"), "corps": ""}


def _levels(typed: Mapping[str, Any]) -> list[str]:
    """Every level is in the table, as in a shipped fiche: U0 only when a sign calls for it."""
    named = {alert["niveau"] for alert in typed["alertes"]}
    return [level for level in _DO if level != "U0" or "U0" in named]


def _urgency(level: str, alerts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    gestures = dict.fromkeys(alert["geste"] for alert in alerts if alert["niveau"] == level)
    said = " ".join(f"{gesture.rstrip('.')}." for gesture in gestures if gesture)
    return {"niveau": level, "quand": _WHEN[level], "faire": said or _DO[level]}


def faults(error: ValidationError) -> list[tuple[tuple[str | int, ...], str]]:
    """(path, sentence) of each fault that the author can mend."""
    return [(fault["loc"], explain(fault)) for fault in error.errors(include_url=False)]

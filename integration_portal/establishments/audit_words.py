"""The lines of the audit log as French sentences. Pure."""

from collections.abc import Mapping
from typing import Any

from ..core.permissions import Role
from .models import StepRole

_ACTS = {
    "user.create": "a créé le compte de {subject}",
    "user.invite": "a envoyé une invitation à {subject}",
    "user.rename": "a corrigé le nom ou la fonction de {subject}",
    "user.deactivate": "a fermé le compte de {subject}",
    "user.reactivate": "a rouvert le compte de {subject}",
    "user.anonymise": "a effacé les données de {subject}",
    "user.password": "a enregistré le nouveau mot de passe de {subject}",
    "role.grant": "a donné à {subject} le rôle « {role} », {place}",
    "role.revoke": "a retiré à {subject} le rôle « {role} », {place}",
    "establishment.create": "a créé {subject}",
    "establishment.update": "a modifié {subject}",
    "unit.create": "a créé l’unité {subject}",
    "unit.update": "a modifié l’unité {subject}",
    "referent.name": "a désigné {subject} pour « {role} », {place}",
    "referent.remove": "ne désigne plus {subject} pour « {role} », {place}",
    "template.publish": "a publié une version du {subject}",
    "journey.start": "a ouvert le {subject}",
    "cohort.create": "a créé la {subject}",
    "cohort.import": "a importé des recrues dans la {subject}",
    "fiche.local": "a modifié « Chez nous » dans la {subject}, {place}",
    "fiche.peer": "a relu la {subject}, {place}",
    "fiche.doctor": "a validé la {subject}, {place}",
    "fiche.withdrawn": "a retiré la {subject}, {place}",
    "fiche.restored": "a remis en service la {subject}, {place}",
    "module.credit.granted": "a reconnu à {subject} le module « {module} »",
    "module.credit.refused": "n’a pas reconnu à {subject} le module « {module} »",
    "module.credit.withdrawn": "a retiré à {subject} la reconnaissance du module « {module} »",
    "passport.open": "a ouvert un passeport à {subject}, {place}",
    "passport.end": "a retiré son passeport à {subject}, {place}",
    "api_token.create": "a fait la {subject}",
    "api_token.revoke": "a révoqué la {subject}",
    "binder.ask": "a demandé le {subject}",
    "absence.declare": "a noté une absence de {subject}, et qui relaie",
    "absence.end": "a mis fin à une absence de {subject}",
    "evidence.take": "a téléchargé le dossier de preuves du {subject}",
    "attestation.issue": "a délivré l’{subject}",
    "attestation.shown": "a choisi ce que montre l’{subject}",
    "attestation.withdrawn": "a retiré le visa de l’{subject}",
    "data.purge": "a effacé les données arrivées au terme de leur conservation",
    "database.restore": "a été restauré depuis une sauvegarde",
}
_THINGS = {
    "users": "la personne n° {id}",
    "units": "l’unité n° {id}",
    "establishments": "l’établissement n° {id}",
    "journeys": "parcours n° {id}",
    "api_tokens": "clé d’accès n° {id}",
    "print_jobs": "classeur n° {id}",
    "fiches": "fiche « {id} »",
    "cohorts": "promotion n° {id}",
    "attestations": "attestation n° {id}",
    "journey_templates": "modèle de parcours n° {id}",
}
_ROLES = {role.value: role.label for role in (*StepRole, *Role)}


def sentence(
    action: str, subject: str, details: Mapping[str, Any], who: str, names: Mapping[str, str]
) -> str:
    """``names``: by ``table:id``. An act that nobody worded yet is shown as it was written."""
    words = _ACTS.get(action)
    thing = names.get(subject) or _unnamed(subject)
    if words is None:
        return f"{who} : {action}, {thing}."
    unit = details.get("unit")
    place = names.get(f"units:{unit}", "une unité") if unit else "tout l’établissement"
    role = _ROLES.get(str(details.get("role")), "")
    module = details.get("module", "")
    return f"{who} {words.format(subject=thing, role=role, place=place, module=module)}."


def _unnamed(subject: str) -> str:
    kind, _, number = subject.partition(":")
    return _THINGS.get(kind, f"{kind} n° {{id}}").format(id=number)

"""A journey's history in French sentences, pure. One function a kind of event."""

import datetime as dt
from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Any

from ..content.kinds.rights import RIGHTS
from ..core.dates import day_words, duration
from ..establishments.models import StepRole
from ..signoffs.evidence import Rule
from .models import JourneyEvent
from .versions import FIELD_LABELS

Titles = Mapping[str, str]
Names = Mapping[int, str]
ABSENCES = {"conge": "congé", "arret": "arrêt", "formation": "formation", "pause": "pause"}
TEAM = ("tutrice ou tuteur", "encadrement", "médecin")


@dataclass(frozen=True)
class Words:
    """``titles``: step title by code; ``names``: person by user id; ``authors``: who wrote each
    ledger line; ``open_entries``: those the reader may open; ``phases``: title by code."""

    titles: Titles
    names: Names
    authors: Mapping[int, str]
    open_entries: Set[int]
    phases: Titles

    def step(self, event: JourneyEvent) -> str:
        title = event.details.get("title") or self.titles.get(event.code or "", "étape retirée")
        return f"« {title} »"

    def name(self, user_id: int | None) -> str:
        return self.names.get(user_id, "personne inconnue") if user_id else "personne"


def sentence(event: JourneyEvent, words: Words) -> str:
    """What happened, without who and when. An event kind added later still reads."""
    write = _KINDS.get(event.kind)
    return write(event, words) if write else f"{words.step(event)} : {event.kind}."


def users_in(event: JourneyEvent) -> set[int]:
    """Ids of the people an event names in its details."""
    details = event.details
    team = [*details.get("before", ()), *details.get("after", ())] if event.kind == "team" else []
    return {user_id for user_id in (*team, details.get("to")) if user_id}


def field_words(name: str, value: Any, phases: Titles) -> str:
    """A field of a step as one reads it: never a code, never an empty blank."""
    if value in (None, "", []):
        return "rien"
    if name == "duree":
        return duration(value)
    if name == "phase":
        return phases.get(value, value)
    if name == "responsable":
        return StepRole(value).label
    if name == "participants":
        return ", ".join(StepRole(one).label for one in value)
    if name == "criteres":
        return "\n".join(("★ " if one["securite"] else "") + one["texte"] for one in value)
    if name == "ressources":
        return "\n".join(f"{one['type']} : {one.get('titre') or one['cible']}" for one in value)
    if name == "preuve":
        return Rule.of(value).sentence or "la signature seule"
    if isinstance(value, list):
        return ", ".join(str(RIGHTS.get(one, one)) for one in value)
    return str(value).replace("-", " ") if name == "type" else str(value)


def _day(value: str) -> str:
    return day_words(dt.date.fromisoformat(value), year=True)


def _team(event: JourneyEvent, words: Words) -> str:
    changes = [
        f"{role} : {words.name(before)} → {words.name(after)}"
        for role, before, after in zip(
            TEAM, event.details["before"], event.details["after"], strict=True
        )
        if before != after
    ]
    return f"Équipe changée. {' ; '.join(changes)}." if changes else "Équipe confirmée."


def _absence(event: JourneyEvent, words: Words) -> str:
    details = event.details
    kind = ABSENCES.get(details["absence"], details["absence"])
    return f"Absence ajoutée ({kind}), du {_day(details['first'])} au {_day(details['last'])}."


def _shift(event: JourneyEvent, words: Words) -> str:
    days = event.details["days"]
    unit = "jour travaillé" if abs(days) < 2 else "jours travaillés"
    way = "plus tard" if days > 0 else "plus tôt"
    return f"Tout ce qui reste à faire est placé {abs(days)} {unit} {way}."


def _move(event: JourneyEvent, words: Words) -> str:
    move = event.details["moves"][0]
    return f"{words.step(event)} passe du {_day(move['before'])} au {_day(move['after'])}."


def _changed(event: JourneyEvent, words: Words) -> str:
    fields = ", ".join(FIELD_LABELS.get(name, name) for name in event.details["after"])
    return f"{words.step(event)} adaptée pour cette personne : {fields}."


def _version(event: JourneyEvent, words: Words) -> str:
    details = event.details
    made, skipped = len(details["changes"]), len(details["skipped"])
    return (
        f"Passage de la version {details['before']} à la version {details['after']} du modèle : "
        f"{made} changement{'s' if made > 1 else ''}, {skipped} laissé{'s' if skipped > 1 else ''} "
        "de côté."
    )


def _signature(verb: str) -> Callable[[JourneyEvent, Words], str]:
    def write(event: JourneyEvent, words: Words) -> str:
        author = words.authors.get(event.details.get("entry", 0), "")
        return f"{words.step(event)} : {verb}{' par ' + author if author else ''}."

    return write


def _simple(text: str) -> Callable[[JourneyEvent, Words], str]:
    return lambda event, words: text.format(step=words.step(event))


_KINDS: dict[str, Callable[[JourneyEvent, Words], str]] = {
    "start": lambda event, _: f"Parcours commencé, version {event.details['version']} du modèle.",
    "done": _simple("{step} : faite."),
    "undone": _simple("{step} : rouverte."),
    "held": _simple("{step} : entretien signé des deux, étape faite."),
    "comment": _simple("Un mot sur {step}."),
    "reminder": lambda event, words: (
        f"{words.step(event)} : {words.name(event.details['to'])} a reçu une relance."
    ),
    "absence": _absence,
    "pause": lambda event, _: f"Parcours mis en pause à partir du {_day(event.details['first'])}.",
    "stop": lambda _event, _: "Parcours arrêté.",
    "resume": lambda event, _: f"Parcours repris le {_day(event.details['back_on'])}.",
    "shift": _shift,
    "move": _move,
    "step_added": _simple("{step} ajoutée pour cette personne."),
    "step_removed": _simple("{step} retirée pour cette personne."),
    "step_changed": _changed,
    "team": _team,
    "version": _version,
    "drill_tried": lambda event, words: (
        f"{words.step(event)} : épreuve tentée, {event.details['right']} sur "
        f"{event.details['total']}."
    ),
    "drill_passed": lambda event, words: (
        f"{words.step(event)} : épreuve réussie, {event.details['right']} sur "
        f"{event.details['total']}."
    ),
    "module_done": lambda event, words: (
        f"{words.step(event)} : module « {event.details['title']} » terminé."
    ),
    "module_reopened": lambda event, words: (
        f"{words.step(event)} : module « {event.details['title']} » à reprendre, son contenu a changé "
        "ou sa reconnaissance est retirée."
    ),
    "signature_asked": _simple("{step} : signature demandée."),
    "signature_cancelled": _simple("{step} : demande de signature reprise."),
    "signature_signed": _signature("signée"),
    "signature_returned": _signature("à reprendre, demandé"),
    "signature_countersigned": _signature("contresignée"),
    "signature_declined": _signature("à reprendre, demandé à la contresignature"),
    "signature_corrected": _signature("ligne corrigée"),
    "signature_acknowledged": _signature("décision lue"),
    "signature_disputed": _signature("désaccord noté"),
    "signature_withdrawn": _signature("signature retirée"),
    "signature_observed": _signature("observation signée"),
    "signature_unobserved": _signature("observation retirée"),
    "signature_talked": _signature("entretien réflexif signé"),
    "signature_untalked": _signature("entretien réflexif retiré"),
    "signature_confirmed": _signature("confirmé"),
}

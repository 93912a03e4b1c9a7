"""The sections of a fiche as plain sentences: what a difference between two texts compares.

Everything a payload holds becomes words, known or not: nothing can change unseen.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ..core.dates import short_day
from ..core.typography import french
from ..establishments import specialties

# In the order of the page.
TITLES = {
    "titre": "Titre",
    "alertes": "Signes d’alerte",
    "resume": "Résumé",
    "urgence": "Degré d’urgence",
    "mots_patient": "L’appelant dit",
    "mots_courrier": "Le courrier dit",
    "questions": "Les questions à poser",
    "a_noter": "Ce que vous notez",
    "avant": "Avant le rendez-vous",
    "parcours": "Circuit et interlocuteurs",
    "local": "Chez nous",
    "administratif": "Administratif",
    "synonymes": "Autres noms",
    "abreviations": "Sigles",
    "vocabulaire": "Vocabulaire",
    "examens": "Examens et plateau technique",
    "phrases": "Phrases utiles",
    "limites_de_role": "Limites de votre rôle",
    "pieges": "Pièges",
    "corps": "Comprendre",
    "sources": "Sources",
    "a_verifier": "À vérifier avant validation",
    "specialite": "Spécialité",
    "specialites_associees": "Spécialités associées",
    "cim10": "CIM-10",
    "ald": "ALD",
    "revue": "Revue",
    "versions": "Historique de rédaction",
}
CONDUCTS = {
    "15": "15",
    "17": "17",
    "114": "114 par SMS",
    "15_ou_medecin": "médecin, sinon le 15",
    "medecin_immediat": "médecin maintenant",
    "medecin_jour": "médecin le jour même",
    "equipe": "équipe d’urgence interne",
    "encadrement": "encadrement",
}
SOURCE_STATES = {
    "relu": "relue",
    "trouve": "repérée, non relue en entier",
    "non_verifie": "non vérifiée",
}


def lines(key: str, value: Any) -> list[str]:
    """A section in sentences, one for each thing that can change alone. None: no sentence."""
    if value is None:
        return []
    return [french(line) for line in _sentences(key, value) if line.strip()]


def _sentences(key: str, value: Any) -> Iterator[str]:
    if key == "local":
        yield from _local(value)
    elif isinstance(value, list):
        say = _KNOWN.get(key)
        for item in value:
            yield _item(say, item) if say and isinstance(item, Mapping) else _plain(item)
    elif isinstance(value, Mapping):
        for name, item in value.items():
            for one in item if isinstance(item, list) else [item]:
                if one is not None:
                    yield f"{_label(name)} : {_plain(one)}"
    elif key == "corps":
        yield from str(value).split("\n\n")
    else:
        yield specialties.name(value) if key == "specialite" else _plain(value)


def _item(say: Callable[[Mapping[str, Any]], str], item: Mapping[str, Any]) -> str:
    """The sentence of a line, then whatever else that line holds."""
    held = _Held(item)
    sentence = say(held)
    rest = {name: one for name, one in item.items() if name not in held.read}
    left = " ; ".join(f"{_label(name)} : {_plain(one)}" for name, one in rest.items() if one)
    return f"{sentence} ({left})" if left else sentence


def _local(local: Mapping[str, Any]) -> Iterator[str]:
    """What the hospital adds. Its corrections are read in the sections that they change."""
    for row in local["numeros"]:
        yield _with_note("Numéro", row["libelle"], row["numero"], row.get("precision"))
    for row in local["circuits"]:
        yield _with_note("Circuit", row["etape"], row["interlocuteur"], row.get("note"))
    for row in local["contacts"]:
        yield _with_note("Contact", row["nom_fonction"], row["joindre"], row.get("precision"))
    for level, delay in local["delais"].items():
        yield f"Délai {level} : {delay}"
    for said in local["mots"]:
        yield f"L’appelant dit : {said}"
    for note in local["notes"]:
        yield f"Note : {note['texte']}"


def _with_note(kind: str, name: str, value: str, note: str | None) -> str:
    return f"{kind} : {name}, {value}" + (f" ({note})" if note else "")


class _Held(dict[str, Any]):
    """A line that knows which of its values were put into words; a missing one reads empty."""

    def __init__(self, item: Mapping[str, Any]) -> None:
        super().__init__(item)
        self.read: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.read.add(name)
        value = self.get(name)
        return "" if value is None else value


def _alert(item: Mapping[str, Any]) -> str:
    conduct = CONDUCTS.get(item["conduite"], item["conduite"])
    cited = ", ".join(item["sources"])
    return f"{item['si']} → {item['geste']} [{item['niveau']}, {conduct}]" + (
        f" Source : {cited}." if cited else ""
    )


def _source(item: Mapping[str, Any]) -> str:
    seen = f", consultée le {_plain(item['consultee_le'])}" if item["consultee_le"] else ""
    dated = f" ({item['date_doc']})" if item["date_doc"] else ""
    address = f" {item['url']} ." if item["url"] else ""
    state = SOURCE_STATES.get(item["statut"], item["statut"])
    return (
        f"{item['id']} : {item['editeur']}, {item['titre']}{dated}. Source {state}{seen}."
        f"{address} {item['note']}"
    ).strip()


def _abbreviation(item: Mapping[str, Any]) -> str:
    others = ", ".join(item["autres_sens"])
    ambiguous = f". Ambigu, ailleurs : {others}" if item["ambigu"] else ""
    return f"{item['sigle']} : {item['sens']}{ambiguous}"


def _joined(*names: str) -> Callable[[Mapping[str, Any]], str]:
    """Values side by side, the empty ones left out."""
    return lambda item: " : ".join(text for name in names if (text := _plain(item[name])))


_KNOWN: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "alertes": _alert,
    "mots_patient": _joined("niveau", "mots"),
    "mots_courrier": _joined("niveau", "mots"),
    "urgence": _joined("niveau", "quand", "faire"),
    "parcours": _joined("etape", "interlocuteur", "note"),
    "abreviations": _abbreviation,
    "vocabulaire": _joined("terme", "definition"),
    "examens": _joined("examen", "preparation", "duree"),
    "phrases": _joined("contexte", "fr", "en"),
    "sources": _source,
    "versions": lambda item: (
        f"Version {item['n']}, {_plain(item['date'])}, {item['auteur']} : {item['motif']}"
    ),
}


def _plain(value: Any) -> str:
    """Any value in words, whatever its shape."""
    if isinstance(value, Mapping):
        kept = ((name, _plain(item)) for name, item in value.items())
        return ", ".join(f"{_label(name)} : {text}" for name, text in kept if text)
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    if isinstance(value, bool):
        return "oui" if value else "non"
    return "" if value is None else _day(str(value))


def _day(text: str) -> str:
    """An ISO date as the pages write it; anything else as it is."""
    try:
        return short_day(dt.date.fromisoformat(text)) if len(text) == 10 else text
    except ValueError:
        return text


def _label(name: str) -> str:
    return str(name).replace("_", " ").capitalize()

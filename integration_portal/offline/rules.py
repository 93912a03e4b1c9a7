"""What the copy of fiches for a desk without network holds. Pure.

Nobody is named in it but by the text of a fiche: no reader, no signer of a validation.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ..fiches.life import Life, Status, day
from ..fiches.presentation import Sayings, Sheet
from ..search.words import fold

USUAL_WORDS = {
    "U0": "15 tout de suite",
    "U1": "avis médical immédiat",
    "U2": "rapide",
    "U3": "programmable",
}
_STANDING = {
    Status.DRAFT: "Aucun médecin du service ne l’a validée.",
    Status.READ: "Une personne du service l’a relue ; un médecin doit encore la valider.",
    Status.REVIEW: "Sa validation par un médecin ne tient plus.",
}
Json = dict[str, Any]


class Standing(NamedTuple):
    """Where a fiche stands, without who decided. ``until``: the day, in ISO, from which a
    validation no longer holds: the copy may then be read without the portal."""

    status: str
    label: str
    words: str
    until: str


def standing(life: Life) -> Standing:
    until = life.approval.next_review_on if life.validated and life.approval else None
    return Standing(
        life.status.value, life.status.label, _words(life), until.isoformat() if until else ""
    )


def _words(life: Life) -> str:
    if life.withdrawal is not None:
        return f"Retirée le {day(life.withdrawal.on)}. Ne suivez que ses signes d’alerte."
    if life.validated and life.approval is not None:
        until = life.approval.next_review_on
        limit = f" ; à revoir avant le {day(until)}" if until else ""
        return f"Validée ici par un médecin le {day(life.approval.on)}{limit}."
    return _STANDING[life.status]


def card(sheet: Sheet, where: Standing, said: Mapping[str, Any]) -> Json:
    """One fiche: what its page shows, and in ``said`` the sentences that only the search reads."""
    alerts = [
        [group.level, group.words, [[list(row.plain_signs), row.gesture] for row in group.rows]]
        for group in sheet.alerts
    ]
    made: Json = {
        "slug": sheet.slug,
        "title": sheet.title,
        "subtitle": sheet.subtitle,
        "specialty": sheet.specialty,
        "names": sheet.text.get("synonymes", []),
        "short": _short(sheet.text.get("abreviations", ())),
        "standing": where._asdict(),
        "alerts": alerts,
    }
    return made if where.status == Status.WITHDRAWN else made | _rest(sheet, where, said)


def _rest(sheet: Sheet, where: Standing, said: Mapping[str, Any]) -> Json:
    text = sheet.text
    local = sheet.local or {}
    delays = local.get("delais", {}) if where.status == Status.VALIDATED else {}
    return {
        "summary": text["resume"],
        "urgency": [
            [row["niveau"], _level(row["niveau"], sheet.vital), row["quand"], row["faire"],
             delays.get(row["niveau"], "")]
            for row in text["urgence"]
        ],
        "caller": _sayings(sheet.caller),
        "letter": _sayings(sheet.letter),
        "questions": text["questions"],
        "note": text["a_noter"],
        "steps": _rows(text["parcours"], "etape", "interlocuteur", "note"),
        "here": _here(local),
        "vital": "\n".join(said.get("vitales", ())),
        "said": "\n".join([*said.get("autres", ()), *local.get("mots", ())]),
    }  # fmt: skip


def _here(local: Mapping[str, Any]) -> Json:
    """« Chez nous », what is there of it."""
    found = {
        "numbers": _rows(local.get("numeros", ()), "libelle", "numero", "precision"),
        "steps": _rows(local.get("circuits", ()), "etape", "interlocuteur", "note"),
        "contacts": _rows(local.get("contacts", ()), "nom_fonction", "joindre", "precision"),
        "notes": [note["texte"] for note in local.get("notes", ())],
    }
    return {name: rows for name, rows in found.items() if rows}


def _rows(items: Iterable[Mapping[str, Any]], *names: str) -> list[list[str]]:
    return [[item.get(name) or "" for name in names] for item in items]


def _short(abbreviations: Iterable[Mapping[str, Any]]) -> list[list[Any]]:
    return [
        [one["sigle"], one["sens"], one["autres_sens"] if one["ambigu"] else []]
        for one in abbreviations
    ]


def _sayings(groups: Iterable[Sayings]) -> list[list[Any]]:
    return [[one.level, one.words or USUAL_WORDS[one.level], list(one.texts)] for one in groups]


def _level(level: str, vital: str | None) -> str:
    return vital if level == "U0" and vital else USUAL_WORDS[level]


def ideas(synonyms: Iterable[Mapping[str, Any]]) -> Json:
    """The ideas of the search and their words, folded; the figures that tell one."""
    lists = list(synonyms)
    return {
        "terms": {
            idea: "|".join(dict.fromkeys(fold(term) for term in terms))
            for idea, terms in _by_idea(lists).items()
        },
        "figures": [
            [row["idee"], row["de_dixiemes"], row["a_dixiemes"], fold(" ".join(row["sauf"]))]
            for one in lists
            for row in one["nombres"]
        ],
    }


def _by_idea(lists: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in lists:
        for group in one["groupes"]:
            found.setdefault(group["idee"], []).extend(group["termes"])
    return found

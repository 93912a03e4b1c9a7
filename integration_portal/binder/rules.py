"""What the binder holds: which fiches, in which order, each as plain texts. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..core.dates import short_day
from ..establishments import specialties
from ..fiches.matching import fold
from ..fiches.presentation import AlertGroup, Sayings, Sheet
from .words import TEXTS

ALL, OWN = "toutes", "service"
EVERYWHERE = "transversal"
_LEVELS = {one["level"]: one["words"] for one in TEXTS["scale"]}


@dataclass(frozen=True)
class Setting:
    """How a fiche is set: ``size`` in points, ``said`` the words shown at each level at most (the
    index at the end knows them all), and whether its phrases keep their English."""

    size: float
    said: int
    english: bool


# From the most comfortable on, until the fiche holds in two pages. A long « Chez nous » may ask
# for a third: nothing that the place wrote is ever left out.
SETTINGS = (
    Setting(8.4, 99, True), Setting(8.2, 8, False), Setting(8.0, 5, False), Setting(7.8, 4, False),
    Setting(7.6, 3, False),
)  # fmt: skip
MAX_PAGES = 2
# Characters times points squared: what two pages surely hold, and what they surely do not. A proof
# (40 ms) decides in between.
_SURE, _HOPELESS = 415_000, 478_000


@dataclass(frozen=True)
class Leaf:
    """A fiche of the binder. ``status``: how it stands in the place, in a sentence."""

    sheet: Sheet
    validated: bool
    status: str


def chosen(payloads: Mapping[str, Mapping[str, Any]], which: str, specialty: str) -> list[str]:
    """Slugs of the fiches asked for: all, a specialty's, or those of a unit of ``specialty``,
    which come with what every ward needs. Nothing is left out of a unit without a specialty."""
    wanted = specialty if which == OWN else which
    if which == ALL or not wanted:
        return list(payloads)
    kept = {wanted, EVERYWHERE} if which == OWN else {wanted}
    return [
        slug
        for slug, payload in payloads.items()
        if payload["specialite"] in kept or wanted in payload["specialites_associees"]
    ]


def in_order(leaves: Iterable[Leaf]) -> list[Leaf]:
    """What holds everywhere first, then the specialties and their titles, alphabetically."""
    return sorted(leaves, key=lambda leaf: (_part_key(leaf.sheet), fold(leaf.sheet.title)))


def _part_key(sheet: Sheet) -> tuple[bool, str]:
    return (sheet.specialty != specialties.name(EVERYWHERE), fold(sheet.specialty))


def leaf_document(leaf: Leaf, *, part: str, setting: Setting) -> dict[str, Any]:
    """A fiche as the typesetter reads it. ``part``: the heading of its specialty, once."""
    sheet, text = leaf.sheet, leaf.sheet.text
    return {
        "slug": sheet.slug,
        "part": part,
        "specialty": sheet.specialty,
        "title": f"{sheet.title} ({sheet.subtitle})" if sheet.subtitle else sheet.title,
        "names": _names(text),
        "draft": not leaf.validated,
        "status": leaf.status,
        "size": setting.size,
        "alerts": [_alerts(group) for group in sheet.alerts],
        "local": _local(sheet.local or {}),
        "urgency": [_urgency(row, sheet) for row in text["urgence"]],
        "questions": text["questions"],
        "note": text["a_noter"],
        "caller": [_sayings(group, setting.said) for group in sheet.caller],
        "letter": [_sayings(group, setting.said) for group in sheet.letter],
        "before": _before(text["avant"]),
        "circuit": [_stop(stop) for stop in text["parcours"]],
        "phrases": [
            {"context": one["contexte"], "fr": one["fr"], "en": one["en"] * setting.english}
            for one in text["phrases"]
        ],
        "limits": text["limites_de_role"],
        "traps": text["pieges"],
        "foot": _foot(sheet),
    }


def fits_surely(document: Mapping[str, Any]) -> bool | None:
    """Whether it holds in two pages, without a proof; None: only a proof can tell."""
    load = _length(document) * float(document["size"]) ** 2
    return True if load <= _SURE else False if load > _HOPELESS else None


def _length(value: Any) -> int:
    """Characters, and what each new line costs."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, Mapping):
        return sum(map(_length, value.values()))
    return sum(_length(one) + 6 for one in value) if isinstance(value, list | tuple) else 0


def _names(text: Mapping[str, Any]) -> str:
    shorts = [
        f"{one['sigle']} (ambigu\u00a0: ici {one['sens']}\u202f; ailleurs "
        f"{', '.join(one['autres_sens'])})"
        if one.get("ambigu")
        else one["sigle"]
        for one in text["abreviations"]
    ]
    names = ", ".join([*text["synonymes"], *shorts])
    return f"Aussi\u00a0: {names}." if names else ""


def _alerts(group: AlertGroup) -> dict[str, Any]:
    return {
        "level": group.level,
        "words": group.words,
        "vital": group.level == "U0" and not group.words.startswith("15"),
        "rows": [{"signs": list(row.plain_signs), "gesture": row.gesture} for row in group.rows],
    }


def _sayings(group: Sayings, most: int) -> dict[str, Any]:
    return {
        "level": group.level,
        "words": group.words or _LEVELS[group.level],
        "vital": group.level == "U0" and bool(group.words),
        "texts": list(group.texts[:most]),
    }


def _urgency(row: Mapping[str, Any], sheet: Sheet) -> dict[str, Any]:
    level = row["niveau"]
    special = sheet.vital if level == "U0" else None
    delay = (sheet.local or {}).get("delais", {}).get(level, "")
    return {
        "level": level,
        "words": special or _LEVELS[level],
        "vital": bool(special),
        "when": row["quand"],
        "do": row["faire"],
        "delay": f"Chez nous\u00a0: {delay}" if delay else "",
    }


def _before(text: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    labels = {"documents": "Documents", "examens": "Examens", "consignes": "Consignes"}
    return [(label, " · ".join(text[key])) for key, label in labels.items() if text.get(key)]


def _stop(stop: Mapping[str, Any]) -> tuple[str, str]:
    note = f". {stop['note']}" if stop.get("note") else ""
    return stop["etape"], f"{stop['interlocuteur']}{note}"


def _local(local: Mapping[str, Any]) -> list[tuple[str, str]]:
    """« Chez nous », one line a fact: numbers first, they are what one looks for."""
    rows = [(n["libelle"], _joined(n["numero"], n.get("precision"))) for n in _of(local, "numeros")]
    rows += [
        (c["nom_fonction"], _joined(c.get("joindre"), c.get("precision")))
        for c in _of(local, "contacts")
    ]
    rows += [
        (c["etape"], _joined(c["interlocuteur"], c.get("note"))) for c in _of(local, "circuits")
    ]
    if local.get("mots"):
        rows.append(("Nos mots", " · ".join(local["mots"])))
    rows += [("À savoir", note["texte"]) for note in _of(local, "notes")]
    return rows


def _of(local: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = local.get(key) or ()
    return found


def _joined(*texts: str | None) -> str:
    return ", ".join(text for text in texts if text)


def _foot(sheet: Sheet) -> str:
    text = sheet.text
    publishers = " ; ".join(dict.fromkeys(one["editeur"] for one in text["sources"]))
    version = text["versions"][-1]
    return (
        f"{text['id']}, version {version['n']} du {short_day(version['date'])}. "
        f"Sources\u00a0: {publishers}. {TEXTS['not_advice']}"
    )

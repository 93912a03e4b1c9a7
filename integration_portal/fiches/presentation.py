"""Turn a fiche's payload into what its page shows. Pure; French typography applied once."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from ..core.markdown import render
from ..core.typography import french
from ..establishments import specialties
from .effective import LayerRef
from .local import ESTABLISHMENT, UNIT
from .matching import Segments, plain

# Whom the call goes to, in the badge of the red block; the gesture then says it in full.
_TO_WHOM = {
    "15": "15 tout de suite",
    "17": "17 tout de suite",
    "114": "114 par SMS",
    "15_ou_medecin": "avis médical, sinon le 15",
    "medecin_immediat": "avis médical, sinon le 15",
    "medecin_jour": "médecin le jour même",
    "equipe": "équipe d’urgence interne",
    "encadrement": "encadrement",
}
DRAFT = "brouillon"
_VITAL = "vital, tout de suite"
_AS_WRITTEN = frozenset({"url", "id", "cim10"})
_DATES = frozenset({"date", "consultee_le", "prochaine"})


@dataclass(frozen=True)
class AlertRow:
    """Signs that call for the same gesture, in pieces (see ``matching.mark``). ``corrected``: a
    sentence of it is the hospital's own."""

    signs: tuple[Segments, ...]
    gesture: str
    corrected: bool = False

    @property
    def plain_signs(self) -> tuple[str, ...]:
        return tuple(plain(sign) for sign in self.signs)


@dataclass(frozen=True)
class AlertGroup:
    """Rows of the red block that go to the same place at the same level."""

    level: str
    words: str
    rows: tuple[AlertRow, ...]


@dataclass(frozen=True)
class Sayings:
    """What is heard or read at one level. ``words`` None: the level's usual words."""

    level: str
    words: str | None
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """A fiche ready to show. ``text`` is the payload, typographed; ``vital`` the words of U0
    where the 15 is not its only way out. ``local``: « Chez nous » (see ``local.py``); ``corrected``:
    the lines reworded here, by section (``avant.examens``)."""

    slug: str
    version: str
    title: str
    subtitle: str
    specialty: str
    is_draft: bool
    text: Mapping[str, Any]
    alerts: tuple[AlertGroup, ...]
    vital: str | None
    caller: tuple[Sayings, ...]
    letter: tuple[Sayings, ...]
    body: str
    cited_for: Mapping[str, tuple[str, ...]]
    local: Mapping[str, Any] | None = None
    corrected: Mapping[str, frozenset[int]] = field(default_factory=dict)


def sheet(slug: str, version: str, payload: Mapping[str, Any]) -> Sheet:
    text = typographed(payload)
    local = text.pop("local", None)
    corrected = _corrected(local)
    for number in corrected.get("alertes", ()):
        text["alertes"][number]["corrige"] = True
    title, subtitle = split_title(text["titre"])
    ways_out = {alert["conduite"] for alert in text["alertes"] if alert["niveau"] == "U0"}
    vital = None if ways_out <= {"15"} else _VITAL
    return Sheet(
        slug=slug,
        version=version,
        title=title,
        subtitle=subtitle,
        specialty=specialties.name(payload["specialite"]),
        is_draft=text["validation"]["statut"] == DRAFT,
        text=text,
        alerts=tuple(alert_groups(text["alertes"])),
        vital=vital,
        caller=sayings(text["mots_patient"], vital),
        letter=sayings(text["mots_courrier"], _VITAL),
        body=render(payload["corps"]),
        cited_for=_citations(text["alertes"]),
        local=local,
        corrected=corrected,
    )


def _corrected(local: Mapping[str, Any] | None) -> dict[str, frozenset[int]]:
    """``["avant", "examens", 2]`` → ``{"avant.examens": {2}}``; the summary is line 0."""
    found: dict[str, frozenset[int]] = {}
    for one in local["corriges"] if local else ():
        numbers = [part for part in one["chemin"] if isinstance(part, int)]
        cut = one["chemin"].index(numbers[0]) if numbers else len(one["chemin"])
        section = ".".join(one["chemin"][:cut])
        found[section] = found.get(section, frozenset()) | set(numbers or [0])
    return found


def origins(layers: Iterable[LayerRef]) -> dict[str, str]:
    """Who wrote what: the name of the establishment and of the unit, by ``origine``."""
    return {UNIT if one.unit_id else ESTABLISHMENT: one.place_name for one in layers}


def typographed(value: Any) -> Any:
    """A copy of ``value`` in French typography, addresses and codes as written, dates as dates."""
    if isinstance(value, str):
        return french(value)
    if isinstance(value, Mapping):
        return {key: _typographed_field(key, item) for key, item in value.items()}
    if isinstance(value, list):
        return [typographed(item) for item in value]
    return value


def _typographed_field(key: str, value: Any) -> Any:
    if key in _AS_WRITTEN:
        return value
    if key in _DATES and value:
        return dt.date.fromisoformat(value)
    return typographed(value)


def split_title(title: str) -> tuple[str, str]:
    """What is before the bracket, and what it holds: the page shows the second smaller."""
    head, _, rest = title.partition(" (")
    return (head, rest.removesuffix(")")) if rest.endswith(")") else (title, "")


def alert_groups(alerts: Iterable[Mapping[str, Any]]) -> Iterable[AlertGroup]:
    """Neighbours that go to the same place at the same level, then to the same gesture, are
    joined; the author's order stays."""
    for (level, words), near in groupby(alerts, lambda a: (a["niveau"], _TO_WHOM[a["conduite"]])):
        rows = groupby(near, lambda a: a["geste"])
        yield AlertGroup(level, words, tuple(_alert_row(gesture, same) for gesture, same in rows))


def _alert_row(gesture: str, alerts: Iterable[Mapping[str, Any]]) -> AlertRow:
    same = list(alerts)
    signs = tuple(((alert["si"], False),) for alert in same)
    return AlertRow(signs, gesture, any(alert.get("corrige") for alert in same))


def sayings(words: Iterable[Mapping[str, Any]], vital: str | None) -> tuple[Sayings, ...]:
    """Words grouped by level, the gravest first."""
    ordered = sorted(words, key=lambda said: said["niveau"])
    return tuple(
        Sayings(level, vital if level == "U0" else None, tuple(said["mots"] for said in same))
        for level, same in groupby(ordered, lambda said: said["niveau"])
    )


def _citations(alerts: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, ...]]:
    cited: dict[str, tuple[str, ...]] = {}
    for alert in alerts:
        for source in alert["sources"]:
            cited[source] = (*cited.get(source, ()), alert["si"])
    return cited

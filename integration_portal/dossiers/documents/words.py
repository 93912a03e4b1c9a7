"""Ledger lines, levels and dates as papers say them. Pure."""

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from ...core.dates import day_words, short_day
from ...core.introducing import introduce
from ...core.typography import french
from ...signoffs.levels import Level
from ...signoffs.models import Channel, EntryKind

KINDS = {
    EntryKind.OBSERVED: "Situation observée",
    EntryKind.TALKED: "Entretien réflexif",
    EntryKind.MINUTED: "Compte rendu d’entretien",
    EntryKind.CONFIRMED: "Confirmation",
    EntryKind.SIGNED: "Validation",
    EntryKind.RETURNED: "À reprendre",
    EntryKind.COUNTERSIGNED: "Contresignature du médecin",
    EntryKind.DECLINED: "Contresignature refusée, à reprendre",
    EntryKind.VISAED: "Visa de l’encadrement",
    EntryKind.AUTHORISED: "Autorisation de tenir le poste",
    EntryKind.ACKNOWLEDGED: "Prise d’acte",
    EntryKind.DISPUTED: "Désaccord",
    EntryKind.CORRECTED: "Correction",
    EntryKind.WITHDRAWN: "Signature retirée",
}
_CHANNELS = {
    Channel.OWN.value: "",
    Channel.DESK.value: ", sur l’écran de la recrue",
    Channel.PHONE.value: ", sur un téléphone",
}


@dataclass(frozen=True)
class SignedLine:
    """One line of the ledger, as it was written."""

    seq: int
    kind: EntryKind
    payload: str
    hash: str

    @cached_property
    def inside(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.payload)
        return found

    @property
    def at(self) -> dt.datetime:
        return dt.datetime.fromisoformat(self.inside["at"])

    @property
    def author(self) -> str:
        return name_of(self.inside["author"])

    @property
    def title(self) -> str:
        return str(self.inside["subject"]["title"])

    @property
    def subject(self) -> str:
        return str(self.inside["subject"]["key"])


def name_of(person: dict[str, Any]) -> str:
    return f"{person['given_name']} {person['family_name']}"


def paper_line(line: SignedLine, *, whole_hash: bool = False) -> dict[str, str]:
    """What the ``signature`` piece of a template shows. The sentence and the comment are given
    back character for character."""
    inside = line.inside
    who = introduce(line.author, inside["author"]["quality"], inside["unit"]["name"])
    return {
        "title": french(f"{KINDS[line.kind]} : {line.title}"),
        "sentence": inside.get("sentence", ""),
        "comment": inside.get("comment", ""),
        "who": who,
        "when": utc(line.at) + _CHANNELS.get(inside.get("channel", ""), ""),
        "seq": str(line.seq),
        "hash": line.hash if whole_hash else line.hash[:12],
    }


def signed_by(line: SignedLine | None) -> str:
    """One short line under a piece: who signed, when, where it is in the ledger."""
    if line is None:
        return ""
    return french(
        f"{KINDS[line.kind]} : signé par {line.author} le {utc(line.at)} · "
        f"ligne {line.seq}, empreinte {line.hash[:12]}"
    )


def utc(moment: dt.datetime) -> str:
    """``24/11/2026 à 08:05:12 UTC``."""
    there = moment.astimezone(dt.UTC)
    return f"{short_day(there.date())} à {there:%H:%M:%S} UTC"


def iso(moment: dt.datetime | None) -> str | None:
    """UTC, to the second: what programs read."""
    return None if moment is None else moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_day(moment: dt.datetime, zone: str) -> dt.date:
    return moment.astimezone(ZoneInfo(zone)).date()


def local_words(moment: dt.datetime, zone: str) -> str:
    """``mardi 24 novembre 2026 à 9 h 05``, where it happened."""
    there = moment.astimezone(ZoneInfo(zone))
    return f"{day_words(there.date(), year=True)} à {there.hour}\u00a0h\u00a0{there.minute:02}"


def level(value: int) -> dict[str, Any]:
    return {"level": int(value), "words": Level(value).label}

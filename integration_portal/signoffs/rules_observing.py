"""What an observation and a talk must respect, the exact words signed, the counts of a grid. Pure."""

import datetime as dt
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..core.dates import day_words
from ..core.typography import french
from .models import Channel
from .rules import Criterion

MAX_ACTS = 100
UNNAMED = "Votre nom n’était pas donné avant cette situation : dites pourquoi c’est vous qui avez observé."
Act = Mapping[str, bool]


class Fault(NamedTuple):
    """``field``: where the form says it."""

    field: str
    message: str


class Count(NamedTuple):
    """How often one criterion was met, of the acts where it could be."""

    criterion: Criterion
    done: int
    seen: int

    @property
    def words(self) -> str:
        if not self.seen:
            return "jamais rencontré"
        return f"fait {self.done} fois sur {self.seen}"


def when_fault(
    at: dt.datetime, *, now: dt.datetime, zone: str, started_on: str | None
) -> str | None:
    """Why a moment cannot be the one of a situation. ``started_on``: first day of the journey."""
    if at > now:
        return "Cette date est à venir : on ne note que ce qui a eu lieu."
    day = at.astimezone(ZoneInfo(zone)).date()
    if started_on and day < dt.date.fromisoformat(started_on):
        return "Cette date est avant le début du parcours."
    return None


def signing_fault(
    criteria: Sequence[Criterion],
    levels: Mapping[str, int],
    *,
    when: str | None,
    named: bool,
    why: str,
) -> Fault | None:
    """Why an observation cannot be signed. ``when``: what ``when_fault`` says."""
    if when:
        return Fault("day", when)
    for criterion in criteria:
        if criterion["code"] not in levels:
            return Fault(f"level_{criterion['code']}", "Choisissez un niveau pour ce critère.")
    return None if named or why.strip() else Fault("why", UNNAMED)


def local_moment(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """The instant that a clock on the wall shows, in UTC."""
    return dt.datetime.combine(day, time, ZoneInfo(zone)).astimezone(dt.UTC)


def moment_words(at: dt.datetime, zone: str) -> str:
    """``mardi 24 novembre 2026 à 9 h 05``."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_words(local.date(), year=True)} à {local.hour}\u00a0h\u00a0{local.minute:02}"


def observation_sentence(*, signer: str, recruit: str, title: str, when: str) -> str:
    """``signer``: name, quality and unit. Shown above the password, kept in the ledger."""
    return french(
        f"Je, {signer}, atteste avoir observé {recruit} pour « {title} », "
        f"le {when}, aux niveaux indiqués critère par critère."
    )


def talk_sentence(*, signer: str, recruit: str, title: str, when: str) -> str:
    """``recruit`` "": she signs it herself."""
    other = f" avec {recruit}" if recruit else ""
    return french(
        f"Je, {signer}, atteste que l’entretien réflexif{other} sur « {title} » "
        f"a eu lieu le {when}, à part de la situation, tel qu’il est noté ici."
    )


def confirmation_sentence(*, signer: str, author: str, title: str, when: str) -> str:
    return french(
        f"Je, {signer}, confirme avoir pris part à l’entretien réflexif du {when} sur "
        f"« {title} », noté par {author}."
    )


def counts(criteria: Sequence[Criterion], acts: Sequence[Act]) -> list[Count]:
    return [
        Count(
            criterion,
            sum(act.get(criterion["code"], False) for act in acts),
            sum(criterion["code"] in act for act in acts),
        )
        for criterion in criteria
    ]


def read_acts(text: str, codes: Collection[str]) -> list[dict[str, bool]]:
    """The acts as a browser sends them. Raises ValueError for anything else."""
    acts: Any = json.loads(text)
    if not isinstance(acts, list) or len(acts) > MAX_ACTS:
        raise ValueError("acts: a list that is not too long")
    for act in acts:
        if not isinstance(act, dict) or not act or not set(act) <= set(codes):
            raise ValueError("an act: known criteria only")
        if not all(isinstance(done, bool) for done in act.values()):
            raise ValueError("done or not")
    return acts


def channel_of(agent: str) -> Channel:
    """A phone says « Mobi » in the name of its browser, whatever its brand."""
    return Channel.PHONE if "Mobi" in agent else Channel.OWN

"""Until when a passport holds, why, and what was proved by the drill. Pure.

A time in months ends on the day of the same number, at midnight that evening, or on the last day
of the month when it has no such day (code de procédure civile, art. 641 and 642: the usual way to
count, taken here as a rule of the house).
"""

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from ..core.dates import day_words
from ..core.typography import french, of, plural
from ..drill import rules as drill
from .wording import CONDITIONS, Condition

VALID_MONTHS, AWAY_MONTHS = 12, 6
NEAR_DAYS = 30
RED_FICHES_NEEDED = 5
# Twelve months; six since the last post; six since the signature, no post taken.
Why = Literal["age", "away", "never"]


class State(StrEnum):
    """``NONE``: nobody opened a passport. ``STALE``: in its last thirty days."""

    NONE = "non-habilitee"
    ONGOING = "en-cours"
    HELD = "habilitee"
    STALE = "a-rafraichir"
    LAPSED = "caduque"
    ENDED = "retiree"

    @property
    def label(self) -> str:
        return _LABELS[self]

    @property
    def badge(self) -> str:
        """The component that shows it: words, an icon and a ground, never the danger colours."""
        return _BADGES[self]


_LABELS = {
    State.NONE: "sans habilitation",
    State.ONGOING: "en cours",
    State.HELD: "valable",
    State.STALE: "à rafraîchir",
    State.LAPSED: "caduque",
    State.ENDED: "retirée",
}
_BADGES = {
    State.NONE: "todo",
    State.ONGOING: "waiting",
    State.HELD: "done",
    State.STALE: "returned",
    State.LAPSED: "late",
    State.ENDED: "locked",
}
ALONE = frozenset({State.HELD, State.STALE})


@dataclass(frozen=True)
class Life:
    """The dates of a passport, in the establishment's calendar. ``missing``: what is left to do."""

    granted_on: dt.date | None = None
    renewed_on: dt.date | None = None
    last_worked_on: dt.date | None = None
    ended_on: dt.date | None = None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """``until``: its last good day, included, with ``why`` it is that one; ``left``: days until
    then, that day apart."""

    state: State
    life: Life
    until: dt.date | None = None
    why: Why = "never"
    left: int = 0

    @property
    def sentence(self) -> str:
        """The state, why and until when, as everybody reads it."""
        return french(_SENTENCES[self.state](self))

    @property
    def may_work_alone(self) -> bool:
        return self.state in ALONE


def add_months(day: dt.date, months: int) -> dt.date:
    """The day of the same number, or the last one of a month too short to have it."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day(life: Life) -> tuple[dt.date, Why]:
    """The last good day of a granted passport, and why it is that one."""
    since = _since(life)
    seen = max(since, life.last_worked_on or since)
    by_age, by_absence = add_months(since, VALID_MONTHS), add_months(seen, AWAY_MONTHS)
    if by_age <= by_absence:
        return by_age, "age"
    return by_absence, "away" if seen > since else "never"


def standing(life: Life, today: dt.date) -> Standing:
    """What the passport is worth on the day ``today`` of its establishment."""
    if life.ended_on is not None:
        return Standing(State.ENDED, life)
    if life.granted_on is None:
        return Standing(State.ONGOING, life)
    until, why = last_day(life)
    left = (until - today).days
    state = State.LAPSED if left < 0 else State.STALE if left < NEAR_DAYS else State.HELD
    return Standing(state, life, until, why, left)


def _since(life: Life) -> dt.date:
    since = life.renewed_on or life.granted_on
    assert since is not None, "only a granted passport has a last day"
    return since


def _why(found: Standing) -> str:
    since = _day(_since(found.life))
    if found.why == "age":
        return f"douze mois après la signature du {since}"
    if found.why == "away" and found.life.last_worked_on:
        return f"six mois après le dernier poste pris ici, le {_day(found.life.last_worked_on)}"
    return f"six mois après la signature du {since}, aucun poste pris ici depuis"


def _ended(found: Standing) -> str:
    return f"Passeport retiré le {_day(found.life.ended_on)}."


def _ongoing(found: Standing) -> str:
    if found.life.missing:
        return f"Il manque encore : {', '.join(found.life.missing)}."
    return "Tout est rempli : il manque la signature d’une personne de l’unité."


def _held(found: Standing) -> str:
    return f"Habilitation valable jusqu’au {_day(found.until)} inclus : {_why(found)}."


def _stale(found: Standing) -> str:
    left = f"dans {plural(found.left, 'jour')}" if found.left else "dernier jour aujourd’hui"
    return (
        f"Habilitation à rafraîchir avant le {_day(found.until)} au soir, {left} : {_why(found)}. "
        "Une observation courte la renouvelle."
    )


def _lapsed(found: Standing) -> str:
    return (
        f"Habilitation caduque, son dernier jour était le {_day(found.until)} : {_why(found)}. "
        "Une observation courte la renouvelle."
    )


_SENTENCES: Mapping[State, Callable[[Standing], str]] = {
    State.ONGOING: _ongoing,
    State.HELD: _held,
    State.STALE: _stale,
    State.LAPSED: _lapsed,
    State.ENDED: _ended,
}


def _day(day: dt.date | None) -> str:
    return day_words(day, year=True) if day else ""


def missing(met: Mapping[str, Any]) -> list[Condition]:
    """The conditions that nobody noted yet, in order."""
    return [condition for condition in CONDITIONS if condition.code not in met]


def proves_red_fiches(items: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a finished drill shows five fiches of vital sentences found in ten seconds each."""
    if any(item["chosen"] is None for item in items) or not drill.passed(items):
        return False
    fast = [
        item
        for item in items
        if item["vital"] and drill.is_right(item) and item["seconds"] <= drill.TARGET_SECONDS
    ]
    return len(fast) >= RED_FICHES_NEEDED


def grant_sentence(*, signer: str, holder: str, unit: str, on: dt.date) -> str:
    """``signer``: name, quality and unit of who signs. Kept char for char in the ledger."""
    return french(
        f"Je, {signer}, habilite {holder} à prendre des appels sans double écoute et à "
        f"tenir le poste de secrétariat de l’unité « {unit} », les quatre conditions du passeport "
        f"étant remplies, {_validity(on)}."
    )


def renewal_sentence(*, signer: str, holder: str, unit: str, on: dt.date) -> str:
    return french(
        f"Je, {signer}, renouvelle l’habilitation {of(holder)} pour l’unité « {unit} » "
        f"après l’observation décrite, tous les critères étant au moins acquis, {_validity(on)}."
    )


def withdrawal_sentence(*, signer: str, holder: str, unit: str) -> str:
    return french(
        f"Je, {signer}, retire l’habilitation {of(holder)} pour l’unité « {unit} », "
        "pour la raison indiquée."
    )


def _validity(on: dt.date) -> str:
    return (
        f"à compter du {_day(on)} et jusqu’au {_day(add_months(on, VALID_MONTHS))} inclus ; "
        "l’habilitation devient caduque après six mois sans travailler dans cette unité"
    )

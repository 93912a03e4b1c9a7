"""Headline figures, in words. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from ..establishments.models import StepRole
from ..journeys.models import JourneyState
from .filters import LATE, ON_TIME, BoardFilter

# What a late recruit waits for: one of them, several of them.
_WAITS = {
    StepRole.RECRUIT: ("a une étape à rattraper", "ont une étape à rattraper"),
    StepRole.TUTOR: ("attend sa tutrice ou son tuteur", "attendent leur tutrice ou tuteur"),
    StepRole.MANAGER: ("attend son encadrement", "attendent leur encadrement"),
    StepRole.DOCTOR: ("attend un médecin", "attendent un médecin"),
    StepRole.IT: ("attend ses codes", "attendent leurs codes"),
    StepRole.HR: ("attend les ressources humaines", "attendent les ressources humaines"),
    StepRole.OCCUPATIONAL_HEALTH: ("attend la santé au travail", "attendent la santé au travail"),
    StepRole.WARD_HEAD: ("attend un cadre de santé", "attendent un cadre de santé"),
    StepRole.TRAINER: ("attend une formation", "attendent une formation"),
    StepRole.PARTNER: ("attend un partenaire", "attendent un partenaire"),
}


class Group(Protocol):
    """One line of the board's GROUP BY. ``late`` is 0 or 1."""

    state: JourneyState
    late: int
    next_role: StepRole | None
    number: int


@dataclass
class Figures:
    """``late``: recruits by role of whoever blocks them. Completed and stopped ones are not in
    ``running``."""

    active: int = 0
    paused: int = 0
    completed: int = 0
    stopped: int = 0
    late: dict[StepRole, int] = field(default_factory=dict)

    @property
    def running(self) -> int:
        return self.active + self.paused

    @property
    def late_total(self) -> int:
        return sum(self.late.values())

    @property
    def on_time(self) -> int:
        return self.active - self.late_total


@dataclass(frozen=True)
class Phrase:
    """Some words of the headline; ``situation`` and ``state`` are the filter showing those rows."""

    text: str
    situation: str = ""
    state: str = "en-cours"


def figures(groups: Iterable[Group]) -> Figures:
    """Add the lines of the GROUP BY up."""
    found = Figures()
    for group in groups:
        setattr(found, group.state.value, getattr(found, group.state.value) + group.number)
        if group.late and group.next_role is not None:
            found.late[group.next_role] = found.late.get(group.next_role, 0) + group.number
    return found


def headline(found: Figures) -> list[Phrase]:
    """« 11 recrues sur 14 sont à l’heure », then who waits for whom, the many first."""
    if not found.running:
        phrases = [Phrase("Aucun parcours n’est en cours")]
    else:
        phrases = [Phrase(_on_time(found.on_time, found.running), ON_TIME)]
        ordered = sorted(found.late.items(), key=lambda item: (-item[1], item[0].value))
        phrases += [Phrase(waits(role, number), role.value) for role, number in ordered]
    if found.paused:
        phrases.append(Phrase(_many(found.paused, "est en pause", "sont en pause"), "", "pause"))
    if found.completed:
        phrases.append(Phrase(_many(found.completed, "a terminé", "ont terminé"), "", "terminees"))
    return phrases


def waits(role: StepRole, number: int) -> str:
    one, several = _WAITS.get(role, (f"attend : {role.label}", f"attendent : {role.label}"))
    return _many(number, one, several)


def _many(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"


def _on_time(number: int, total: int) -> str:
    if number == total:
        return f"Les {total} recrues sont à l’heure" if total > 1 else "La recrue est à l’heure"
    if number == 0:
        return (
            f"Aucune des {total} recrues n’est à l’heure"
            if total > 1
            else "La recrue est en retard"
        )
    return f"{number} recrue{'s' if number > 1 else ''} sur {total} {'sont' if number > 1 else 'est'} à l’heure"


def count_rows(groups: Iterable[Group], asked: BoardFilter) -> int:
    """How many rows the filter keeps, when the groups alone can tell (``not asked.narrow``)."""
    return sum(group.number for group in groups if _kept(group, asked))


def _kept(group: Group, asked: BoardFilter) -> bool:
    if asked.situation:
        if group.state is not JourneyState.ACTIVE:
            return False
        if asked.situation == ON_TIME:
            return not group.late
        return bool(group.late) and asked.situation in {LATE, group.next_role}
    return group.state in STATES_OF[asked.state]


STATES_OF: dict[str, frozenset[JourneyState]] = {
    "en-cours": frozenset({JourneyState.ACTIVE, JourneyState.PAUSED}),
    "pause": frozenset({JourneyState.PAUSED}),
    "terminees": frozenset({JourneyState.COMPLETED}),
    "arretees": frozenset({JourneyState.STOPPED}),
    "toutes": frozenset(JourneyState),
}

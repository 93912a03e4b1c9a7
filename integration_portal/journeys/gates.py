"""The rights that steps open together (« verrou » and « ouvre »): what she may do now. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..content.kinds.rights import RIGHTS
from ..core.dates import day_words
from ..core.typography import french, of
from ..establishments.models import StepRole
from .models import Step, StepKind, StepState
from .rules import COUNTERSIGN, DONE, OBSERVATION, RECRUIT, RETURNED, TODO


class Key(NamedTuple):
    """A step that opens rights. ``since``: when its state changed last; ``assignee``: a name."""

    step_id: int
    title: str
    kind: StepKind
    role: StepRole
    state: StepState
    since: dt.datetime
    assignee: str | None
    opens: Sequence[str]


@dataclass(frozen=True)
class GateStep:
    """A step still to be done, and in whose hands it is: « entre les mains d’Amina Diallo »."""

    step_id: int
    title: str
    hands: str


@dataclass(frozen=True)
class Gate:
    """A right that steps open together. ``since``: the day there when the last was done."""

    slug: str
    title: str
    since: dt.date | None
    missing: tuple[GateStep, ...]

    @property
    def is_open(self) -> bool:
        return self.since is not None

    @property
    def answer(self) -> str:
        """« oui, depuis le … » or « non : il manque … (entre les mains de …) »."""
        if self.since is not None:
            return f"oui, depuis le {day_words(self.since, year=True)}"
        left = ", ".join(f"« {step.title} » ({step.hands})" for step in self.missing)
        return french(f"non : il manque {left}")

    @property
    def sentence(self) -> str:
        return french(f"{self.title} : ") + self.answer


def gates(keys: Iterable[Key], *, recruit: str, zone: str) -> tuple[Gate, ...]:
    """The rights named by at least one step, in the order of the vocabulary. Open when every step
    that names it is done, since the day the last one was. ``recruit``: her name, "" for herself."""
    naming = [key for key in keys if key.opens]
    found = []
    for slug, title in RIGHTS.items():
        mine = [key for key in naming if slug in key.opens]
        if mine:
            left = tuple(_left(key, recruit) for key in mine if key.state is not DONE)
            found.append(Gate(slug, title, None if left else _last_day(mine, zone), left))
    return tuple(found)


def hands(person: str | None, role: StepRole) -> str:
    """« entre les mains d’Amina Diallo », or who is still to be named. "" is the reader herself."""
    if person == "":
        return "entre vos mains"
    if person is None:
        return f"personne à désigner : {role.label}"
    return f"entre les mains {of(person)}"


def keys_of(steps: Iterable[Step], names: dict[int, str]) -> list[Key]:
    """``names`` by user id."""
    return [
        Key(
            step.id, step.title, step.kind, step.role, step.state, step.state_since,
            names.get(step.assignee_id or 0), step.details.get("ouvre") or (),
        )
        for step in steps
    ]  # fmt: skip


def _last_day(keys: Sequence[Key], zone: str) -> dt.date:
    return max(key.since for key in keys).astimezone(ZoneInfo(zone)).date()


def _left(key: Key, recruit: str) -> GateStep:
    if key.state is COUNTERSIGN:
        return GateStep(key.step_id, key.title, "attend la contresignature du médecin")
    hers = key.kind is OBSERVATION and (key.state is TODO or key.state is RETURNED)
    if hers or key.role is RECRUIT:
        return GateStep(key.step_id, key.title, hands(recruit, RECRUIT))
    return GateStep(key.step_id, key.title, hands(key.assignee, key.role))

"""What is locked and why, who acts next, how far along. Pure: plain rows in, plain values out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ..establishments.models import StepRole
from .models import StepKind, StepState

# A page asks these a thousand times over, and a member read from its class costs three plain names.
DONE, TODO, RETURNED = StepState.DONE, StepState.TODO, StepState.RETURNED
SUBMITTED, COUNTERSIGN = StepState.SUBMITTED, StepState.COUNTERSIGN
OBSERVATION, RECRUIT, DOCTOR = StepKind.OBSERVATION, StepRole.RECRUIT, StepRole.DOCTOR


class StepLike(Protocol):
    """The columns every rule reads."""

    @property
    def code(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> StepKind: ...
    @property
    def role(self) -> StepRole: ...
    @property
    def state(self) -> StepState: ...
    @property
    def due_on(self) -> dt.date: ...
    @property
    def requires(self) -> list[str]: ...


class Lock(NamedTuple):
    """Why a step cannot be done yet: what comes first, and in whose hands it is."""

    code: str
    title: str
    role: StepRole

    @property
    def sentence(self) -> str:
        hands = "à vous" if self.role is RECRUIT else self.role.label
        return f"Après « {self.title} » ({hands})"


def locks(steps: Sequence[StepLike]) -> dict[str, list[Lock]]:
    """Code → what is still missing. A step absent from the result is open."""
    by_code = {step.code: step for step in steps}
    missing: dict[str, list[Lock]] = {}
    for step in steps:
        if step.state is DONE:
            continue
        found = [
            Lock(needed.code, needed.title, acts_next(needed))
            for code in step.requires
            if (needed := by_code.get(code)) and needed.state is not DONE
        ]
        if found:
            missing[step.code] = found
    return missing


def acts_next(step: StepLike) -> StepRole:
    """In whose hands the step is now. An observation is the recruit's until she asks for it, and
    the doctor's once validated where she countersigns."""
    if step.kind is OBSERVATION and (step.state is TODO or step.state is RETURNED):
        return RECRUIT
    return DOCTOR if step.state is COUNTERSIGN else step.role


def needs_signature(kind: StepKind) -> bool:
    return kind is OBSERVATION


@dataclass(frozen=True)
class Counters:
    """Kept on the journey. ``next_*`` describe the earliest-due step that is not done, followed
    to the step that really holds it back when it is locked."""

    total: int
    done: int
    next_due_on: dt.date | None
    next_role: StepRole | None
    next_title: str


def counters(steps: Sequence[StepLike]) -> Counters:
    left = [step for step in steps if step.state is not DONE]
    done = len(steps) - len(left)
    if not left:
        return Counters(len(steps), done, None, None, "")
    first = min(left, key=lambda step: (step.due_on, step.code))
    by_code = {step.code: step for step in left}
    blocker = first
    seen = {first.code}
    while True:  # follow the locks down to an open step; templates hold no cycle, adding may
        before = [by_code[code] for code in blocker.requires if code in by_code]
        before = [step for step in before if step.code not in seen]
        if not before:
            break
        blocker = min(before, key=lambda step: (step.due_on, step.code))
        seen.add(blocker.code)
    return Counters(len(steps), done, first.due_on, acts_next(blocker), blocker.title)


def expected(due_dates: Iterable[dt.date], today: dt.date) -> int:
    """How many steps should be done by the end of ``today``."""
    return sum(1 for due_on in due_dates if due_on <= today)


def is_late(step: StepLike, today: dt.date) -> bool:
    return step.state is not DONE and step.due_on < today


def badge_of(step: StepLike, *, locked: bool, today: dt.date) -> tuple[str, str]:
    """(key of the ``badge`` macro, what it says) for one step."""
    if step.state is DONE:
        return "done", "Signé" if needs_signature(step.kind) else "Fait"
    if step.state is SUBMITTED:
        return "waiting", "En attente de signature"
    if step.state is COUNTERSIGN:
        return "waiting", "Attend le médecin"
    if step.state is RETURNED:
        return "returned", "À reprendre"
    if locked:
        return "locked", "Pas encore ouvert"
    return ("late", "En retard") if is_late(step, today) else ("todo", "À faire")

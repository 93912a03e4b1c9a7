"""The rights that the steps of a journey open together (« verrou » and « ouvre »). Pure."""

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from ..content.kinds.rights import RIGHTS
from ..core.typography import of
from ..establishments.models import StepRole
from ..journeys.models import StepState
from ..journeys.rules import acts_next
from .facts import StepFacts
from .sheet import Gate, GateStep


def gates(steps: Sequence[StepFacts], *, recruit: str, zone: str) -> tuple[Gate, ...]:
    """The rights named by at least one step, in the order of the vocabulary. Open when every step
    that names it is done, since the day the last one was."""
    found = []
    for slug, title in RIGHTS.items():
        keys = [step for step in steps if slug in step.opens]
        if keys:
            left = tuple(_left(step, recruit) for step in keys if step.state is not StepState.DONE)
            found.append(Gate(slug, title, None if left else _since(keys, zone), left))
    return tuple(found)


def hands(person: str | None, role: StepRole) -> str:
    """« entre les mains d’Amina Diallo », or who is still to be named."""
    if person is None:
        return f"personne à désigner : {role.label}"
    return f"entre les mains {of(person)}"


def _since(keys: Sequence[StepFacts], zone: str) -> dt.date:
    return max(step.state_since for step in keys).astimezone(ZoneInfo(zone)).date()


def _left(step: StepFacts, recruit: str) -> GateStep:
    holder = acts_next(step)
    person = recruit if holder is StepRole.RECRUIT else step.assignee
    return GateStep(step.id, step.title, hands(person, holder))

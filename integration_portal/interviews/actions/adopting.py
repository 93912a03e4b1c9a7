"""Decisions that become steps of the journey."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.errors import NotFoundError, RuleError
from ...establishments.models import StepRole
from ...journeys import policy as journeys
from ...journeys.actions import adaptation, planning
from ...journeys.models import Step, StepKind
from ..errors import NotYoursError, SettledError
from ..models import InterviewState
from ..queries import Sheet
from .locking import lock

MINUTES = 30


def adopt(session: Session, actor: Actor, sheet: Sheet, *, number: int) -> Step:
    """A signed decision becomes a step; ``number`` counts from 1. Whoever manages the journey
    does it: what a tutor writes is a proposal until then.

    Raises NotYoursError, RuleError, SettledError.
    """
    if not journeys.can_manage(actor, sheet.journey):
        raise NotYoursError("l’encadrement")
    interview = sheet.interview
    lock(session, interview)
    if interview.state in {InterviewState.OPEN, InterviewState.CANCELLED}:
        raise RuleError("Le compte rendu n’est pas encore signé : il peut changer.")
    if not 1 <= number <= len(interview.decisions):
        raise NotFoundError
    decision = dict(interview.decisions[number - 1])
    if decision["step_id"] is not None:
        raise SettledError("Cette décision est déjà une étape du parcours : rien n’a été ajouté.")
    step = adaptation.add_step(
        session, actor, sheet.journey,
        definition=_definition(session, sheet, decision),
        reason=f"Décision de « {sheet.title} »"[:240],
        on=dt.date.fromisoformat(decision["echeance"]),
    )  # fmt: skip
    decision["step_id"] = step.id
    kept = list(interview.decisions)
    kept[number - 1] = decision
    interview.decisions = kept
    return step


def _definition(session: Session, sheet: Sheet, decision: Mapping[str, Any]) -> dict[str, Any]:
    """The step, in the phase where her journey is at that date."""
    on = dt.date.fromisoformat(decision["echeance"])
    steps = planning.steps_of(session, sheet.journey)
    near = max(steps, key=lambda step: (step.due_on <= on, step.due_on, step.position))
    text = decision["texte"]
    return {
        "titre": text,
        "phase": near.phase,
        "type": StepKind.ADMINISTRATIVE.value,
        "responsable": StepRole(decision["qui"]).value,
        "echeance": _rule_of((on - sheet.journey.start_on).days),
        "duree": MINUTES,
        "pourquoi": f"Décidé pendant l’entretien « {sheet.title} ».",
        "faire": text,
        "criteres": [{"code": "decision", "texte": text, "securite": False}],
    }


def _rule_of(days: int) -> str:
    """The week of a date, as a rule of the journey: the date itself is set by hand."""
    return f"S{days // 7 + 1}" if days >= 0 else "J1"

"""Whoever a step waits for is asked again to act."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError, RuleError
from ...establishments.models import StepRole
from ...signoffs.queries import find_latest_request
from ...signoffs.queries_countersigners import list_who_countersign
from .. import policy, rules
from ..events import ReminderSent
from ..models import Journey, Step, StepState
from ..queries import reminded_today
from .history import note


def remind(session: Session, actor: Actor, journey: Journey, step: Step) -> Sequence[User]:
    """Ask whoever holds the step to act; returns who was asked. Once a day (UTC) for one asker.

    Raises RuleError when nobody is named, ConflictError when it was already done today.
    """
    if not policy.can_comment(actor, journey):
        raise ForbiddenError("Vous ne suivez pas ce parcours.")
    if step.state is StepState.DONE:
        raise ConflictError("Cette étape est faite : personne à relancer.")
    people = [session.get_one(User, to) for to in _asked(session, actor, journey, step)]
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    if reminded_today(session, actor, journey, step.code, midnight):
        raise ConflictError(
            f"Vous avez déjà relancé {names(people)} aujourd’hui pour « {step.title} »."
        )
    text = f"{actor.name} vous relance : « {step.title} », pour {journey.recruit.name}."
    for person in people:
        publish(session, ReminderSent(step.id, person.id, actor.name, text))
        note(session, actor, journey, "reminder", code=step.code, to=person.id)
    return people


def names(people: Sequence[User]) -> str:
    return ", ".join(person.name for person in people)


def _asked(session: Session, actor: Actor, journey: Journey, step: Step) -> Sequence[int]:
    """Whoever holds the step; of a countersignature, those who may give it today."""
    holder = holder_of(journey, step)
    if holder is None:
        label = rules.acts_next(step).label
        raise RuleError(f"Personne n’est désigné pour « {label} » : nommez quelqu’un.")
    asked: Sequence[int] = [holder]
    if step.state is StepState.COUNTERSIGN:
        request = find_latest_request(session, f"step:{step.id}")
        asked = list_who_countersign(session, request, holder) if request else asked
    others = [one for one in asked if one != actor.id]
    if not others:
        raise RuleError("Cette étape est entre vos mains : personne d’autre à relancer.")
    return others


def holder_of(journey: Journey, step: Step) -> int | None:
    """Whoever it waits for; None: nobody is named."""
    if step.state is StepState.COUNTERSIGN:
        return journey.doctor_id
    return journey.recruit_id if rules.acts_next(step) is StepRole.RECRUIT else step.assignee_id

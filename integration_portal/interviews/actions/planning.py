"""Open the interview of a step, plan or ask for another one, move it, cancel it."""

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import RuleError
from ...journeys.errors import StoppedError
from ...journeys.models import Journey, JourneyState, Step, StepKind, StepState
from .. import policy, queries
from ..errors import AlreadyPlannedError, NobodyLeadsError, NotYoursError, SettledError
from ..events import InterviewPlanned
from ..kinds import FREE, kind_of_step
from ..models import Interview, InterviewKind, InterviewState
from .locking import lock_open


def open_of_step(session: Session, actor: Actor, journey: Journey, step: Step) -> Interview:
    """The interview of a step, made the first time that somebody prepares it.

    Raises NotYoursError, NobodyLeadsError, RuleError, SettledError.
    """
    leader_id = _leader_of(journey, step)
    team = {journey.recruit_id, leader_id, journey.tutor_id}
    if actor.id not in team and not policy.manages(actor, journey):
        raise NotYoursError("la recrue, ou à la personne qui mène l’entretien")
    if step.kind is not StepKind.INTERVIEW:
        raise RuleError("Cette étape n’est pas un entretien.")
    # One at a time: the second of two people finds what the first made.
    session.execute(select(Journey.id).where(Journey.id == journey.id).with_for_update())
    found = queries.find_of_step(session, step.id)
    if found is not None:
        return found
    if step.state is StepState.DONE:
        raise SettledError("Cette étape est déjà faite : il n’y a plus rien à préparer.")
    kind = kind_of_step(step.details, step.due_rule)
    return _make(session, actor, journey, kind, leader_id, step.due_on, step)


def _leader_of(journey: Journey, step: Step) -> int:
    """Who is in charge of the step; when that is the recruit or nobody, her manager, her tutor."""
    for one in (step.assignee_id, journey.manager_id, journey.tutor_id):
        if one is not None and one != journey.recruit_id:
            return one
    raise NobodyLeadsError


def plan(
    session: Session,
    actor: Actor,
    journey: Journey,
    *,
    kind: InterviewKind,
    leader_id: int,
    planned_on: dt.date,
) -> Interview:
    """Her tutor or her manager plans one; the recruit asks for one. ``leader_id``: the tutor or
    the manager of the journey, or the manager who plans.

    Raises NotYoursError, RuleError, AlreadyPlannedError.
    """
    if not policy.can_plan(actor, journey):
        raise NotYoursError("la recrue, à sa tutrice ou son tuteur, ou à son encadrement")
    leads = {journey.tutor_id, journey.manager_id}
    if policy.manages(actor, journey):
        leads.add(actor.id)
    if leader_id not in leads or leader_id == journey.recruit_id or kind not in FREE:
        raise RuleError("Choisissez une personne de l’équipe et une nature d’entretien.")
    session.execute(select(Journey.id).where(Journey.id == journey.id).with_for_update())
    same = queries.find_same(session, journey.id, kind, planned_on)
    if same is not None:
        raise AlreadyPlannedError(planned_on)
    return _make(session, actor, journey, kind, leader_id, planned_on, None)


def _make(
    session: Session, actor: Actor, journey: Journey, kind: InterviewKind, leader_id: int,
    planned_on: dt.date, step: Step | None,
) -> Interview:  # fmt: skip
    if journey.state is JourneyState.STOPPED:
        raise StoppedError
    made = Interview(
        journey_id=journey.id, step_id=step.id if step else None, kind=kind, leader_id=leader_id,
        planned_on=planned_on, recruit_words={}, leader_words={}, decisions=[], minutes="",
        answer="", state=InterviewState.OPEN, created_at=clock.now(), created_by_id=actor.id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    publish(session, InterviewPlanned(made.id, actor.id, planned_on))
    return made


def move(
    session: Session, actor: Actor, journey: Journey, interview: Interview, *, to: dt.date
) -> None:
    """Another day. The date of the step, if any, stays: its own page changes it."""
    _check_arranges(actor, journey, interview)
    lock_open(session, interview)
    if interview.held_on is not None:
        raise SettledError("Cet entretien a eu lieu : sa date ne change plus.")
    if interview.planned_on == to:
        raise SettledError("Cet entretien est déjà prévu ce jour-là : rien n’a changé.")
    interview.planned_on = to
    publish(session, InterviewPlanned(interview.id, actor.id, to))


def cancel(session: Session, actor: Actor, journey: Journey, interview: Interview) -> None:
    """It will not take place. Its step, if any, may open another one."""
    _check_arranges(actor, journey, interview)
    lock_open(session, interview)
    interview.state = InterviewState.CANCELLED
    session.flush()
    publish(session, InterviewPlanned(interview.id, actor.id, None))


def _check_arranges(actor: Actor, journey: Journey, interview: Interview) -> None:
    if not policy.can_arrange(actor, interview, journey):
        raise NotYoursError("la personne qui mène l’entretien")


def hand_over(session: Session, journey_id: int, before: int, after: int) -> None:
    """What ``before`` was to lead and was not held moves to ``after``, without what ``before``
    had prepared: it was written for herself."""
    session.execute(
        update(Interview)
        .where(
            Interview.journey_id == journey_id,
            Interview.leader_id == before,
            Interview.state == InterviewState.OPEN,
            Interview.held_on.is_(None),
        )
        .values(leader_id=after, leader_words={}, leader_ready_at=None)
    )


def leave_step(session: Session, step_id: int) -> None:
    """The step goes away: what was not signed is cancelled, the rest stays without it."""
    session.execute(
        update(Interview)
        .where(Interview.step_id == step_id, Interview.state == InterviewState.OPEN)
        .values(state=InterviewState.CANCELLED)
    )
    session.execute(update(Interview).where(Interview.step_id == step_id).values(step_id=None))

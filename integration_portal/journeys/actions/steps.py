"""What happens to one step: done, undone, commented, asked to be signed, signed, reminded."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, ForbiddenError, RuleError
from ...signoffs.actions import Subject, request_signoff
from ...signoffs.events import Outcome, SignOffRecorded
from ...signoffs.models import SignOffRequest
from ...signoffs.queries import find_latest_request
from .. import policy, rules
from ..errors import (
    NeedsSignatureError,
    NotYourStepError,
    PausedError,
    SignedStepError,
    StepLockedError,
    StoppedError,
)
from ..events import StepDone
from ..models import Journey, JourneyState, Step, StepState, TemplateVersion
from ..queries import said_last
from .history import note
from .planning import refresh_counters, steps_of

_STATES: dict[Outcome, StepState] = {
    "done": StepState.DONE,
    "returned": StepState.RETURNED,
    "reopened": StepState.TODO,
}
# An observation or a talk withdrawn is no decision withdrawn.
_TAKEN_BACK = {"observed": "unobserved", "talked": "untalked"}


def _lock(session: Session, journey: Journey, step: Step) -> None:
    """One gesture at a time on a journey; the step is then as the one before left it."""
    session.execute(select(Journey.id).where(Journey.id == journey.id).with_for_update())
    session.refresh(step)


def _open_steps(session: Session, journey: Journey, step: Step) -> list[Step]:
    """All steps, once sure that this one may move. Raises StoppedError, PausedError or StepLockedError."""
    if journey.state is JourneyState.STOPPED:
        raise StoppedError
    if journey.state is JourneyState.PAUSED:
        raise PausedError
    steps = steps_of(session, journey)
    missing = rules.locks(steps).get(step.code)
    if missing:
        raise StepLockedError(missing)
    return steps


def mark_done(
    session: Session, actor: Actor, journey: Journey, step: Step, *, comment: str = ""
) -> None:
    """Tick a step. Raises NeedsSignatureError, NotYourStepError, ConflictError, StepLockedError."""
    if rules.needs_signature(step.kind):
        raise NeedsSignatureError
    if not policy.can_complete(actor, journey, step):
        raise NotYourStepError(step.role.label)
    _lock(session, journey, step)
    if step.state is StepState.DONE:
        raise ConflictError("C’était déjà fait : rien n’a changé.")
    steps = _open_steps(session, journey, step)
    _set_state(step, StepState.DONE, actor)
    refresh_counters(journey, steps)
    note(session, actor, journey, "done", code=step.code, comment=comment)
    publish(session, StepDone(step.id, journey.id))


def close_held(session: Session, leader: Actor, journey: Journey, step: Step) -> None:
    """Both people signed the minutes of the interview that this step is. What holds it (a lock, a
    pause) leaves it open: its leader ticks it when the way is free."""
    _lock(session, journey, step)
    if step.state is StepState.DONE:
        return
    try:
        steps = _open_steps(session, journey, step)
    except (StepLockedError, PausedError, StoppedError):
        return
    _set_state(step, StepState.DONE, leader)
    refresh_counters(journey, steps)
    note(session, leader, journey, "held", code=step.code)
    publish(session, StepDone(step.id, journey.id))


def undo(session: Session, actor: Actor, journey: Journey, step: Step, *, reason: str = "") -> None:
    """Open a ticked step again. A signed one stays: only a withdrawal opens it."""
    if rules.needs_signature(step.kind):
        raise SignedStepError
    _lock(session, journey, step)
    if step.state is not StepState.DONE:
        raise ConflictError("Cette étape n’est pas faite : rien à rouvrir.")
    if not policy.can_complete(actor, journey, step) and not policy.can_manage(actor, journey):
        raise NotYourStepError(step.role.label)
    _set_state(step, StepState.TODO, None)
    refresh_counters(journey, steps_of(session, journey))
    note(session, actor, journey, "undone", code=step.code, comment=reason)


def comment(session: Session, actor: Actor, journey: Journey, step: Step, *, text: str) -> None:
    if not policy.can_comment(actor, journey):
        raise ForbiddenError("Vous ne suivez pas ce parcours.")
    _lock(session, journey, step)
    if said_last(session, actor, journey, step.code, text):
        raise ConflictError("Ce mot est déjà enregistré, juste au-dessus dans l’historique.")
    note(session, actor, journey, "comment", code=step.code, comment=text)


def ask_signature(
    session: Session,
    actor: Actor,
    journey: Journey,
    step: Step,
    *,
    levels: Mapping[str, int],
    text: str,
    intention: str = "",
) -> SignOffRequest:
    """The recruit gives her own level per criterion and asks to be observed."""
    if actor.id != journey.recruit_id:
        raise NotYourStepError("la recrue")
    if not rules.needs_signature(step.kind):
        raise RuleError("Cette étape se coche : elle ne demande pas de signature.")
    _lock(session, journey, step)
    if step.state is StepState.DONE:
        raise SignedStepError
    steps = _open_steps(session, journey, step)
    version = session.get_one(TemplateVersion, journey.template_version_id)
    subject = Subject(
        key=f"step:{step.id}",
        title=step.title,
        minutes=step.minutes,
        criteria=step.details["criteres"],
        establishment_id=journey.establishment_id,
        unit_id=journey.unit_id,
        signer_id=step.assignee_id,
        rule=step.details.get("preuve") or {},
        facts={
            "step_code": step.code,
            "competencies": step.competencies,
            "template_version": version.number,
            "started_on": journey.start_on.isoformat(),
        },
    )
    request = request_signoff(
        session, actor, subject, levels=levels, comment=text, intention=intention
    )
    _set_state(step, StepState.SUBMITTED, None)
    refresh_counters(journey, steps)
    note(session, actor, journey, "signature_asked", code=step.code)
    return request


def record_signature(
    session: Session, step: Step, journey: Journey, event: SignOffRecorded
) -> None:
    """A ledger entry about this step, which it may move: signed in full, sent back, open again.

    What is withdrawn after a newer request leaves the step to that one.
    """
    _lock(session, journey, step)
    latest = find_latest_request(session, f"step:{step.id}")
    is_latest = latest is not None and latest.id == event.request_id
    state = _moved(event) if is_latest else None
    if state is not None:
        _set_state(step, state, None)
        refresh_counters(journey, steps_of(session, journey))
    kind = event.kind
    if kind == "withdrawn":
        kind = _TAKEN_BACK.get(event.about_kind, kind)
    note(session, None, journey, f"signature_{kind}", code=step.code, entry=event.entry_id)
    if state is StepState.DONE:
        publish(session, StepDone(step.id, journey.id))


def _moved(event: SignOffRecorded) -> StepState | None:
    """Where the line takes the step. Validated and not done yet: a doctor countersigns."""
    if event.outcome is not None:
        return _STATES[event.outcome]
    return StepState.COUNTERSIGN if event.kind == "signed" else None


def cancel_request(session: Session, journey: Journey, step: Step) -> None:
    """The recruit took her request back."""
    _lock(session, journey, step)
    _set_state(step, StepState.TODO, None)
    refresh_counters(journey, steps_of(session, journey))
    note(session, None, journey, "signature_cancelled", code=step.code)


def _set_state(step: Step, state: StepState, actor: Actor | None) -> None:
    step.state, step.state_since = state, clock.now()
    step.done_by_id = actor.id if actor and state is StepState.DONE else None

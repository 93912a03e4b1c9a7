"""Steps that ask for proofs: fiches read, a drill, modules; and the moment they are done."""

from sqlalchemy.orm import Session

from ...core.actor import Actor
from ...core.errors import NotFoundError
from ...fiches.actions import readings
from .. import policy, rules
from ..errors import (
    NotYourStepError,
    PausedError,
    ProofsMissingError,
    StepLockedError,
    StoppedError,
)
from ..models import Journey, Step, StepState
from ..proofs import fiches_of, find_proofs, place_of
from .steps import mark_done


def tick(
    session: Session, actor: Actor, journey: Journey, step: Step, *, comment: str = ""
) -> None:
    """« C’est fait ». Raises ProofsMissingError while something that the step asks for is missing."""
    proofs = find_proofs(session, journey, step)
    if proofs is not None and not proofs.complete:
        raise ProofsMissingError(proofs.missing)
    mark_done(session, actor, journey, step, comment=comment)


def attest(
    session: Session, actor: Actor, journey: Journey, step: Step, *, slug: str, shown: str
) -> bool:
    """The recruit read one fiche of the step; True when that was the last thing it asked for."""
    if actor.id != journey.recruit_id:
        raise NotYourStepError("la recrue")
    if slug not in fiches_of(step):
        raise NotFoundError
    readings.record(
        session, actor, slug=slug, place=place_of(journey), shown=shown, step_id=step.id
    )
    return close_if_proven(session, actor, journey, step)


def close_if_proven(session: Session, actor: Actor, journey: Journey, step: Step) -> bool:
    """Mark the step done once nothing is missing. What holds it (a lock, a pause, somebody else's
    word) leaves it open: it is then ticked when the way is free."""
    proofs = find_proofs(session, journey, step)
    if step.state is StepState.DONE or proofs is None or not proofs.complete:
        return False
    if not proofs.closes_itself:
        return False
    if rules.needs_signature(step.kind) or not policy.can_complete(actor, journey, step):
        return False
    try:
        mark_done(session, actor, journey, step)
    except (StepLockedError, PausedError, StoppedError):
        return False
    return True

"""Name, before any situation, who observes beside the signer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.errors import ConflictError, RuleError
from .. import policy
from ..errors import NotAnObserverError, NothingToObserveError, SelfSignatureError
from ..events import ObserverNamed
from ..models import NamedObserver, SignOffRequest
from ..queries_observations import OBSERVABLE, list_nameable


def name_observer(session: Session, actor: Actor, request: SignOffRequest, user_id: int) -> None:
    """Beforehand, somebody else who signs in that unit. Twice is a ConflictError."""
    refuse_others(actor, request)
    if request.state not in OBSERVABLE:
        raise NothingToObserveError
    named = select(NamedObserver.id).where(
        NamedObserver.request_id == request.id, NamedObserver.user_id == user_id
    )
    if session.scalar(named):
        raise ConflictError("Cette personne est déjà désignée pour observer.")
    if user_id not in {person.id for person in list_nameable(session, request)}:
        raise RuleError("Choisissez une personne qui signe dans cette unité.")
    row = NamedObserver(request_id=request.id, user_id=user_id, named_by_id=actor.id)
    row.named_at = clock.now()
    session.add(row)
    session.flush()
    publish(session, ObserverNamed(request.id, user_id, actor.id))


def refuse_others(actor: Actor, request: SignOffRequest) -> None:
    """Only who signs in that unit observes and names; never the recruit herself."""
    if actor.id == request.recruit_id:
        raise SelfSignatureError
    if not policy.can_decide(actor, request):
        raise NotAnObserverError

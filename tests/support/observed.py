"""What was seen and talked over about one request of the world."""

import datetime as dt
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.core import clock
from integration_portal.signoffs.actions import (
    TalkNotes,
    keep_acts,
    keep_talk,
    name_observer,
    sign_talk,
)
from integration_portal.signoffs.models import (
    Observation,
    ObservationState,
    SignOffRequest,
)
from integration_portal.signoffs.queries_observations import list_nameable

from .factories import actor_of, observe


def seen_and_talked(session: Session, request: SignOffRequest) -> dict[str, int]:
    """A request with all that it asks, a draft of the tutor, a talk signed by her."""
    observe(session, request)
    assert request.signer_id is not None
    tutor, before = actor_of(session, request.signer_id), clock.now() - dt.timedelta(minutes=30)
    name_observer(session, tutor, request, list_nameable(session, request)[0].id)
    draft = keep_acts(
        session, tutor, request, str(uuid.uuid5(uuid.NAMESPACE_OID, f"grille {request.id}")),
        [{one["code"]: True for one in request.criteria}],
    )  # fmt: skip
    talk = keep_talk(session, tutor, request, TalkNotes(before, "Vu", "Fait", "Appris", "Change"))
    sign_talk(session, tutor, talk)
    last = session.scalars(
        select(Observation)
        .where(Observation.request_id == request.id, Observation.state == ObservationState.SIGNED)
        .order_by(Observation.id.desc())
    ).first()
    assert last is not None
    return {"seen_id": last.id, "draft_id": draft.id, "talk_id": talk.id}

"""What was seen and talked over, about one subject."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..establishments.models import Establishment
from .evidence import Seen
from .models import Observation, ObservationState, SignOffRequest


def list_seen(session: Session, request: SignOffRequest) -> list[Seen]:
    """Every signed observation of its subject, whichever request it was made on, oldest first."""
    rows = session.execute(
        select(
            Observation.situation_at, Observation.observer_id, Observation.levels,
            Establishment.time_zone,
        )
        .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
        .join(Establishment, Establishment.id == SignOffRequest.establishment_id)
        .where(
            SignOffRequest.subject == request.subject,
            Observation.state == ObservationState.SIGNED,
        )
        .order_by(Observation.situation_at)
    )  # fmt: skip
    return [
        Seen(at.astimezone(ZoneInfo(zone)).date(), observer, levels)
        for at, observer, levels, zone in rows
    ]

"""An evidence file taken away is an administrative act."""

from sqlalchemy.orm import Session

from ...core import audit
from ...core.actor import Actor
from ...journeys.models import Journey


def note_evidence_taken(session: Session, actor: Actor, journey: Journey) -> None:
    audit.record(
        session, actor, "evidence.take", f"journeys:{journey.id}",
        establishment_id=journey.establishment_id, recruit=journey.recruit_id,
    )  # fmt: skip

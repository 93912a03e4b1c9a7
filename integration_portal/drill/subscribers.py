"""A person's own attempts: exported to her, gone with her."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from .models import DrillAttempt


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    attempts = session.scalars(
        select(DrillAttempt)
        .where(DrillAttempt.user_id == event.user_id)
        .order_by(DrillAttempt.started_at)
    )
    event.sections["epreuves"] = [
        {"commencee_le": one.started_at, "justes": one.score, "secondes": one.seconds,
         "phrases": one.items}
        for one in attempts
    ]  # fmt: skip


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    session.execute(delete(DrillAttempt).where(DrillAttempt.user_id == event.user_id))


SUBSCRIBERS = (
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

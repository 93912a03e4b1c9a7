"""What the binder does when a person leaves or asks for her data."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from . import scope
from .models import PrintJob


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    jobs = session.scalars(
        select(PrintJob).where(PrintJob.owner_id == event.user_id).order_by(PrintJob.id)
    )
    event.sections["classeurs"] = [
        {"classeur": scope.read(job.scope).title, "demande_le": job.asked_at} for job in jobs
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """Her files go with the worker's next round: no job names them any more."""
    session.execute(delete(PrintJob).where(PrintJob.owner_id == event.user_id))


SUBSCRIBERS = (
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

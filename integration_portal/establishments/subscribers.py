"""What places do when accounts announce something."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from .models import Referent


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    rows = session.scalars(select(Referent).where(Referent.user_id == event.user_id))
    event.sections["referente_pour"] = [
        {"role": row.role, "etablissement": row.establishment_id, "unite": row.unit_id}
        for row in rows
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """Nobody is sent to somebody who left."""
    session.execute(delete(Referent).where(Referent.user_id == event.user_id))


SUBSCRIBERS = (
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

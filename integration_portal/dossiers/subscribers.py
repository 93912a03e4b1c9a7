"""What the competency file does when accounts announce something."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested
from .models import Attestation


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    """Her attestations; nothing of them is erased with her account but her name, kept elsewhere."""
    rows = session.scalars(
        select(Attestation).where(Attestation.holder_id == event.user_id).order_by(Attestation.id)
    )
    event.sections["attestations"] = [
        {
            "bloc": row.block,
            "code": row.code,
            "ce_qui_se_lit": row.shown,
            "delivree_le": row.issued_at,
            "retiree_le": row.withdrawn_at,
        }
        for row in rows
    ]


SUBSCRIBERS = ((PersonalDataRequested, on_personal_data_requested),)

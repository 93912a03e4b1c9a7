"""Who may give a countersignature today."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core import clock
from ..core.permissions import Role
from ..establishments.queries import list_people
from .models import SignerAbsence, SignOffRequest
from .queries_standing import running

MAX_DOCTORS = 10


def list_who_countersign(
    session: Session, request: SignOffRequest, doctor_id: int
) -> Sequence[int]:
    """The doctor of the journey; while she is away, her relay if that is a doctor there, else every
    doctor of the unit who is there. Nobody: she alone. Never the recruit, nor who decided."""
    rows = session.execute(
        select(SignerAbsence.user_id, SignerAbsence.relay_id).where(
            SignerAbsence.establishment_id == request.establishment_id, running(clock.now())
        )
    ).all()
    gone = {row.user_id for row in rows}
    if doctor_id not in gone:
        return [doctor_id]
    doctors = list_people(session, request.establishment_id, Role.DOCTOR, request.unit_id)
    strange = {request.recruit_id, request.decided_by_id} | gone
    present = [one.id for one in doctors if one.id not in strange][:MAX_DOCTORS]
    relays = {row.relay_id for row in rows if row.user_id == doctor_id}
    return [one for one in present if one in relays] or present or [doctor_id]

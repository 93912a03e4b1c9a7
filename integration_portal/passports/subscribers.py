"""What passports do when a lower floor announces something."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..drill.events import DrillFinished
from ..establishments.models import Unit
from .actions import prove_by_drill
from .models import Passport


def on_drill_finished(session: Session, event: DrillFinished) -> None:
    """A passed drill may be the proof that her open passports wait for."""
    if not event.passed:
        return
    ongoing = select(Passport).where(
        Passport.holder_id == event.user_id,
        Passport.granted_on.is_(None),
        Passport.ended_at.is_(None),
    )
    for passport in session.scalars(ongoing.order_by(Passport.id)).all():
        prove_by_drill(session, passport)


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    rows = session.execute(
        select(Passport, Unit.name)
        .join(Unit, Unit.id == Passport.unit_id)
        .where(Passport.holder_id == event.user_id)
        .order_by(Passport.id)
    )
    event.sections["passeports"] = [
        {
            "unite": unit,
            "ouvert_le": one.opened_at,
            "conditions": [
                {"condition": code, "le": proof["le"], "mot": proof["mot"]}
                for code, proof in one.conditions.items()
            ],
            "habilitee_le": one.granted_on,
            "renouvelee_le": one.renewed_on,
            "dernier_poste_pris_le": one.last_worked_on,
            "retire_le": one.ended_at,
            "raison_du_retrait": one.reason,
        }
        for one, unit in rows
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """The words about her go; dates and signed lines stay as evidence."""
    mine = select(Passport).where(Passport.holder_id == event.user_id)
    for passport in session.scalars(mine).all():
        passport.conditions = {
            code: {**proof, "mot": ""} for code, proof in passport.conditions.items()
        }
    session.execute(update(Passport).where(Passport.holder_id == event.user_id).values(reason=""))


SUBSCRIBERS = (
    (DrillFinished, on_drill_finished),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

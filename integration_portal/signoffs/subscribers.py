"""What sign-offs do when accounts announce something."""

import json
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from .models import LedgerEntry, SignerAbsence, SignOffRequest
from .personal_data import forget_seen, seen_sections


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    event.sections["demandes_de_signature"] = _requests(session, event.user_id)
    event.sections.update(seen_sections(session, event.user_id))
    event.sections["absences_et_relais"] = _absences(session, event.user_id)
    event.sections["signatures_recues"] = [
        json.loads(payload)
        for payload in session.scalars(
            select(LedgerEntry.payload)
            .where(LedgerEntry.recruit_id == event.user_id)
            .order_by(LedgerEntry.at)
        )
    ]
    event.sections["signatures_donnees"] = [
        {"quand": entry.at, "nature": entry.kind, "empreinte": entry.hash}
        for entry in session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.author_id == event.user_id)
            .order_by(LedgerEntry.at)
        )
    ]


def _absences(session: Session, user_id: int) -> list[dict[str, Any]]:
    """When she was away or acted for somebody; never why."""
    rows = session.scalars(
        select(SignerAbsence)
        .where(or_(SignerAbsence.user_id == user_id, SignerAbsence.relay_id == user_id))
        .order_by(SignerAbsence.first_on)
    )
    return [
        {
            "du": row.first_on,
            "au": row.last_on,
            "vous": "absence" if row.user_id == user_id else "relais",
            "terminee_avant": row.ended_at,
        }
        for row in rows
    ]


def _requests(session: Session, user_id: int) -> list[dict[str, Any]]:
    """What she asked for, in her own words and with the levels she gave herself."""
    rows = session.scalars(
        select(SignOffRequest)
        .where(SignOffRequest.recruit_id == user_id)
        .order_by(SignOffRequest.requested_at)
    )
    return [
        {
            "quand": row.requested_at,
            "objet": row.title,
            "etat": row.state,
            "vos_niveaux": row.self_levels,
            "vos_mots": row.self_comment,
            "ce_que_vous_vouliez_montrer": row.intention,
        }
        for row in rows
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    """Her own words go from the requests; what was signed stays as it was signed."""
    session.execute(
        update(SignOffRequest)
        .where(SignOffRequest.recruit_id == event.user_id)
        .values(self_comment="", intention="")
    )
    forget_seen(session, event.user_id)


SUBSCRIBERS = (
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

"""What fiches do when the content or a person changes."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, defer

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..content.events import ContentChanged
from .actions.lapses import announce_lapses
from .actions.rereads import ask_again
from .events import FicheTextChanged
from .models import FicheApproval, FicheReading, RereadTask
from .places import Place


def on_content_changed(session: Session, event: ContentChanged) -> None:
    if event.kind == "fiche":
        ask_again(session, event.slug)
        announce_lapses(session, event.slug)


def on_fiche_text_changed(session: Session, event: FicheTextChanged) -> None:
    ask_again(session, event.slug, establishment_id=event.establishment_id)
    announce_lapses(session, event.slug, Place(event.establishment_id, event.unit_id))


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    readings = session.scalars(
        select(FicheReading)
        .where(FicheReading.user_id == event.user_id)
        .order_by(FicheReading.read_at)
    )
    event.sections["lectures"] = [
        {"fiche": one.slug, "texte": one.text_hash, "quand": one.read_at} for one in readings
    ]
    tasks = session.scalars(
        select(RereadTask)
        .where(RereadTask.user_id == event.user_id)
        .order_by(RereadTask.created_at)
    )
    event.sections["relectures"] = [
        {"fiche": one.slug, "demandee_le": one.created_at, "faite_le": one.done_at} for one in tasks
    ]

    decisions = session.scalars(
        select(FicheApproval)
        .where(FicheApproval.signer_id == event.user_id)
        .options(defer(FicheApproval.payload))
        .order_by(FicheApproval.id)
    )
    event.sections["decisions_sur_des_fiches"] = [
        {"fiche": one.slug, "decision": one.decision, "texte": one.text_hash,
         "quand": one.decided_at, "vos_mots": one.comment}
        for one in decisions
    ]  # fmt: skip


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    for table in (FicheReading, RereadTask):
        session.execute(delete(table).where(table.user_id == event.user_id))


SUBSCRIBERS = (
    (ContentChanged, on_content_changed),
    (FicheTextChanged, on_fiche_text_changed),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

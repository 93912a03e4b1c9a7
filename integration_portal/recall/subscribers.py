"""A missed question becomes a card; a person's cards are exported to her, and go with her."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts.events import PersonalDataRequested, UserAnonymised
from ..learning.events import QuestionAnswered
from .missed import keep_missed
from .models import RecallCard, RecallReview


def on_question_answered(session: Session, event: QuestionAnswered) -> None:
    if not event.right:
        keep_missed(session, event.user_id, f"{event.module}/{event.question_id}")


def on_personal_data_requested(session: Session, event: PersonalDataRequested) -> None:
    cards = session.scalars(
        select(RecallCard)
        .where(RecallCard.user_id == event.user_id)
        .order_by(RecallCard.added_at, RecallCard.id)
    )
    event.sections["cartes_de_revision"] = [
        {"sorte": one.source, "carte": one.ref, "depuis": one.added_at, "prochaine_fois": one.due_at,
         "notes": one.reps, "oublis": one.lapses, "mise_de_cote_le": one.suspended_at}
        for one in cards
    ]  # fmt: skip
    reviews = session.execute(
        select(RecallReview.reviewed_at, RecallReview.rating, RecallReview.seconds, RecallCard.ref)
        .join(RecallCard, RecallCard.id == RecallReview.card_id)
        .where(RecallReview.user_id == event.user_id)
        .order_by(RecallReview.id)
    )
    event.sections["revisions"] = [
        {"quand": one.reviewed_at, "carte": one.ref, "note": one.rating, "secondes": one.seconds}
        for one in reviews
    ]


def on_user_anonymised(session: Session, event: UserAnonymised) -> None:
    for table in (RecallReview, RecallCard):
        session.execute(delete(table).where(table.user_id == event.user_id))


SUBSCRIBERS = (
    (QuestionAnswered, on_question_answered),
    (PersonalDataRequested, on_personal_data_requested),
    (UserAnonymised, on_user_anonymised),
)

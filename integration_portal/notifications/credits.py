"""Who is told what about modules that somebody knows already."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ..accounts.models import RoleGrant, User
from ..core.permissions import Role
from ..journeys.queries import find_running
from ..learning.events import CreditAsked, CreditDecided
from . import actions, messages

MAX_TUTORS = 10


def on_credit_asked(session: Session, event: CreditAsked) -> None:
    """The tutor of her journey; when nobody is, or she signs there no more, those of the place."""
    tutors, journey = _tutors(session, event), find_running(session, event.user_id)
    own = [one for one in tutors if journey and one == journey.tutor_id]
    text = messages.credit_asked(session.get_one(User, event.user_id).name, event.title)
    path = f"/modules/reconnaissances/{event.credit_id}"
    for user_id in own or tutors[:MAX_TUTORS]:
        actions.notify(session, user_id, text=text, path=path)


def _tutors(session: Session, event: CreditAsked) -> list[int]:
    """Those who may decide: nobody decides for herself, nor for a unit that is not hers."""
    return list(
        session.scalars(
            select(User.id)
            .join(RoleGrant, RoleGrant.user_id == User.id)
            .where(
                User.is_active,
                User.id != event.user_id,
                RoleGrant.role == Role.TUTOR,
                RoleGrant.establishment_id == event.establishment_id,
                or_(RoleGrant.unit_id.is_(None), RoleGrant.unit_id == event.unit_id),
            )
            .order_by(User.id)
            .distinct()
        )
    )


def on_credit_decided(session: Session, event: CreditDecided) -> None:
    """Whoever asked. Why is said on the page of the module, and nowhere else."""
    text = messages.credit_answered(event.answer, event.author_name, event.title)
    actions.notify(session, event.user_id, text=text, path=f"/modules/{event.module}")


CREDIT_SUBSCRIBERS = (
    (CreditAsked, on_credit_asked),
    (CreditDecided, on_credit_decided),
)

"""Credits asked and given, for those who decide."""

from collections.abc import Sequence

from sqlalchemy import Row, bindparam, case, func, select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core.actor import Actor
from ..core.permissions import Permission
from . import policy
from .models import ModuleCredit, QuizAttempt

SHOWN = 100
# The queue asks for it each time: built once.
_WAITING = select(func.count(ModuleCredit.id)).where(
    ModuleCredit.granted.is_(None),
    policy.credits_decided_within(
        bindparam("places", expanding=True), bindparam("units", expanding=True), bindparam("me")
    ),
)


def list_credits(
    session: Session, actor: Actor
) -> Sequence[Row[ModuleCredit, str, float, list[str]]]:
    """(credit, name, points, questions asked, stars missed) of those the actor decides about:
    what waits first, oldest first, then what was decided, latest first."""
    name = (User.given_name + " " + User.family_name).label("name")
    return session.execute(
        select(ModuleCredit, name, QuizAttempt.points, QuizAttempt.drawn)
        .join(User, User.id == ModuleCredit.user_id)
        .join(QuizAttempt, QuizAttempt.id == ModuleCredit.attempt_id)
        .where(policy.credits_decided_by(actor))
        .order_by(
            ModuleCredit.granted.is_not(None),
            case((ModuleCredit.granted.is_(None), ModuleCredit.id)),
            ModuleCredit.decided_at.desc(),
        )
        .limit(SHOWN)
    ).all()


def count_waiting(session: Session, actor: Actor) -> int:
    """How many of those the actor decides about wait for an answer."""
    scope = actor.scope(Permission.SIGNOFF_DECIDE)
    values = {
        "me": actor.id, "places": list(scope.establishments), "units": list(scope.units)
    }  # fmt: skip
    return int(session.connection().execute(_WAITING, values).scalar_one())


def list_own_credits(session: Session, user_id: int, slug: str) -> Sequence[ModuleCredit]:
    """Hers for one module, the latest first: what was answered to her."""
    return session.scalars(
        select(ModuleCredit)
        .where(ModuleCredit.user_id == user_id, ModuleCredit.module == slug)
        .order_by(ModuleCredit.id.desc())
    ).all()

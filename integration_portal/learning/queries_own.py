"""Attempts at quizzes and runs of simulations: always her own."""

from collections.abc import Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.errors import NotFoundError
from .models import QuizAttempt, SimulationRun

Tried = TypeVar("Tried", QuizAttempt, SimulationRun)


def get_own(session: Session, actor: Actor, model: type[Tried], row_id: int) -> Tried:
    """Raises NotFoundError."""
    row = session.get(model, row_id)
    if row is None or row.user_id != actor.id:
        raise NotFoundError
    return row


def find_open(session: Session, actor: Actor, model: type[Tried], slug: str) -> Tried | None:
    """What she left open in one module."""
    return session.scalars(
        select(model).where(
            model.user_id == actor.id, model.module == slug, model.finished_at.is_(None)
        )
    ).one_or_none()


def list_own(session: Session, actor: Actor, model: type[Tried], slug: str) -> Sequence[Tried]:
    """Hers of one module, the latest first."""
    return session.scalars(
        select(model)
        .where(model.user_id == actor.id, model.module == slug)
        .order_by(model.id.desc())
        .limit(20)
    ).all()

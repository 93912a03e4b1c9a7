"""Reading runs of simulations: always her own."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from .models import SimulationRun


def list_runs(session: Session, actor: Actor, slug: str) -> Sequence[SimulationRun]:
    """Hers of one module, the latest first."""
    return session.scalars(
        select(SimulationRun)
        .where(SimulationRun.user_id == actor.id, SimulationRun.module == slug)
        .order_by(SimulationRun.id.desc())
        .limit(20)
    ).all()

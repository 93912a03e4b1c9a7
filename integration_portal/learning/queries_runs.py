"""Reading runs of simulations: always her own."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.errors import NotFoundError
from .models import SimulationRun


def get_run(session: Session, actor: Actor, run_id: int) -> SimulationRun:
    """Her own. Raises NotFoundError."""
    run = session.get(SimulationRun, run_id)
    if run is None or run.user_id != actor.id:
        raise NotFoundError
    return run


def list_runs(session: Session, actor: Actor, slug: str) -> Sequence[SimulationRun]:
    """Hers of one module, the latest first."""
    return session.scalars(
        select(SimulationRun)
        .where(SimulationRun.user_id == actor.id, SimulationRun.module == slug)
        .order_by(SimulationRun.id.desc())
        .limit(20)
    ).all()

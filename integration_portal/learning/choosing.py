"""Weigh a choice: only reading, so that nobody waits meanwhile. ``actions.simulations`` keeps it."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..core.actor import Actor
from . import runs
from .errors import NotOfferedError
from .models import Ending, SimulationRun
from .queries import get_version
from .queries_own import get_own


@dataclass(frozen=True)
class Chosen:
    """A choice open at the turn where ``run`` was when it was read. ``path``: it and those before;
    ``ending``: how it ends the run, if it does."""

    run: SimulationRun
    path: list[int]
    ending: Ending | None
    star_errors: int


def weigh(session: Session, actor: Actor, run_id: int, *, place: int, choice: int) -> Chosen | None:
    """None: already chosen. Raises NotFoundError, NotOfferedError."""
    run = get_own(session, actor, SimulationRun, run_id)
    if place < run.turns or run.finished_at is not None:
        return None
    if place > run.turns:
        raise NotOfferedError
    simulation = get_version(session, run.module, run.version).simulation or {}
    path = [*run.choices, choice]
    try:
        state = runs.states(simulation, path)[-1]
    except ValueError:
        raise NotOfferedError from None
    end = next(turn["fin"] for turn in simulation["tours"] if turn["id"] == state.turn)
    return Chosen(
        run, path, Ending(end) if end else None, runs.star_errors(simulation, path) if end else 0
    )

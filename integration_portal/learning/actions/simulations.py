"""Play a simulation: one choice after another, kept at each, replayed from any turn."""

from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from ...core import clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ...core.errors import NotFoundError
from .. import runs
from ..errors import NoSimulationError, NotOfferedError
from ..models import Ending, SimulationRun
from ..presentation import Module
from ..queries import get_module, get_version
from ..queries_own import find_open, get_own
from .progressing import announcing

_RUNS = cast("Table", SimulationRun.__table__)
# Built once, and sent without the ORM: every turn of every run goes through it.
_ADVANCE = update(_RUNS).where(_RUNS.c.id == bindparam("run"), _RUNS.c.turns == bindparam("place"))


def start(session: Session, actor: Actor, *, slug: str) -> SimulationRun:
    """Begin, or go on with the run left open on the present text. Raises NotFoundError,
    NoSimulationError."""
    module = get_module(session, slug)
    if module.simulation is None:
        raise NoSimulationError
    open_ = find_open(session, actor, SimulationRun, slug)
    if (
        open_ is not None
        and get_version(session, slug, open_.version).simulation == module.simulation
    ):
        return open_
    return _begin(session, actor, module, [])


def replay(session: Session, actor: Actor, run_id: int, *, place: int) -> SimulationRun:
    """Take a finished run up again before its turn ``place`` (from 0), on the text it was played
    on; what was left open is dropped. Raises NotFoundError."""
    before = get_own(session, actor, SimulationRun, run_id)
    if before.finished_at is None or not 0 <= place < len(before.choices):
        raise NotFoundError
    module = get_version(session, before.module, before.version)
    return _begin(session, actor, module, before.choices[:place], replay_of=before.id)


def _begin(
    session: Session, actor: Actor, module: Module, choices: list[int],
    replay_of: int | None = None,
) -> SimulationRun:  # fmt: skip
    left = find_open(session, actor, SimulationRun, module.card.slug)
    if left is not None:
        session.delete(left)
        session.flush()
    run = SimulationRun(
        user_id=actor.id, module=module.card.slug, version=module.version, choices=choices,
        turns=len(choices), star_errors=0, replay_of_id=replay_of, started_at=clock.now(),
    )  # fmt: skip
    session.add(run)
    session.flush()
    return run


def choose(
    session: Session, actor: Actor, run_id: int, *, place: int, choice: int
) -> SimulationRun:
    """Turn ``place`` (from 0): she takes ``choice``. A choice sent twice is taken once: the first.
    Raises NotFoundError, NotOfferedError."""
    run = get_own(session, actor, SimulationRun, run_id)
    if place < run.turns or run.finished_at is not None:
        return run
    simulation = get_version(session, run.module, run.version).simulation or {}
    path = [*run.choices, choice]
    try:
        state = runs.states(simulation, path)[-1]
    except ValueError:
        raise NotOfferedError from None
    if place != run.turns:
        raise NotOfferedError
    if not _advance(session, run, path):
        session.refresh(run)  # the same choice, sent twice at once
        return run
    ended = next(turn["fin"] for turn in simulation["tours"] if turn["id"] == state.turn)
    if ended:
        _end(session, run, Ending(ended), runs.star_errors(simulation, path))
    return run


def _advance(session: Session, run: SimulationRun, path: list[int]) -> bool:
    """Move the run on by one, unless somebody did since it was read."""
    after = {"choices": path, "turns": len(path)}
    if changed_rows(session, _ADVANCE, {"run": run.id, "place": run.turns, **after}) != 1:
        return False
    for name, value in after.items():
        set_committed_value(run, name, value)
    return True


def _end(session: Session, run: SimulationRun, ending: Ending, star_errors: int) -> None:
    with announcing(session, run.user_id, get_module(session, run.module)):
        run.ending, run.star_errors, run.finished_at = ending, star_errors, clock.now()

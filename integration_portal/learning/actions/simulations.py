"""Play a simulation: one choice after another, kept at each, replayed from any turn."""

from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.db import changed_rows
from ...core.errors import NotFoundError
from ..choosing import Chosen, weigh
from ..errors import NoSimulationError
from ..models import SimulationRun
from ..presentation import Module
from ..queries import get_module, get_version
from ..queries_own import find_open, get_own
from .progressing import announce

_RUNS = cast("Table", SimulationRun.__table__)
# Built once, and sent without the ORM: every turn of every run goes through it.
_MOVE = update(_RUNS).where(
    _RUNS.c.id == bindparam("run"),
    _RUNS.c.turns == bindparam("place"),
    _RUNS.c.finished_at.is_(None),
)


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
    """Weigh and keep a choice at once. Raises what ``weigh`` raises."""
    chosen = weigh(session, actor, run_id, place=place, choice=choice)
    if chosen is not None:
        keep(session, chosen)
    run = get_own(session, actor, SimulationRun, run_id)
    session.refresh(run)
    return run


def keep(session: Session, chosen: Chosen) -> None:
    """A choice sent twice is taken once: the first."""
    run = chosen.run
    after: dict[str, object] = {"choices": chosen.path, "turns": len(chosen.path)}
    if chosen.ending:
        after |= {"ending": chosen.ending, "star_errors": chosen.star_errors}
        after["finished_at"] = clock.now()
    where = {"run": run.id, "place": run.turns}
    moved = changed_rows(session.connection(), _MOVE, where | after) == 1
    if moved and chosen.ending:
        announce(session, run.user_id, run.module, ("played", run.id))

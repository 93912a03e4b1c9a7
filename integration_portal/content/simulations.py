"""What a run of a simulation does, and whether its graph holds. Pure: payloads in, values out.

Every state that can be reached is visited (a turn, what is remembered, the gauges conditions look
at), so that « every turn reachable » and « every path ends » are shown, not sampled.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from .kinds.simulation import GAUGES, LEVEL

MAX_STATES = 200_000
_START = 50
_UNSEEN = (_START,) * len(GAUGES)
_RANKS = {gauge: rank for rank, gauge in enumerate(GAUGES)}


class State(NamedTuple):
    """Where a run is: the turn, the flags remembered, the four gauges (0 to 100). A plain tuple:
    reading the shipped modules visits fifty thousand."""

    turn: str
    flags: frozenset[str]
    gauges: tuple[int, ...]


def start(simulation: Mapping[str, Any]) -> State:
    begun = simulation["depart_jauges"]
    gauges = tuple(begun.get(gauge, _START) for gauge in GAUGES)
    return State(simulation["depart"], frozenset(), gauges)


def turns_of(simulation: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {turn["id"]: turn for turn in simulation["tours"]}


def holds(conditions: list[str], state: State) -> bool:
    """Whether every condition is true in that state."""
    for one in conditions:  # noqa: SIM110  # asked so often that a generator counts
        if not _holds(one, state):
            return False
    return True


def offered(turn: Mapping[str, Any], state: State) -> list[int]:
    """The numbers (from 0) of the choices open in that state."""
    return [n for n, choice in enumerate(turn["choix"]) if holds(choice["si"], state)]


def choose(choice: Mapping[str, Any], state: State) -> State:
    """The state after a choice. Its own consequences count for its ways."""
    _, flags, gauges = state
    ways = choice["vers"]
    if choice["jauges"]:
        gauges = _moved(gauges, choice["jauges"])
    if choice["retient"]:
        flags = flags.union(choice["retient"])
    if isinstance(ways, str):
        return State(ways, flags, gauges)
    after = State(state.turn, flags, gauges)
    return State(next(str(way["vers"]) for way in ways if holds(way["si"], after)), flags, gauges)


def _moved(gauges: tuple[int, ...], moves: Mapping[str, int]) -> tuple[int, ...]:
    """The gauges after these moves, each kept between 0 and 100."""
    levels = list(gauges)
    for gauge, by in moves.items():
        rank = _RANKS[gauge]
        levels[rank] = min(100, max(0, levels[rank] + by))
    return tuple(levels)


def problems(simulation: Mapping[str, Any]) -> Iterator[tuple[str | None, str]]:
    """(turn or None, sentence) for everything wrong with the graph."""
    turns = turns_of(simulation)
    names = [turn["id"] for turn in simulation["tours"]]
    twins = {name for name in names if names.count(name) > 1}
    for name in twins:
        yield name, f"Deux tours portent l'identifiant « {name} »."
    if twins:
        return
    missing = list(_missing(simulation, turns))
    yield from missing
    if missing:
        return
    try:
        after = _explore(simulation, turns)
    except OverflowError:
        yield None, "Le graphe a trop d'états : retirez des conditions."
        return
    yield from _faults(turns, after)


def _faults(
    turns: Mapping[str, Mapping[str, Any]], after: Mapping[State, list[State]]
) -> Iterator[tuple[str | None, str]]:
    reached = {state.turn for state in after}
    for name in turns.keys() - reached:
        yield name, f"Le tour « {name} » n'est jamais atteint."
    stuck = {
        state.turn for state, nexts in after.items() if not nexts and not turns[state.turn]["fin"]
    }
    for name in stuck:
        yield name, f"Au tour « {name} », il arrive qu'aucun choix ne soit offert."
    for name in _endless(turns, after) - stuck:
        yield name, f"Depuis le tour « {name} », il arrive qu'aucune fin ne soit plus atteinte."
    for name, turn in turns.items():
        if not turn["fin"] and not any(choice["attendu"] for choice in turn["choix"]):
            yield name, f"Au tour « {name} », aucun choix n'est « attendu »."


def _missing(
    simulation: Mapping[str, Any], turns: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[str | None, str]]:
    if simulation["depart"] not in turns:
        yield None, f"Le départ « {simulation['depart']} » n'est pas un tour."
    kept = {f for turn in turns.values() for choice in turn["choix"] for f in choice["retient"]}
    for name, turn in turns.items():
        for choice in turn["choix"]:
            for target in _targets(choice):
                if target not in turns:
                    yield name, f"Le tour « {name} » mène à « {target} », qui n'existe pas."
            for condition in _conditions(choice):
                flag = condition.removeprefix("sans ")
                if not LEVEL.match(condition) and flag not in kept:
                    yield name, f"Au tour « {name} », rien ne retient jamais « {flag} »."


def _explore(
    simulation: Mapping[str, Any], turns: Mapping[str, Mapping[str, Any]]
) -> dict[State, list[State]]:
    """Every state that can be reached, with those that follow it. What no condition met from a turn
    on looks at is left out there, or it would multiply the states for nothing."""
    looked_at = _looked_at(turns)
    choices = {name: _stripped(turn, looked_at[name]) for name, turn in turns.items()}
    begin = _only(start(simulation), looked_at)
    after: dict[State, list[State]] = {}
    waiting = deque([begin])
    while waiting:
        state = waiting.popleft()
        if state in after:
            continue
        if len(after) >= MAX_STATES:
            raise OverflowError
        after[state] = [
            _only(choose(choice, state), looked_at)
            for choice in choices[state.turn]
            if holds(choice["si"], state)
        ]
        waiting.extend(after[state])
    return after


def _stripped(turn: Mapping[str, Any], kept: frozenset[str]) -> list[dict[str, Any]]:
    """The choices of a turn, without the consequences that nobody looks at from there on."""
    return [
        {
            "si": choice["si"],
            "vers": choice["vers"],
            "retient": kept.intersection(choice["retient"]),
            "jauges": {gauge: by for gauge, by in choice["jauges"].items() if by and gauge in kept},
        }
        for choice in turn["choix"]
    ]


def _endless(
    turns: Mapping[str, Mapping[str, Any]], after: Mapping[State, list[State]]
) -> set[str]:
    """Turns of the states from which no end can be reached any more."""
    before: dict[State, list[State]] = {state: [] for state in after}
    for state, nexts in after.items():
        for one in nexts:
            before[one].append(state)
    waiting = [state for state in after if turns[state.turn]["fin"]]
    ends = set(waiting)
    while waiting:
        for state in before[waiting.pop()]:
            if state not in ends:
                ends.add(state)
                waiting.append(state)
    return {state.turn for state in after if state not in ends}


def _looked_at(turns: Mapping[str, Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    """Turn → the flags and gauges that some condition looks at, there or further on."""
    found = {
        name: frozenset(_named(one) for choice in turn["choix"] for one in _conditions(choice))
        for name, turn in turns.items()
    }
    nexts = {
        name: {target for choice in turn["choix"] for target in _targets(choice)}
        for name, turn in turns.items()
    }
    moved = True
    while moved:
        further = {name: found[name].union(*(found[one] for one in nexts[name])) for name in found}
        moved, found = further != found, further
    return found


def _named(condition: str) -> str:
    """The gauge or the flag that a condition looks at."""
    level = LEVEL.match(condition)
    return level[1] if level else condition.removeprefix("sans ")


def _only(state: State, looked_at: Mapping[str, frozenset[str]]) -> State:
    turn, flags, gauges = state
    kept = looked_at[turn]
    if kept.isdisjoint(GAUGES):
        gauges = _UNSEEN
    elif not kept.issuperset(GAUGES):
        pairs = zip(GAUGES, gauges, strict=True)
        gauges = tuple([level if gauge in kept else _START for gauge, level in pairs])
    if flags <= kept and gauges is state.gauges:
        return state
    return State(turn, flags & kept, gauges)


def _holds(condition: str, state: State) -> bool:
    gauge, wanted, name, threshold = _read(condition)
    if gauge is None:
        return (name in state.flags) is wanted
    return (state.gauges[gauge] >= threshold) is wanted


@lru_cache(maxsize=4096)
def _read(condition: str) -> tuple[int | None, bool, str, int]:
    """(number of the gauge or None, whether it is wanted, the flag, the level to reach)."""
    found = LEVEL.match(condition)
    if found:
        return GAUGES.index(found[1]), found[2] != "<", "", int(found[3])
    return None, not condition.startswith("sans "), condition.removeprefix("sans "), 0


def _targets(choice: Mapping[str, Any]) -> list[str]:
    ways = choice["vers"]
    return [ways] if isinstance(ways, str) else [way["vers"] for way in ways]


def _conditions(choice: Mapping[str, Any]) -> list[str]:
    ways = choice["vers"]
    of_ways = [] if isinstance(ways, str) else [one for way in ways for one in way["si"]]
    return [*choice["si"], *of_ways]

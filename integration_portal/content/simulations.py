"""What a run of a simulation does, and whether its graph holds. Pure: payloads in, values out.

Every state that can be reached is visited (a turn, what is remembered, the gauges conditions look
at), so that « every turn reachable » and « every path ends » are shown, not sampled.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .kinds.simulation import GAUGES, LEVEL

MAX_STATES = 200_000
_START = 50


@dataclass(frozen=True)
class State:
    """Where a run is: the turn, the flags remembered, the four gauges (0 to 100)."""

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
    return all(_holds(one, state) for one in conditions)


def offered(turn: Mapping[str, Any], state: State) -> list[int]:
    """The numbers (from 0) of the choices open in that state."""
    return [n for n, choice in enumerate(turn["choix"]) if holds(choice["si"], state)]


def choose(choice: Mapping[str, Any], state: State) -> State:
    """The state after a choice. Its own consequences count for its ways."""
    gauges = tuple(
        min(100, max(0, level + choice["jauges"].get(gauge, 0)))
        for gauge, level in zip(GAUGES, state.gauges, strict=True)
    )
    after = State(state.turn, state.flags | frozenset(choice["retient"]), gauges)
    return State(_destination(choice["vers"], after), after.flags, after.gauges)


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
    begin = _only(start(simulation), looked_at)
    after: dict[State, list[State]] = {}
    waiting = deque([begin])
    while waiting:
        state = waiting.popleft()
        if state in after:
            continue
        if len(after) >= MAX_STATES:
            raise OverflowError
        turn = turns[state.turn]
        after[state] = [
            _only(choose(turn["choix"][n], state), looked_at) for n in offered(turn, state)
        ]
        waiting.extend(after[state])
    return after


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
    kept = looked_at[state.turn]
    levels = tuple(
        level if gauge in kept else _START
        for gauge, level in zip(GAUGES, state.gauges, strict=True)
    )
    return State(state.turn, state.flags & kept, levels)


def _holds(condition: str, state: State) -> bool:
    found = LEVEL.match(condition)
    if found:
        level = state.gauges[GAUGES.index(found[1])]
        return level < int(found[3]) if found[2] == "<" else level >= int(found[3])
    if condition.startswith("sans "):
        return condition.removeprefix("sans ") not in state.flags
    return condition in state.flags


def _destination(ways: str | list[Mapping[str, Any]], state: State) -> str:
    if isinstance(ways, str):
        return ways
    return next(str(way["vers"]) for way in ways if holds(way["si"], state))


def _targets(choice: Mapping[str, Any]) -> list[str]:
    ways = choice["vers"]
    return [ways] if isinstance(ways, str) else [way["vers"] for way in ways]


def _conditions(choice: Mapping[str, Any]) -> list[str]:
    ways = choice["vers"]
    of_ways = [] if isinstance(ways, str) else [one for way in ways for one in way["si"]]
    return [*choice["si"], *of_ways]

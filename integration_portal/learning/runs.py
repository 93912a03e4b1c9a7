"""A run of a simulation as its pages show it: the talk so far, the turn in hand, the debrief. Pure."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ..content import simulations
from ..content.kinds.simulation import GAUGES
from ..content.simulations import State
from ..core.typography import french
from .rules import Question as Payload

GAUGE_WORDS = {
    "urgence": "Urgence",
    "identite": "Identité",
    "secret": "Secret",
    "relation": "Relation",
}


@dataclass(frozen=True)
class Said:
    """One turn already played: what happened, what was said to her, what she did."""

    turn: str
    scene: str
    event: str
    who: str
    said: str
    did: str


@dataclass(frozen=True)
class Offer:
    """A choice open now, by its number in the turn."""

    number: int
    text: str


@dataclass(frozen=True)
class Now:
    """Where the run is. ``offers`` is empty and ``ending`` set when it is over."""

    place: int
    past: tuple[Said, ...]
    turn: Said
    offers: tuple[Offer, ...]
    ending: str | None
    title: str


@dataclass(frozen=True)
class Reviewed:
    """A turn of the debrief. ``expected``: what a seasoned colleague does, nothing when she did it;
    ``moves``: (gauge in words, by how much); ``rule``: a lesson or a fiche behind it."""

    place: int
    said: Said
    star: bool
    right: bool
    debrief: str
    expected: tuple[str, ...]
    moves: tuple[tuple[str, int], ...]
    lesson: str | None
    fiche: str | None


@dataclass(frozen=True)
class Debrief:
    """``gauges``: (word, level 0 to 100)."""

    title: str
    scene: str
    ending: str
    gauges: tuple[tuple[str, int], ...]
    turns: tuple[Reviewed, ...]
    star_errors: int


@lru_cache(maxsize=256)
def _sentence(text: str) -> str:
    return french(text)


def states(simulation: Payload, choices: Sequence[int]) -> list[State]:
    """The state before each choice, then the one after the last. Raises ValueError for a choice
    that was not open."""
    turns = simulations.turns_of(simulation)
    found = [simulations.start(simulation)]
    for choice in choices:
        turn = turns[found[-1].turn]
        if choice not in simulations.offered(turn, found[-1]):
            raise ValueError(f"choice {choice} is not open at {found[-1].turn}")
        found.append(simulations.choose(turn["choix"][choice], found[-1]))
    return found


def now(simulation: Payload, choices: Sequence[int], seed: int) -> Now:
    """The page of a run after these choices. ``seed`` mixes what is offered, the same at each look."""
    turns = simulations.turns_of(simulation)
    path = states(simulation, choices)
    past = [_said(turns[state.turn], choice) for state, choice in zip(path, choices, strict=False)]
    turn = turns[path[-1].turn]
    offers = [
        Offer(number, _sentence(turn["choix"][number]["texte"]))
        for number in simulations.offered(turn, path[-1])
    ]
    random.Random(f"{seed}:{len(choices)}").shuffle(offers)  # noqa: S311 — an order, not a secret
    return Now(
        len(choices), tuple(past), _said(turn, None), tuple(offers), turn["fin"],
        _sentence(turn["titre"] or ""),
    )  # fmt: skip


def star_errors(simulation: Payload, choices: Sequence[int]) -> int:
    """Safety errors on a path."""
    turns = simulations.turns_of(simulation)
    path = states(simulation, choices)
    taken = (turns[s.turn]["choix"][c] for s, c in zip(path, choices, strict=False))
    return sum(1 for choice in taken if choice["etoile"])


def debrief(simulation: Payload, choices: Sequence[int]) -> Debrief:
    """Every turn again, with what was expected and why."""
    turns = simulations.turns_of(simulation)
    path = states(simulation, choices)
    reviewed = [
        _reviewed(place, turns[state.turn], state, choice)
        for place, (state, choice) in enumerate(zip(path, choices, strict=False))
    ]
    end = turns[path[-1].turn]
    levels = zip(GAUGES, path[-1].gauges, strict=True)
    return Debrief(
        _sentence(end["titre"]), _sentence(end["scene"]), end["fin"],
        tuple((GAUGE_WORDS[gauge], level) for gauge, level in levels),
        tuple(reviewed), sum(one.star for one in reviewed),
    )  # fmt: skip


def _reviewed(place: int, turn: Mapping[str, Any], state: State, number: int) -> Reviewed:
    choice = turn["choix"][number]
    better = [
        turn["choix"][n] for n in simulations.offered(turn, state) if turn["choix"][n]["attendu"]
    ]
    rule = choice["regle"] or {"lecon": None, "fiche": None}
    return Reviewed(
        place,
        _said(turn, number),
        choice["etoile"],
        choice["attendu"],
        _sentence(choice["debrief"]),
        () if choice["attendu"] else tuple(_sentence(one["texte"]) for one in better),
        tuple((GAUGE_WORDS[gauge], by) for gauge, by in choice["jauges"].items() if by),
        rule["lecon"],
        rule["fiche"],
    )


def _said(turn: Mapping[str, Any], number: int | None) -> Said:
    did = "" if number is None else turn["choix"][number]["texte"]
    texts = (turn["scene"], turn["evenement"], turn["qui"], turn["dit"], did)
    return Said(turn["id"], *(_sentence(text or "") for text in texts))

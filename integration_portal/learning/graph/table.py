"""The graph of a simulation line by line, for who does not see the picture. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...content.kinds.simulation import LEVEL
from ...core.typography import french
from ..endings import ENDINGS
from .rows import Simulation, ways

_COMPARED = {"<": "au-dessous de", ">=": "à partir de"}
_GAUGES = {"urgence": "urgence", "identite": "identité", "secret": "secret", "relation": "relation"}


@dataclass(frozen=True)
class Line:
    """One way out of a choice. ``ending``: in words, when it leads to an end; ``mark``: attendu or
    ★; ``conditions``: in words, empty when there are none."""

    turn: str
    number: int
    choice: str
    target: str
    ending: str
    mark: str
    conditions: str


@dataclass(frozen=True)
class Ending:
    turn: str
    word: str
    title: str


def lines(simulation: Simulation) -> list[Line]:
    """Every way of every choice, in the order of the file."""
    ends = {turn["id"]: ENDINGS[turn["fin"]].sign for turn in simulation["tours"] if turn["fin"]}
    return [
        Line(
            turn["id"], number, french(choice["texte"]), target, ends.get(target, ""),
            "★" if choice["etoile"] else "attendu" if choice["attendu"] else "", conditions,
        )
        for turn in simulation["tours"]
        for number, choice in enumerate(turn["choix"], 1)
        for target, conditions in _ways_in_words(choice)
    ]  # fmt: skip


def endings(simulation: Simulation) -> list[Ending]:
    return [
        Ending(turn["id"], ENDINGS[turn["fin"]].sign, french(turn["titre"]))
        for turn in simulation["tours"]
        if turn["fin"]
    ]


def _ways_in_words(choice: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    found = ways(choice)
    for place, (target, conditions) in enumerate(found, 1):
        words = [_in_words(one) for one in conditions]
        if place == len(found) > 1:
            words.append("sinon")
        yield target, " ; ".join(words)


def _in_words(condition: str) -> str:
    level = LEVEL.match(condition)
    if level:
        return f"{_GAUGES[level[1]]} {_COMPARED[level[2]]} {level[3]}"
    if condition.startswith("sans "):
        return f"« {condition.removeprefix('sans ')} » non retenu"
    return f"« {condition} » retenu"

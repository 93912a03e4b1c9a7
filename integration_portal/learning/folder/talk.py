"""A simulation on paper: one page a turn; what a choice depends on is said instead of computed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...content.kinds.simulation import LEVEL
from ...core.typography import french
from ..endings import ENDINGS
from ..runs import GAUGE_WORDS

Simulation = Mapping[str, Any]
VERDICTS = {"attendu": "Attendu", "etoile": "Erreur ★ de sécurité", "": "Autre choix possible"}


@dataclass(frozen=True)
class Choice:
    """``when``: what opens it; ``ways``: (condition or empty, address of the next turn)."""

    text: str
    when: str
    verdict: str
    debrief: str
    rule: Mapping[str, Any]
    kept: tuple[str, ...]
    moves: tuple[str, ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Turn:
    """``ending``: how it ends, in words; empty while the talk goes on."""

    address: str
    title: str
    scene: str
    event: str
    who: str
    said: str
    ending: str
    choices: tuple[Choice, ...]


def addresses(simulation: Simulation) -> dict[str, str]:
    """Of each turn: a number, for a name may tell the end (« fin-danger »)."""
    numbered = enumerate(simulation["tours"], 1)
    return {turn["id"]: f"tour-{number}.html" for number, turn in numbered}


def turns(simulation: Simulation) -> Iterator[Turn]:
    at = addresses(simulation)
    for number, turn in enumerate(simulation["tours"], 1):
        yield Turn(
            address=at[turn["id"]],
            title=french(turn["titre"] or f"Tour {number}"),
            scene=french(turn["scene"] or ""),
            event=french(turn["evenement"] or ""),
            who=french(turn["qui"] or ""),
            said=french(turn["dit"] or ""),
            ending=ENDINGS[turn["fin"]].whole if turn["fin"] else "",
            choices=tuple(_choice(choice, at) for choice in turn["choix"]),
        )


def gauges(simulation: Simulation) -> list[str]:
    """Where each one starts."""
    begun = simulation["depart_jauges"]
    return [f"{word} {begun.get(name, 50)}" for name, word in GAUGE_WORDS.items()]


def _choice(choice: Mapping[str, Any], at: Mapping[str, str]) -> Choice:
    mark = "attendu" if choice["attendu"] else "etoile" if choice["etoile"] else ""
    moved = choice["jauges"].items()
    return Choice(
        text=french(choice["texte"]),
        when=_when(choice["si"]),
        verdict=VERDICTS[mark],
        debrief=french(choice["debrief"]),
        rule=choice["regle"] or {"lecon": None, "fiche": None},
        kept=tuple(choice["retient"]),
        moves=tuple(f"{GAUGE_WORDS[name]} {'+' if by > 0 else '−'}{abs(by)}" for name, by in moved),
        ways=tuple(_ways(choice["vers"], at)),
    )


def _ways(ways: str | list[Mapping[str, Any]], at: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if isinstance(ways, str):
        yield "", at[ways]
        return
    for way in ways:
        last = "sinon" if len(ways) > 1 else ""
        yield _when(way["si"]) or last, at[way["vers"]]


def _when(conditions: list[str]) -> str:
    return french(" et ".join(_words(one) for one in conditions))


def _words(condition: str) -> str:
    found = LEVEL.match(condition)
    if found:
        beyond = f"sous {found[3]}" if found[2] == "<" else f"à {found[3]} ou plus"
        return f"{GAUGE_WORDS[found[1]]} {beyond}"
    if condition.startswith("sans "):
        return f"sans « {condition.removeprefix('sans ')} »"
    return f"avec « {condition} »"

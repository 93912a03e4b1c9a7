"""Steps × recruits: what each recruit did, waits for, has late. Pure, one map per template."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

# Letter → what it means. The letter is in the cell; colour only repeats it.
LEGEND = {
    "F": "faite",
    "S": "attend une signature",
    "P": "à reprendre",
    "R": "en retard",
    "V": "à venir",
    "N": "hors de ce parcours",
}


class Mapped(Protocol):
    """A row of the board, with the letter of each of its steps by code."""

    @property
    def version_id(self) -> int: ...
    @property
    def recruit(self) -> str: ...
    @property
    def cells(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Version:
    """The steps of a template version, in order: (code, title, phase title)."""

    id: int
    template_id: int
    number: int
    title: str
    definition: Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One step. ``letters``: one per recruit; ``common`` is the most frequent of them."""

    title: str
    letters: str
    common: str


@dataclass(frozen=True)
class Phase:
    """``same``: the letter of every cell, when there is but one: the lines then fold into a row."""

    title: str
    lines: list[Line]

    @property
    def same(self) -> str:
        letters = set("".join(line.letters for line in self.lines))
        return letters.pop() if len(letters) == 1 else ""


@dataclass(frozen=True)
class HeatMap:
    title: str
    recruits: list[str]
    phases: list[Phase]

    @property
    def legend(self) -> dict[str, str]:
        """Only the letters this map shows."""
        shown = {letter for phase in self.phases for line in phase.lines for letter in line.letters}
        return {letter: words for letter, words in LEGEND.items() if letter in shown}


def heat_maps(rows: Sequence[Mapped], versions: Iterable[Version]) -> list[HeatMap]:
    """A map for each template followed by somebody shown, the most followed first. Its steps are
    those of the latest version in use; steps added for one person are read on her own page."""
    by_id = {version.id: version for version in versions}
    groups: dict[int, list[Mapped]] = {}
    for row in rows:
        groups.setdefault(by_id[row.version_id].template_id, []).append(row)
    return [_heat_map(group, by_id) for group in sorted(groups.values(), key=len, reverse=True)]


def _heat_map(rows: Sequence[Mapped], by_id: Mapping[int, Version]) -> HeatMap:
    latest = max((by_id[row.version_id] for row in rows), key=lambda version: version.number)
    steps, cells = latest.definition["etapes"], [row.cells for row in rows]
    phases = []
    for phase in latest.definition["phases"]:
        lines = [_line(step, cells) for step in steps if step["phase"] == phase["code"]]
        phases.append(Phase(phase["titre"], lines))
    return HeatMap(latest.title, [row.recruit for row in rows], phases)


def _line(step: Mapping[str, Any], cells: Sequence[Mapping[str, str]]) -> Line:
    code = step["code"]
    letters = "".join([mine.get(code, "N") for mine in cells])
    return Line(step["titre"], letters, max(LEGEND, key=letters.count))


def cells_html(line: Line) -> str:
    """The cells of a line. Only what differs from the line's common state carries a class: fifty
    recruits times sixty steps must stay a light page."""
    return line.letters.translate(_CELLS[line.common])


_CELLS = {
    common: str.maketrans(
        {
            letter: f"<td>{letter}" if letter == common else f"<td class={letter.lower()}>{letter}"
            for letter in LEGEND
        }
    )
    for common in LEGEND
}

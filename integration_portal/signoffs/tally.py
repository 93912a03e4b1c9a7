"""What a report counts while the lines of a chain go by. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .ledger import Line

NAMED = 20


@dataclass(frozen=True)
class Mark:
    """A line by its number, its time and its hash."""

    seq: int
    at: dt.datetime
    hash: str


@dataclass
class Tally:
    """``since`` is included, ``until`` is not. ``backwards``: how many lines are older than the
    one before (a clock was set back), ``backward_lines`` the first of them."""

    since: dt.datetime | None = None
    until: dt.datetime | None = None
    counts: Counter[str] = field(default_factory=Counter)
    ends: list[Line] = field(default_factory=list)
    backwards: int = 0
    backward_lines: list[int] = field(default_factory=list)
    _before: dt.datetime | None = None

    def watching(self, lines: Iterable[Line]) -> Iterator[Line]:
        """The same lines, counted as they go by."""
        for line in lines:
            self._see(line)
            yield line

    def _see(self, line: Line) -> None:
        if line.beside is None:
            return
        at = line.beside.at
        if self._before is not None and at < self._before:
            self.backwards += 1
            if self.backwards <= NAMED:
                self.backward_lines.append(line.seq)
        self._before = at
        if (self.since and at < self.since) or (self.until and at >= self.until):
            return
        self.counts[line.beside.kind] += 1
        self.ends[1:] = [line]

    @property
    def first(self) -> Mark | None:
        return _mark(self.ends[0]) if self.ends else None

    @property
    def last(self) -> Mark | None:
        return _mark(self.ends[-1]) if self.ends else None


def _mark(line: Line) -> Mark | None:
    return Mark(line.seq, line.beside.at, line.hash) if line.beside else None

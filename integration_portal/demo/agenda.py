"""Stories told side by side, in the order of their dates."""

import datetime as dt
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

from ..core import clock

# What somebody lives: it acts, then says until when it waits.
Story = Iterator[dt.datetime]


class Agenda:
    """Goes on with whichever story waits for the earliest date, the clock held at that date: an
    act is never dated before the one recorded just before it."""

    def __init__(self) -> None:
        self._waiting: list[tuple[dt.datetime, int, Story]] = []
        self._turns = count()
        self._now: dt.datetime | None = None

    def tell(self, story: Story) -> None:
        """Add a story; until its first date, nothing in it is lived."""
        self._wait(story)

    def play(self) -> None:
        """Live every story to its end."""
        while self._waiting:
            self._now, _, story = heappop(self._waiting)
            with clock.frozen(self._now):
                self._wait(story)

    def _wait(self, story: Story) -> None:
        """Live what comes next, up to the date that the story then waits for. Of two stories that
        wait for the same one, the first to say so goes first. Raises ValueError."""
        moment = next(story, None)
        if moment is None:
            return
        if self._now is not None and moment < self._now:
            raise ValueError(f"a story would go back from {self._now} to {moment}")
        heappush(self._waiting, (moment, next(self._turns), story))

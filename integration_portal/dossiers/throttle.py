"""So many checks from one network address, then a pause. Kept in the process: a visitor leaves no
row behind, and a code has 74 bits; this only spares the server."""

import threading
from collections import deque

from .errors import TooManyChecksError

LIMIT, SECONDS, ADDRESSES = 30, 600.0, 5_000


class Throttle:
    """Times of the last checks, by address, forgotten after ``SECONDS``."""

    def __init__(self) -> None:
        self._seen: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def count(self, address: str, now: float) -> None:
        """One more check. ``now``: seconds of a clock that only goes forward. Raises
        TooManyChecksError."""
        with self._lock:
            if len(self._seen) >= ADDRESSES and address not in self._seen:
                self._forget(now)
            times = self._seen.setdefault(address, deque())
            while times and times[0] <= now - SECONDS:
                times.popleft()
            if len(times) >= LIMIT:
                raise TooManyChecksError
            times.append(now)

    def _forget(self, now: float) -> None:
        """Drop the addresses of which nothing counts any more; if none is, all of them."""
        kept = {a: times for a, times in self._seen.items() if times and times[-1] > now - SECONDS}
        self._seen = kept if len(kept) < ADDRESSES else {}

"""The life of a key, and how often a program may ask. Pure."""

import datetime as dt
import threading
from dataclasses import dataclass, field

DURATIONS = (30, 90, 180, 365)
MARK = "ppi_"
HINT_LENGTH = 10
ASKS_A_MINUTE = 300


def hint_of(secret: str) -> str:
    """Enough of a key to recognise it in a list, too little to use it."""
    return secret[:HINT_LENGTH]


def state_words(expires_at: dt.datetime, revoked_at: dt.datetime | None, now: dt.datetime) -> str:
    if revoked_at is not None:
        return "Révoquée"
    return "En service" if now < expires_at else "Expirée"


@dataclass
class Pace:
    """At most ``most`` questions a key in each minute, counted by this process alone."""

    most: int = ASKS_A_MINUTE
    _minute: int = 0
    _asked: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, key: str, now: dt.datetime) -> bool:
        """Counts this question too."""
        minute = int(now.timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute, self._asked = minute, {}
            self._asked[key] = self._asked.get(key, 0) + 1
            return self._asked[key] <= self.most

"""The portal under a clock that jumps: so many seconds, read at each look from ``BENCH_CLOCK``.

The clock of the process, not of the machine, which others use: both ``core.clock`` and ``time.time``
(cookies, form tokens) are moved.
"""

import datetime as dt
import os
import time
from pathlib import Path

from integration_portal.core import clock

_FILE = Path(os.environ["BENCH_CLOCK"])
_real = time.time


def _time() -> float:
    return _real() + float(_FILE.read_text(encoding="utf-8") or 0)


def _now() -> dt.datetime:
    return dt.datetime.fromtimestamp(_time(), dt.UTC)


time.time = _time
clock.now = _now

from integration_portal.wsgi import app  # noqa: E402  # once the clock is moved

__all__ = ["app"]

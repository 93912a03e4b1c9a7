"""Cold start of ``serve`` and memory of one worker: ``python -m bench.start DIR``.

From the start of the process to the first 200 on /healthz, at once, then the memory of the largest
worker after 500 requests. Exit status 1 above 2 seconds or 150 MB.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from .compare import portal_targets
from .dataset import settings_for
from .load import measure
from .servers import environment, free_port, portal, serving

REQUESTS, MAX_SECONDS, MAX_MB = 500, 2.0, 150.0


def start_seconds(folder: Path, times: int) -> list[float]:
    """One start after another, the first with whatever the disk has kept."""
    found = []
    for _ in range(times):
        port = free_port()
        with serving(portal(port), port, environment(settings_for(folder))) as running:
            found.append(running.seconds)
    return found


def worker_memory(folder: Path) -> tuple[float, float]:
    """(resident, proportional) megabytes of the largest worker after the requests."""
    port = free_port()
    with serving(portal(port), port, environment(settings_for(folder))) as running:
        done = 0
        while done < 2 * REQUESTS:  # two workers share them
            for page in portal_targets(folder, running):
                done += measure(running.url + page.path, page.cookies, 4, 2).requests
        infos = [worker.memory_full_info() for worker in running.workers()]
    return max(one.rss for one in infos) / 1e6, max(one.pss for one in infos) / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=5)
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    starts = start_seconds(folder, asked.times)
    middle = statistics.median(starts)
    print(f"start: {middle:.2f} s [{min(starts):.2f}–{max(starts):.2f}], limit {MAX_SECONDS} s")
    rss, pss = worker_memory(folder)
    print(
        f"one worker after {REQUESTS} requests: RSS {rss:.0f} MB, PSS {pss:.0f} MB, limit {MAX_MB:.0f}"
    )
    return 0 if middle <= MAX_SECONDS and rss <= MAX_MB else 1


if __name__ == "__main__":
    sys.exit(main())

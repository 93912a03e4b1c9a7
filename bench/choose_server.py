"""The same pages under each production server, turn by turn: ``python -m bench.choose_server DIR``.

All of them run at once and only one is asked at a time; the first is what the others are compared
with. Memory is that of the processes that hold the application, after the load.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from .compare import Measure, compare, middle, portal_targets
from .dataset import settings_for
from .servers import PORTAL, Running, environment, free_port, granian, gunicorn, serving, waitress

GTHREAD = ("--worker-class", "gthread", "--threads", "2", "--reuse-port")


def commands(port: int) -> dict[str, list[str]]:
    """Two processes each; waitress only knows one."""
    return {
        "granian": granian(PORTAL, port),
        "gunicorn sync": gunicorn(PORTAL, port, 2, "--worker-class", "sync"),
        "gunicorn gthread": gunicorn(PORTAL, port, 2, *GTHREAD),
        "waitress": waitress(PORTAL, port),
    }


def memory(running: Running) -> float:
    """Proportional megabytes of the largest worker."""
    return float(max(one.memory_full_info().pss for one in running.workers())) / 1e6


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    env = environment(settings_for(folder))
    with ExitStack() as stack:
        servers = {}
        for name in commands(0):
            port = free_port()
            servers[name] = stack.enter_context(serving(commands(port)[name], port, env))
        pages = portal_targets(folder, next(iter(servers.values())))[:2]
        for page in pages:
            targets = [replace(page, label=name, server=one) for name, one in servers.items()]
            for connections in (1, 8):
                print(f"{page.label}, {connections} connection(s)")
                _print(compare(targets, connections, asked.rounds, asked.seconds))
        for name, running in servers.items():
            print(f"{name}: {memory(running):.0f} MB a worker, up in {running.seconds:.1f} s")
    return 0


def _print(found: dict[str, list[Measure]]) -> None:
    base = next(iter(found.values()))
    for name, measures in found.items():
        pairs = list(zip(measures, base, strict=True))
        ratio = statistics.median(mine.load.rate / first.load.rate for mine, first in pairs)
        print(f"  {name:<18} {middle(measures)}  ratio {ratio:.2f}")


if __name__ == "__main__":
    sys.exit(main())

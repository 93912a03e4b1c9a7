"""The same pages under each production server, turn by turn: ``python -m bench.choose_server DIR``.

All of them run at once and only one is asked at a time; the first is what the others are compared
with. Memory is that of the processes that hold the application, after the load.
"""

import argparse
import statistics
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from .compare import portal_targets
from .dataset import settings_for
from .load import Load, measure
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
    return max(one.memory_full_info().pss for one in running.workers()) / 1e6


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
        pages = portal_targets(folder, "")[:2]
        for page in pages:
            for connections in (1, 8):
                found = _rounds(servers, page.url, page.cookies, connections, asked)
                _print(f"{page.label}, {connections} connection(s)", found)
        for name, running in servers.items():
            print(f"{name}: {memory(running):.0f} MB a worker, up in {running.seconds:.1f} s")
    return 0


def _rounds(
    servers: dict[str, Running],
    path: str,
    cookies: list[str],
    connections: int,
    asked: argparse.Namespace,
) -> dict[str, list[Load]]:
    found: dict[str, list[Load]] = {name: [] for name in servers}
    for turn in range(asked.rounds + 1):
        for name, running in servers.items():
            load = measure(running.url + path, cookies, connections, asked.seconds)
            if load.failed:
                print(f"{name}: {load.failed} requests failed")
            if turn:
                found[name].append(load)
    return found


def _print(title: str, found: dict[str, list[Load]]) -> None:
    print(title)
    base = next(iter(found.values()))
    for name, loads in found.items():
        ratio = statistics.median(a.rate / b.rate for a, b in zip(loads, base, strict=True))
        middle = {k: statistics.median(getattr(one, k) for one in loads) for k in vars(loads[0])}
        print(
            f"  {name:<18} {middle['rate']:6.0f}/s  ratio {ratio:.2f}  p50 {middle['p50']:.1f} "
            f"p95 {middle['p95']:.1f} p99 {middle['p99']:.1f} ms"
        )


if __name__ == "__main__":
    sys.exit(main())

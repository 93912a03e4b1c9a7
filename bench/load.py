"""Requests as fast as a number of connections can: wrk when it is there, else our own processes."""

import http.client
import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit

SCRIPT = Path(__file__).with_name("rotate.lua")
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Load:
    """Requests a second, and how long they took in milliseconds. ``failed``: answered by an error."""

    requests: int
    rate: float
    p50: float
    p95: float
    p99: float
    failed: int


def form_line(cookie: str, path: str, body: str) -> str:
    """A form to send, where ``measure`` takes cookies."""
    return f"{cookie}\t{path}\t{body}"


def measure(url: str, cookies: Sequence[str], connections: int, seconds: float) -> Load:
    """Ask for ``url`` as each of ``cookies`` in turn; a ``form_line`` among them is sent."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(cookies))
        file.flush()
        run = _wrk if shutil.which("wrk") else _python
        return run(url, file.name, connections, seconds)


def _wrk(url: str, cookies: str, connections: int, seconds: float) -> Load:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "-s"]
    command += [str(SCRIPT), url, "--", cookies]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT"))
    requests, duration, p50, p95, p99, failed = map(int, line.split()[1:])
    return Load(requests, requests / duration * 1e6, p50 / 1e3, p95 / 1e3, p99 / 1e3, failed)


def _python(url: str, cookies: str, connections: int, seconds: float) -> Load:
    """One process of as many threads: slower than wrk, the same for everything compared."""
    command = [sys.executable, "-m", "bench.load", url, cookies, str(connections), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return Load(**json.loads(done.stdout))


def _child(url: str, cookies: Sequence[str], connections: int, seconds: float) -> Load:
    place = urlsplit(url)
    page = f"{place.path}?{place.query}" if place.query else place.path
    turns, times, failed = cycle(cookies), [], []
    end = time.perf_counter() + seconds

    def ask() -> None:
        connection = http.client.HTTPConnection(place.hostname or "", place.port)
        while (began := time.perf_counter()) < end:
            cookie, path, body = [*next(turns).split("\t"), "", ""][:3]
            headers = {"Cookie": cookie, **(_FORM if body else {})}
            connection.request("POST" if body else "GET", path or page, body or None, headers)
            response = connection.getresponse()
            response.read()
            times.append(time.perf_counter() - began)
            if response.status >= 400:
                failed.append(response.status)
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times.sort()
    p50, p95, p99 = (times[int(len(times) * part)] * 1e3 for part in (0.5, 0.95, 0.99))
    return Load(len(times), len(times) / seconds, p50, p95, p99, len(failed))


if __name__ == "__main__":
    address, names, count, duration = sys.argv[1:]
    found = _child(address, Path(names).read_text().splitlines(), int(count), float(duration))
    print(json.dumps(vars(found)))

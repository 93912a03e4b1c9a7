"""Start a server on a free port, wait until it answers, and always stop what was started."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from integration_portal.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PORTAL, REFERENCE = "integration_portal.wsgi:app", "bench.reference:app"


@dataclass(frozen=True)
class Running:
    """A server that answers. ``seconds``: from its start to its first 200."""

    url: str
    port: int
    process: subprocess.Popen[bytes]
    seconds: float

    def workers(self) -> list[psutil.Process]:
        """The processes that hold the application: the leaves of the tree."""
        tree = psutil.Process(self.process.pid).children(recursive=True)
        names = [one for one in tree if _is_worker(one)]
        return names or [psutil.Process(self.process.pid)]

    def processor(self) -> float:
        """Seconds of processor that the workers have spent so far."""
        times = [worker.cpu_times() for worker in self.workers()]
        return float(sum(one.user + one.system for one in times))


def _is_worker(process: psutil.Process) -> bool:
    """False for one that ended meanwhile."""
    try:
        return not process.children() and "tracker" not in " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(settings: Settings, **more: str) -> dict[str, str]:
    """What ``settings`` look like to another process."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")},
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_DATA_DIR": str(settings.data_dir),
        "PORTAL_LOG_LEVEL": settings.log_level,
        "DATABASE_URL": settings.database_url,
        **more,
    }


def granian(target: str, port: int, workers: int = 2) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(workers),
        "--blocking-threads", "1", "--no-ws", "--log-level", "error", "--port", str(port), target,
    ]  # fmt: skip


def gunicorn(target: str, port: int, workers: int = 2, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "gunicorn", "--workers", str(workers), "--log-level", "error",
        "--bind", f"127.0.0.1:{port}", *more, target,
    ]  # fmt: skip


def waitress(target: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "waitress", "--threads", "4", "--listen", f"127.0.0.1:{port}", target,
    ]  # fmt: skip


def portal(port: int, workers: int = 2) -> list[str]:
    """The command that operators run."""
    return [
        sys.executable, "-m", "integration_portal.cli", "serve", "--port", str(port),
        "--workers", str(workers),
    ]  # fmt: skip


@contextlib.contextmanager
def serving(
    command: Sequence[str], port: int, env: Mapping[str, str], *, probe: str = "/healthz"
) -> Iterator[Running]:
    """Run ``command`` from the checkout until the block ends."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=dict(env),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("BENCH_SHOW_ERRORS") else subprocess.DEVNULL,
    )
    try:
        _wait(process, port, probe)
        yield Running(f"http://127.0.0.1:{port}", port, process, time.perf_counter() - began)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, probe: str) -> None:
    """Until the probe is answered at all: 200, or the refusal of somebody unknown."""
    for _ in range(3000):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped at once, status {process.returncode}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", probe)
            if connection.getresponse().status in {200, 401}:
                return
        time.sleep(0.01)
    raise RuntimeError("the server does not answer")


def _stop(process: subprocess.Popen[bytes]) -> None:
    """SIGTERM, then SIGKILL to its own group: nothing of it is left running."""
    process.terminate()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(15)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()

"""``content preview``: the real server on a copied module, a lesson changed, the page again."""

import http.cookiejar
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from integration_portal.settings import bundled
from tests.support.repository import ROOT

pytestmark = pytest.mark.exhaustive

MODULE = Path("modules/gestion-information/identitovigilance")
LESSON = "02-traits-stricts"
PAGE = f"/modules/identitovigilance/{LESSON}"
PATIENCE_S = 90


class Preview:
    """A running preview, and a browser that followed its link."""

    def __init__(self, pack: Path, folder: Path) -> None:
        self.log = folder / "said.txt"
        environ = {"PYTHONPATH": str(ROOT), "PATH": os.defpath, "PYTHONUTF8": "1",
                   "PYTHONUNBUFFERED": "1", "TMPDIR": str(folder)}  # fmt: skip
        command = [sys.executable, "-m", "integration_portal.cli", "content", "preview", str(pack),
                   "--port", str(_free_port())]  # fmt: skip
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                command, cwd=folder, env=environ, stdout=out, stderr=subprocess.STDOUT
            )
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.browser = urllib.request.build_opener(jar)

    def wait_for(self, pattern: str) -> re.Match[str]:
        """What it says, waited for."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            found = re.search(pattern, self.log.read_text(encoding="utf-8"))
            if found:
                return found
            assert self.process.poll() is None, self.log.read_text(encoding="utf-8")
            time.sleep(0.1)
        raise AssertionError(f"{pattern} never said: {self.log.read_text(encoding='utf-8')}")

    def open(self, address: str) -> str:
        end = time.monotonic() + PATIENCE_S
        while True:
            try:
                with self.browser.open(address, timeout=30) as answer:
                    return str(answer.read().decode())
            except urllib.error.URLError as error:
                if isinstance(error, urllib.error.HTTPError) or time.monotonic() > end:
                    raise
                time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def pack(tmp_path) -> Path:
    shutil.copytree(bundled("content") / MODULE, tmp_path / "mon-pack" / MODULE)
    return tmp_path / "mon-pack"


@pytest.fixture
def preview(pack, tmp_path) -> Iterator[Preview]:
    folder = tmp_path / "poste"
    folder.mkdir()
    running = Preview(pack, folder)
    yield running
    running.process.send_signal(signal.SIGINT)
    running.process.wait(30)
    assert not list(folder.glob("apercu-*")), "the throwaway database stays behind"


def test_a_saved_lesson_shows_at_the_next_look(preview, pack) -> None:
    link = preview.wait_for(r"(http://127\.0\.0\.1:\d+)/apercu/\S+")
    assert "Identitovigilance" in preview.open(link[0])
    address = link[1] + PAGE
    assert "ornithorynque" not in preview.open(address)

    lesson = pack / MODULE / "lessons" / f"{LESSON}.md"
    text = lesson.read_text(encoding="utf-8")
    lesson.write_text(text + "\nUn ornithorynque passe.\n", encoding="utf-8")
    preview.wait_for(r"Rechargé \(1 changé")
    assert "Un ornithorynque passe." in preview.open(address)

    lesson.write_text(text.replace("titre:", "titer:", 1), encoding="utf-8")
    preview.wait_for(rf"lessons/{LESSON}\.md:\d+ : Le champ « titer » est inconnu")
    assert "Un ornithorynque passe." in preview.open(address), "the last sound text stays"

    with pytest.raises(urllib.error.HTTPError, match="404"):
        preview.open(f"{link[1]}/apercu/autre-cle")

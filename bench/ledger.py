"""A ledger of a million lines: how long it takes to check, and in how much memory.

``python -m bench.ledger --lines 1000000``: an SQLite file in a temporary folder, filled in bulk with
lines as long as real ones, one line in a hundred a withdrawal, an anchor every thousand lines. Then,
each in a process of its own: ``signoffs verify``, the export, the independent script on the export
with its anchors, ``signoffs report``; and in this one, what the page « Registre » reads. The folder
is removed at the end.
"""

import argparse
import datetime as dt
import itertools
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from integration_portal import migrate
from integration_portal.app import make_database
from integration_portal.establishments.models import Establishment
from integration_portal.settings import Settings
from integration_portal.signoffs import reporting
from integration_portal.signoffs.anchors import as_line
from integration_portal.signoffs.ledger import GENESIS, Anchor, link

from .dataset import settings_for
from .servers import ROOT, environment

FIRST = dt.datetime(2016, 1, 4, 8, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=4)
CRITERIA = [
    {
        "code": f"c{number}",
        "texte": "Vérifie les traits stricts avant toute réponse",
        "securite": False,
    }
    for number in range(3)
]
PEOPLE = {
    "author": {"id": 1, "given_name": "Claire", "family_name": "Petit", "quality": "Secrétaire médicale"},
    "recruit": {"id": 2, "given_name": "Amina", "family_name": "Diallo", "quality": "Secrétaire médicale"},
    "unit": {"id": 1, "name": "Cardiologie"},
    "establishment": {"id": 1, "name": "Centre hospitalier 1"},
}  # fmt: skip
ANCHORED = 1000
# A child's largest memory counts its parent's at the fork: a small parent starts it.
_LAUNCHER = """
import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.write(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss // 1024}")
sys.exit(status)
"""


def _document(seq: int, about: str | None, at: dt.datetime) -> dict[str, Any]:
    stamp = f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"
    common = {
        "format": 1, "channel": "poste", "at": stamp, "request": 1,
        "subject": {"key": "step:1", "title": "Tenir l’accueil téléphonique"}, **PEOPLE,
    }  # fmt: skip
    if about:
        return {**common, "kind": "withdrawn", "about": about, "comment": "Erreur de recrue."}
    sentence = "Je, Claire Petit, atteste avoir observé Amina Diallo et valide cette étape."
    return {
        **common, "kind": "observed", "sentence": sentence, "comment": f"Vu au poste, {seq}.",
        "criteria": CRITERIA, "levels": {one["code"]: 3 for one in CRITERIA}, "level": 3,
    }  # fmt: skip


Row = tuple[int, str, int | None, str, str, str]


def _rows(count: int) -> Iterator[Row]:
    """(seq, kind, about_id, at, payload, hash), in order."""
    previous, before = GENESIS, ""
    for seq in range(1, count + 1):
        about = before if seq % 100 == 0 else None
        at = FIRST + STEP * seq
        document = _document(seq, about, at)
        payload, digest = link(document, seq=seq, previous=previous)
        about_id = seq - 1 if about else None
        yield seq, document["kind"], about_id, f"{at:%Y-%m-%d %H:%M:%S}.000000", payload, digest
        previous = before = digest


def fill(path: Path, count: int) -> list[Anchor]:
    """The least that a chain stands on, then its lines; the anchors to check it with."""
    connection = sqlite3.connect(path)
    connection.executescript(
        "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA journal_mode=OFF;"
        "INSERT INTO ghts (id, name) VALUES (1, 'GHT');"
        "INSERT INTO establishments (id, ght_id, name, city, zone, time_zone, is_demo)"
        " VALUES (1, 1, 'Centre hospitalier 1', 'Ville', 'metropole', 'Europe/Paris', 0);"
    )
    anchors, last = [], (0, "")
    rows = _rows(count)
    while batch := list(itertools.islice(rows, 20_000)):
        connection.executemany(
            "INSERT INTO ledger_entries (id, establishment_id, seq, kind, about_id, request_id,"
            " recruit_id, author_id, at, payload, hash) VALUES (?1, 1, ?1, ?2, ?3, 1, 2, 1, ?4, ?5, ?6)",
            batch,
        )
        anchors += [
            Anchor((FIRST + dt.timedelta(days=row[0] // ANCHORED)).date(), row[0], row[5])
            for row in batch
            if row[0] % ANCHORED == 0
        ]
        last = batch[-1][0], batch[-1][5]
    connection.execute("INSERT INTO ledger_heads VALUES (1, ?, ?)", last)
    connection.commit()
    connection.close()
    return anchors


def measured(label: str, command: Sequence[str], settings: Settings, out: Path) -> None:
    """Run ``command`` to its end: its seconds, its processor time and its largest memory."""
    began = time.perf_counter()
    with out.open("w", encoding="utf-8") as file:
        launched = [sys.executable, "-I", "-c", _LAUNCHER, *command]
        done = subprocess.run(
            launched, cwd=ROOT, env=environment(settings), stdout=file, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{label}: {done.stderr}, {out.read_text(encoding='utf-8')[-500:]}")
    cpu, memory = done.stderr.split()[-2:]
    print(f"{label:<28} {seconds:6.1f} s  processor {float(cpu):6.1f} s  memory {memory} MB")


def page(settings: Settings) -> None:
    """What « Registre » reads, once an anchor was made of the whole chain and without it."""
    database = make_database(settings)
    with database.reading() as session:
        place = session.get_one(Establishment, 1)
        took = _timed(lambda: reporting.last_known(session, place))
    database.factory.kw["bind"].dispose()
    print(f"{'page « Registre »':<28} {took * 1000:6.1f} ms of queries")


def _timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="portail-") as name:
        folder = Path(name)
        settings = settings_for(folder)
        migrate.upgrade(settings.database_url)
        began = time.perf_counter()
        anchors = fill(folder / "portail.db", asked.lines)
        size = (folder / "portail.db").stat().st_size / 1e6
        print(f"{asked.lines} lines, {size:.0f} MB, built in {time.perf_counter() - began:.0f} s")
        file = folder / "ancres-1.txt"
        file.write_text("\n".join(as_line(1, one) for one in anchors) + "\n", encoding="utf-8")
        portal = [sys.executable, "-m", "integration_portal.cli", "signoffs"]
        out, chain = folder / "out.txt", folder / "chain.jsonl"
        known = ["--anchors", str(file)]
        measured("signoffs verify", [*portal, "verify"], settings, out)
        measured("signoffs verify --anchors", [*portal, "verify", *known], settings, out)
        measured("signoffs export", [*portal, "export", "--establishment", "1"], settings, chain)
        script = [sys.executable, "-I", "tools/verify_chain.py", str(chain), *known]
        measured("verify_chain.py --anchors", script, settings, out)
        measured("signoffs report", [*portal, "report", "--establishment", "1"], settings, out)
        measured("signoffs anchor", [*portal, "anchor"], settings, out)
        page(settings)
    return 0


if __name__ == "__main__":
    sys.exit(main())

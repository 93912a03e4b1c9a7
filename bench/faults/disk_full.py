"""The disk fills up in a burst of signatures: database, WAL and all on a small tmpfs, on SQLite, then
on PostgreSQL.

What must hold: who was told « signé » is signed, once; who was not reads why, in French, with her
comment still there; pages are still read; once there is room, the same forms pass; the chain
verifies. Mounting a tmpfs takes root; without it nothing is measured, and that is said.
"""

import contextlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from integration_portal.settings import Settings

from ..dataset import Size, settings_for
from .signing import Answer, Ready, prepare, read, send
from .world import World, postgresql, serve, tell

SMALL = Size(recruits=60, tutors=20, cohorts=1)
BURST, CLIENTS, LEFT = 24, 4, 160 * 1024
COMMENT = "Vu au poste, trois appels, identité avant le motif."
CLEAR = "ne peut plus rien écrire"


class CannotMountError(Exception):
    """Mounting is not allowed here."""


@contextlib.contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """Raises CannotMountError."""
    with tempfile.TemporaryDirectory(prefix="portail-") as folder:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "none", folder],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise CannotMountError(done.stderr.strip())
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=False)


def check(world: World, folder: Path) -> list[str]:
    waiting = world.waiting(BURST)
    cookies = {tutor: world.cookie_of(tutor) for _, tutor in waiting}
    ready = [prepare(world.server.port, one, cookies[tutor], COMMENT) for one, tutor in waiting]
    _fill(folder)
    print(f"  {LEFT // 1024} kB left on the disk, {len(ready)} signatures sent by {CLIENTS} people")
    answers = _send(ready)
    told = {one.request_id for one, got in zip(ready, answers, strict=True) if got.entry_id}
    refused = [got for got in answers if got.entry_id is None]
    print(
        f"  {len(told)} signed, {len(refused)} refused: {dict(Counter(a.status for a in refused))}"
    )
    faults = _pages(refused)
    status, _ = read(world.server.port, "/a-valider", ready[0].cookie)
    print(f"  the queue is read meanwhile: {status}")
    faults += [f"the queue answers {status}"] if status != 200 else []
    faults += _ledger(world, ready, told, "while the disk is full")
    (folder / "ballast").unlink()
    left = [one for one in ready if one.request_id not in told]
    again = _send(left)
    print(f"  room again, the {len(left)} forms sent again: "
          f"{sum(one.entry_id is not None for one in again)} signed")  # fmt: skip
    return faults + _ledger(world, ready, {one.request_id for one in ready}, "afterwards")


def _fill(folder: Path) -> None:
    """SQLite's WAL written back first: otherwise it has room of its own (PostgreSQL's files have some
    left, a few signatures pass). Then a file takes the rest."""
    if (path := folder / "portail.db").exists():
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    disk = os.statvfs(folder)
    with (folder / "ballast").open("wb") as file:
        file.write(b"\0" * (disk.f_bavail * disk.f_frsize - LEFT))


def _send(ready: Sequence[Ready]) -> list[Answer]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(send, ready))


def _pages(refused: Sequence[Answer]) -> list[str]:
    if not refused:
        return ["nothing was refused: the disk was not full"]
    clear = [a for a in refused if a.status == 503 and CLEAR in a.text]
    kept = [a for a in clear if COMMENT in a.text and "Renvoyer" in a.text]
    print(f"  {len(clear)} pages say « {CLEAR} », {len(kept)} still show the comment")
    return [] if len(kept) == len(refused) else ["a refusal is not the clear page, words kept"]


def _ledger(world: World, ready: Sequence[Ready], signed: set[int], when: str) -> list[str]:
    kept = world.signatures([one.request_id for one in ready])
    fault = world.chain_fault()
    print(f"  {when}: {kept.total()} in the ledger, chain {fault or 'intact'}")
    faults = [f"{when}: the chain is broken, {fault}"] if fault else []
    if kept != dict.fromkeys(signed, 1):
        faults.append(f"{when}: the ledger is not what people were told")
    return faults


@contextlib.contextmanager
def sqlite(root: Path) -> Iterator[Settings]:
    yield settings_for(root)


# A cluster that has done nothing yet takes 140 MB.
KINDS = {"sqlite": (96, sqlite), "postgresql": (400, postgresql)}


def main() -> int:
    wrong = 0
    for name in sys.argv[2:] if sys.argv[1:2] == ["--database"] else KINDS:
        megabytes, opened = KINDS[name]
        print(f"The disk fills up in a burst of signatures, on {name}")
        try:
            with (
                small_disk(megabytes) as folder,
                opened(folder) as settings,
                serve(settings, SMALL) as world,
            ):
                wrong += tell(check(world, folder))
        except CannotMountError as refused:
            print(f"  not measured: no small disk can be mounted here ({refused})")
            return 2
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

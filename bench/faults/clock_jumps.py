"""The server's clock goes back an hour, forward a day, back again, between signatures.

What must hold: nothing is lost or signed twice; lines keep their order, by number; each line says
the time the clock said; the chain verifies whatever the times; a day has one anchor; a session that
the jump closed gives the login page, with what was typed behind it.
"""

import datetime as dt
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from sqlalchemy import func, select

from integration_portal.core import clock
from integration_portal.signoffs import making_anchors, queries_chain
from integration_portal.signoffs.anchor_files import Outside, file_of
from integration_portal.signoffs.models import LedgerAnchor, LedgerEntry

from .signing import Answer, prepare, send
from .world import ESTABLISHMENT, SIZE, World, postgresql, serve, sqlite, tell

COMMENT = "Vu au poste, trois appels, identité avant le motif."
HOUR, DAY = 3600, 86_400
# (what happens, seconds from the real time)
JUMPS = (
    ("the true time", 0), ("back an hour", -HOUR), ("the true time again", 0),
    ("forward a day", DAY), ("back to the true time", 0), ("back a day", -DAY),
)  # fmt: skip


@contextmanager
def _here(seconds: int) -> Iterator[None]:
    """This process sees the same time as the server: it makes the cookies."""
    real = time.time
    shifted = mock.patch("time.time", side_effect=lambda: real() + seconds)
    with clock.frozen(clock.now() + dt.timedelta(seconds=seconds)), shifted:
        yield


def check(world: World, dial: Path, folder: Path) -> list[str]:
    requests = world.waiting(len(JUMPS) + 2)
    outside = Outside("", folder)
    faults, entries = [], []
    for (what, seconds), (request_id, tutor) in zip(JUMPS, requests, strict=False):
        _set(dial, seconds)
        with _here(seconds):
            cookie = world.cookie_of(tutor)
            answer = send(prepare(world.server.port, request_id, cookie, COMMENT))
            made = making_anchors.make_due(world.database, outside)
            making_anchors.write_files(world.database, outside)
        print(f"  {what}: {answer.status}, line {answer.entry_id}, {len(made)} anchor(s) made")
        faults += [f"{what}: not signed"] if answer.entry_id is None else []
        entries.append(answer.entry_id)
    for (what, seconds), asked in zip(JUMPS[1:4:2], requests[-2:], strict=True):
        faults += _closed_session(world, dial, what, seconds, *asked)
    _set(dial, 0)
    return faults + _behind(world, [one for one, _ in requests[:-2]], outside)


def _closed_session(
    world: World, dial: Path, what: str, seconds: int, request_id: int, tutor: int
) -> list[str]:
    """The form was open when the clock moved: the session is over, or its cookie comes from a time
    that has not been. Either way, the login page, then the form again."""
    _set(dial, 0)
    ready = prepare(world.server.port, request_id, world.cookie_of(tutor), COMMENT)
    _set(dial, seconds)
    answer: Answer = send(ready)
    login = "connect" in answer.text
    print(f"  a form open across « {what} »: {answer.status}, login page {login}")
    if answer.status != 401 or not login or world.signatures([request_id]):
        return ["a session that is over signed all the same, or has no login page"]
    return []


def _set(dial: Path, seconds: int) -> None:
    """In one gesture: the server never reads half a number."""
    new = dial.with_suffix(".new")
    new.write_text(str(seconds), encoding="utf-8")
    os.replace(new, dial)


def _behind(world: World, requests: list[int], outside: Outside) -> list[str]:
    faults = []
    with world.database.reading() as session:
        found = queries_chain.check(session, ESTABLISHMENT, outside.kept(ESTABLISHMENT))
        last = session.execute(
            select(LedgerEntry.seq, LedgerEntry.at)
            .where(LedgerEntry.request_id.in_(requests))
            .order_by(LedgerEntry.seq)
        ).all()
        days = session.execute(
            select(LedgerAnchor.day, func.count())
            .where(LedgerAnchor.establishment_id == ESTABLISHMENT)
            .group_by(LedgerAnchor.day)
        ).all()
    for seq, at in last:
        print(f"    line {seq}: {at:%d %H:%M:%S}")
    print(f"  anchors of {', '.join(str(day) for day, _ in sorted(days))}, the file holds "
          f"{len(outside.kept(ESTABLISHMENT))}: {file_of(Path(), ESTABLISHMENT)}")  # fmt: skip
    older = sum(after.at < before.at for before, after in itertools.pairwise(last))
    print(
        f"  {older} of these lines are older than the one before; chain {found.fault or 'intact'}"
    )
    if world.signatures(requests) != dict.fromkeys(requests, 1):
        faults.append("a signature is lost or double")
    if any(count != 1 for _, count in days):
        faults.append("a day has two anchors")
    if found.fault:
        faults.append(f"the chain is broken, {found.fault}")
    return faults


def main() -> int:
    wrong = 0
    for name, opened in {"sqlite": sqlite, "postgresql": postgresql}.items():
        if sys.argv[1:] not in ([], ["--database", name]):
            continue
        print(f"The clock jumps between signatures, on {name}")
        with tempfile.TemporaryDirectory() as folder, opened() as settings:
            dial = Path(folder) / "clock"
            _set(dial, 0)
            with serve(settings, SIZE, "bench.faults.skewed:app", BENCH_CLOCK=str(dial)) as world:
                wrong += tell(check(world, dial, Path(folder)))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

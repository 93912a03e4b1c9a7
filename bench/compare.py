"""The portal's pages against the reference application, in one run, turn by turn.

``python -m bench.compare DIR``: the data of ``bench.dataset`` in DIR; the reference's copy is made
beside it. Both run under the same server with two workers. A round measures every page once; the
ratio of a round compares neighbours in time, so that a busy machine slows both. Medians are kept.
"""

import argparse
import random
import sqlite3
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from integration_portal.app import create_app

from . import reference
from .dataset import settings_for
from .load import Load, measure
from .servers import PORTAL, REFERENCE, environment, free_port, granian, serving
from .sessions import open_for, sign

PEOPLE = 40
REFERENCE_LABEL = "référence"


@dataclass(frozen=True)
class Target:
    """A page, the people who ask for it, and the share of the reference's rate it must reach."""

    label: str
    url: str
    cookies: list[str]
    limit: float = 0.0


def recruits(folder: Path) -> list[str]:
    """Addresses of some recruits of the first establishment, spread over its cohorts."""
    with sqlite3.connect(folder / "portail.db") as connection:
        rows = connection.execute("SELECT email FROM users WHERE email LIKE 'recrue%@ch1.example'")
        found = sorted(row[0] for row in rows)
    return random.Random(3).sample(found, PEOPLE)


def reference_cookies(folder: Path, emails: Sequence[str]) -> list[str]:
    app = reference.create_reference(folder)
    with sqlite3.connect(folder / "reference.db") as connection:
        ids = dict(connection.execute("SELECT email, id FROM people"))
    return [sign(app, {"user_id": ids[email]}) for email in emails]


def portal_targets(folder: Path, url: str) -> list[Target]:
    """The pages measured, with the cookies of those who open them."""
    app = create_app(settings_for(folder))
    database = app.extensions["integration_portal"].database
    mine = [open_for(app, database, email) for email in recruits(folder)]
    manager = [open_for(app, database, "encadrante@ch1.example")]
    tutors = [open_for(app, database, f"tutrice{number}@ch1.example") for number in range(10)]
    return [
        Target("mon parcours", f"{url}/parcours", mine, 1.0),
        Target("promotion, 50 lignes", f"{url}/promotions/1", manager, 0.7),
        Target("à valider", f"{url}/a-valider", tutors),
    ]


@contextmanager
def both(folder: Path) -> Iterator[list[Target]]:
    """The reference first, then the pages of the portal, all served."""
    reference.copy(folder)
    settings = settings_for(folder)
    portal_port, other_port = free_port(), free_port()
    with ExitStack() as stack:
        first = stack.enter_context(
            serving(granian(PORTAL, portal_port), portal_port, environment(settings))
        )
        other = stack.enter_context(
            serving(
                granian(REFERENCE, other_port),
                other_port,
                environment(settings, BENCH_REFERENCE_DIR=str(folder)),
                probe="/",
            )
        )
        cookies = reference_cookies(folder, recruits(folder))
        yield [
            Target(REFERENCE_LABEL, f"{other.url}/", cookies),
            *portal_targets(folder, first.url),
        ]


def compare(
    targets: Sequence[Target], connections: int, rounds: int, seconds: float
) -> dict[str, list[Load]]:
    """Loads by label, one a round; the order turns so that nobody always comes first."""
    found: dict[str, list[Load]] = {target.label: [] for target in targets}
    for turn in range(rounds + 1):
        shift = turn % len(targets)
        for target in [*targets[shift:], *targets[:shift]]:
            load = measure(target.url, target.cookies, connections, seconds if turn else 2)
            if load.failed:
                raise SystemExit(f"{target.label}: {load.failed} requests failed")
            if turn:  # the first round warms both
                found[target.label].append(load)
    return found


def report(targets: Sequence[Target], found: dict[str, list[Load]], connections: int) -> bool:
    """Print the medians; False if a page is slower than its limit."""
    base = found[REFERENCE_LABEL]
    sound = True
    for target in targets:
        loads = found[target.label]
        ratios = [mine.rate / other.rate for mine, other in zip(loads, base, strict=True)]
        ratio = statistics.median(ratios)
        rate, p50, p95, p99 = (
            statistics.median(getattr(load, name) for load in loads)
            for name in ("rate", "p50", "p95", "p99")
        )
        fits = ratio >= target.limit
        sound = sound and fits
        limit = f"limit {target.limit} {'ok' if fits else 'TOO SLOW'}" if target.limit else ""
        print(
            f"{connections} connection(s)  {target.label:<22} {rate:7.0f}/s  "
            f"ratio {ratio:.2f} [{min(ratios):.2f}–{max(ratios):.2f}]  "
            f"p50 {p50:.1f} p95 {p95:.1f} p99 {p99:.1f} ms  {limit}"
        )
    return sound


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4)
    asked = parser.parse_args(arguments)
    sound = True
    with both(asked.folder.resolve()) as targets:
        for connections in (1, 8):
            found = compare(targets, connections, asked.rounds, asked.seconds)
            sound = report(targets, found, connections) and sound
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

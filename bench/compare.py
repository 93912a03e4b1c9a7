"""The portal's pages against the reference application, in one run, turn by turn.

``python -m bench.compare DIR``: the data of ``bench.dataset`` in DIR; the reference's copy is made
beside it. Both run under the same server with two workers. A round measures every page once; the
ratio of a round compares neighbours in time, so that a busy machine slows both. Medians are kept.
« cpu » is the workers' own processor time for one request: on a machine that does something else
meanwhile, its ratio says more than the rate's.
"""

import argparse
import random
import sqlite3
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from integration_portal.app import create_app

from . import reference
from .dataset import settings_for
from .load import Load, measure
from .servers import PORTAL, REFERENCE, Running, environment, free_port, granian, serving
from .sessions import open_for, sign

PEOPLE = 40
REFERENCE_LABEL = "référence"
FRAGMENT = "/recherche/fragment?q=il%20a%20la%20bouche%20de%20travers%20et%20parle%20bizarre"
LESSON = "/modules/identitovigilance/02-traits-stricts"


class Forms(Protocol):
    """Forms that may each be sent once."""

    def renew(self) -> None:
        """Put back what sending them changed."""

    def recorded(self) -> int:
        """How many the database kept since then."""


@dataclass(frozen=True)
class Target:
    """A page, the people who ask for it, and the share of the reference's rate it must reach.
    With ``forms``, ``cookies`` are lines of forms sent in its place."""

    label: str
    server: Running
    path: str
    cookies: list[str]
    limit: float = 0.0
    forms: Forms | None = None


@dataclass(frozen=True)
class Measure:
    """``cpu``: milliseconds of processor that one request took from the workers."""

    load: Load
    cpu: float


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


def portal_targets(folder: Path, server: Running) -> list[Target]:
    """The pages measured, with the cookies of those who open them."""
    app = create_app(settings_for(folder))
    database = app.extensions["integration_portal"].database
    mine = [open_for(app, database, email) for email in recruits(folder)]
    manager = [open_for(app, database, "encadrante@ch1.example")]
    tutors = [open_for(app, database, f"tutrice{number}@ch1.example") for number in range(10)]
    return [
        Target("mon parcours", server, "/parcours", mine, 1.0),
        Target("promotion, 50 lignes", server, "/promotions/1", manager, 0.7),
        Target("à valider", server, "/a-valider", tutors, 0.8),
        _sign_page(folder, server, lambda email: open_for(app, database, email)),
        *_sheet(folder, server, mine[0]),
        Target("une fiche", server, "/fiches/insuffisance-cardiaque", mine, 1.0),
        Target("recherche, fragment", server, FRAGMENT, mine, 2.0),
        Target("une leçon", server, LESSON, mine, 1.0),
    ]


def _sign_page(folder: Path, server: Running, cookie_of: Callable[[str], str]) -> Target:
    """The oldest request that waits, opened by the tutors of its unit."""
    with sqlite3.connect(folder / "portail.db") as connection:
        request, unit = connection.execute(
            "SELECT id, unit_id FROM signoff_requests WHERE state = 'waiting' ORDER BY id LIMIT 1"
        ).fetchone()
        emails = connection.execute(
            "SELECT email FROM users JOIN role_grants ON user_id = users.id"
            " WHERE role = 'tutor' AND unit_id = ? LIMIT 10",
            (unit,),
        ).fetchall()
    cookies = [cookie_of(email) for (email,) in emails]
    return Target("page de signature", server, f"/a-valider/{request}", cookies, 0.8)


def _sheet(folder: Path, server: Running, cookie: str) -> list[Target]:
    """The competency sheet of the first of the recruits, and one competency, opened by her."""
    with sqlite3.connect(folder / "portail.db") as connection:
        (journey,) = connection.execute(
            "SELECT journeys.id FROM journeys JOIN users ON users.id = recruit_id WHERE email = ?",
            recruits(folder)[:1],
        ).fetchone()
    path = f"/parcours/{journey}/competences"
    return [
        Target("compétences", server, path, [cookie], 0.8),
        Target("une compétence", server, f"{path}/ES-1", [cookie], 0.8),
    ]


Targets = Callable[[Path, Running], list[Target]]


@contextmanager
def both(folder: Path, portal: Targets = portal_targets) -> Iterator[list[Target]]:
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
            Target(REFERENCE_LABEL, other, "/", cookies),
            *portal(folder, first),
        ]


def once(target: Target, connections: int, seconds: float) -> Measure:
    """One page under load for some seconds."""
    if target.forms:
        target.forms.renew()
    before = target.server.processor()
    load = measure(target.server.url + target.path, target.cookies, connections, seconds)
    if load.failed:
        raise SystemExit(f"{target.label}: {load.failed} requests failed")
    if target.forms:
        _check(target, load.requests, target.forms.recorded())
    return Measure(load, (target.server.processor() - before) / load.requests * 1e3)


def _check(target: Target, sent: int, recorded: int) -> None:
    """Every form answered is kept, and none was sent twice: that would cost less."""
    if sent > len(target.cookies):
        raise SystemExit(f"{target.label}: {sent} sent, {len(target.cookies)} forms are not enough")
    if recorded < sent:
        raise SystemExit(f"{target.label}: {sent} answered, {recorded} kept")


def compare(
    targets: Sequence[Target], connections: int, rounds: int, seconds: float
) -> dict[str, list[Measure]]:
    """Measures by label, one a round; the order turns so that nobody always comes first."""
    found: dict[str, list[Measure]] = {target.label: [] for target in targets}
    for turn in range(rounds + 1):
        shift = turn % len(targets)
        for target in [*targets[shift:], *targets[:shift]]:
            measured = once(target, connections, seconds)
            if turn:  # the first round warms both
                found[target.label].append(measured)
    return found


def report(targets: Sequence[Target], found: dict[str, list[Measure]], connections: int) -> bool:
    """Print the medians; False if a page is slower than its limit."""
    base = found[REFERENCE_LABEL]
    sound = True
    for target in targets:
        measures = found[target.label]
        pairs = list(zip(measures, base, strict=True))
        ratios = sorted(mine.load.rate / other.load.rate for mine, other in pairs)
        ratio = statistics.median(ratios)
        cpu_ratio = statistics.median(other.cpu / mine.cpu for mine, other in pairs)
        fits = ratio >= target.limit
        sound = sound and fits
        limit = f"limit {target.limit} {'ok' if fits else 'TOO SLOW'}" if target.limit else ""
        print(
            f"{connections} connection(s)  {target.label:<22} {middle(measures)}  "
            f"ratio {ratio:.2f} [{ratios[0]:.2f}–{ratios[-1]:.2f}]  cpu ratio {cpu_ratio:.2f}  {limit}"
        )
    return sound


def middle(measures: Sequence[Measure]) -> str:
    """The medians of one page, in words."""
    rate, p50, p95, p99 = (
        statistics.median(getattr(one.load, name) for one in measures)
        for name in ("rate", "p50", "p95", "p99")
    )
    cpu = statistics.median(one.cpu for one in measures)
    return f"{rate:5.0f}/s  p50 {p50:.1f} p95 {p95:.1f} p99 {p99:.1f} ms  cpu {cpu:.2f} ms"


def run(title: str | None, portal: Targets, arguments: Sequence[str] | None) -> bool:
    """Compare what ``portal`` serves with the reference; False if something is too slow."""
    parser = argparse.ArgumentParser(description=title)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4)
    asked = parser.parse_args(arguments)
    sound = True
    with both(asked.folder.resolve(), portal) as targets:
        for connections in (1, 8):
            found = compare(targets, connections, asked.rounds, asked.seconds)
            sound = report(targets, found, connections) and sound
    return sound


def main(arguments: Sequence[str] | None = None) -> int:
    return 0 if run(__doc__, portal_targets, arguments) else 1


if __name__ == "__main__":
    sys.exit(main())

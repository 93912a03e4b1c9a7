"""The cohort page must not care how large the establishment is: ``python -m bench.sizes DIR``.

Three databases, each of one establishment whose recruits (100, 2,000, 20,000) are all in one cohort:
the hardest case. They are made in DIR if they are not there. Every page is asked for in turn, inside
this process, and its processor time is taken: what another program does meanwhile hardly counts.
"""

import argparse
import datetime as dt
import gc
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from integration_portal.app import create_app

from .dataset import TUTORS, Size, create, settings_for
from .sessions import open_for

SIZES = {100: 1.0, 2000: 1.5, 20000: 2.0}  # recruits: how much dearer at most than the first
PAGES = {
    "promotion": "/promotions/1",
    "triée par nom": "/promotions/1?tri=nom",
    "en retard": "/promotions/1?situation=en-retard",
    "dernière page": "/promotions/1?page=100000",
    "toutes les recrues": "/recrues",
    "à débloquer": "/a-debloquer",
}
LIMITED = "promotion"


def folder_of(base: Path, recruits: int) -> Path:
    """The data of that size, made now if need be."""
    folder = base / f"une-promotion-{recruits}"
    if not (folder / "portail.db").exists():
        size = Size(recruits, max(3, TUTORS * recruits // 2000), 1)
        create(settings_for(folder), [size], dt.date.today())  # noqa: DTZ011
    return folder


def opener(folder: Path) -> Callable[[str], float]:
    """A function that opens a page as the manager and gives the milliseconds of processor."""
    app = create_app(settings_for(folder))
    database = app.extensions["integration_portal"].database
    cookie = open_for(app, database, "encadrante@ch1.example")
    client = app.test_client(use_cookies=False)

    def ask(path: str) -> float:
        began = time.thread_time()
        response = client.get(path, headers={"Cookie": cookie})
        spent = time.thread_time() - began
        assert response.status_code == 200, f"{path}: {response.status}"
        return spent * 1e3

    return ask


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=60)
    asked = parser.parse_args(arguments)
    openers = {size: opener(folder_of(asked.folder.resolve(), size)) for size in SIZES}
    gc.collect()
    gc.freeze()
    sound = True
    for label, path in PAGES.items():
        spent: dict[int, list[float]] = {size: [] for size in SIZES}
        for turn in range(asked.rounds + 5):
            for size, ask in openers.items():
                took = ask(path)
                if turn >= 5:
                    spent[size].append(took)
        middle = {size: statistics.median(times) for size, times in spent.items()}
        base = middle[min(SIZES)]
        ratios = {size: time / base for size, time in middle.items()}
        fits = label != LIMITED or all(ratios[size] <= most for size, most in SIZES.items())
        sound = sound and fits
        words = "  ".join(f"{size}: {middle[size]:.1f} ms ×{ratios[size]:.2f}" for size in SIZES)
        print(f"{label:<20} {words}{'' if fits else '  TOO DEAR'}")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

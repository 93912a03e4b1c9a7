"""How long the binder of every shipped fiche takes: ``python -m bench.binder``."""

import datetime as dt
import time
from pathlib import Path

from integration_portal.binder import making, rules
from integration_portal.binder.documents import Cover
from integration_portal.content import loader
from integration_portal.fiches.presentation import sheet
from integration_portal.settings import bundled

MOST_S = 10.0


def leaves() -> list[rules.Leaf]:
    """Every shipped fiche, as a draft."""
    entries = loader.load([bundled("content")]).of_kind("fiche")
    return rules.in_order(
        rules.Leaf(sheet(one.slug, one.version, one.payload), False, "Brouillon.")
        for one in entries
    )


def main() -> None:
    fiches = leaves()
    now = dt.datetime.now(dt.UTC)
    cover = Cover("Hôpital d’essai", "Cardiologie", "Toutes les fiches", now, now.date())
    start = time.perf_counter()
    reached: list[tuple[float, int]] = []
    made = making.lay_out(
        fiches, cover, lambda done: reached.append((time.perf_counter() - start, done))
    )
    took = time.perf_counter() - start
    Path("binder.pdf").write_bytes(made)
    print(f"{len(fiches)} fiches: {took:.1f} s (at most {MOST_S:.0f}), {len(made) // 1024} kB")
    print(f"proofs {reached[-1][0]:.1f} s, whole {took - reached[-1][0]:.1f} s, in binder.pdf")


if __name__ == "__main__":
    main()

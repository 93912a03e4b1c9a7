"""The search on 5,000 fiches: ``python -m bench.search [--documents N]``.

The corpus is the shipped one, then fiches made of its own lines drawn at random, each with words of
its own: as many rare words, as many common ones. Printed: the time to build the index file, the time
of one query over the evaluation set (nothing kept from one to the next), the same after local
edits, the cost of one edit, and the size of the file.
"""

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from integration_portal.content.loader import load
from integration_portal.search import documents
from integration_portal.search.documents import Source
from integration_portal.search.engine import Engine
from integration_portal.search.ideas import compile_ideas
from integration_portal.search.index import Index
from integration_portal.settings import bundled

BUILD_LIMIT_S, QUERY_LIMIT_MS = 5.0, 10.0
EDITS = 200


def corpus(size: int) -> tuple[list[Source], list[dict[str, Any]], list[str]]:
    """Sources, synonyms, queries."""
    library = load([bundled("content")])
    fiches = library.of_kind("fiche")
    sources = [documents.fiche(one.slug, one.version, one.payload) for one in fiches]
    draw = random.Random(7)
    payloads = [one.payload for one in fiches]
    while len(sources) < size:
        number = len(sources)
        sources.append(documents.fiche(f"fiche-{number}", "1", _made(draw, payloads, number)))
    synonyms = [one.payload for one in library.of_kind("synonyms")]
    rows = library.of_kind("evaluation")[0].payload["requetes"]
    return sources, synonyms, [row["q"] for row in rows]


def _made(draw: random.Random, payloads: Sequence[dict[str, Any]], number: int) -> dict[str, Any]:
    """A fiche of lines drawn from the others, and three words nobody else has."""
    base = draw.choice(payloads)
    mixed = {
        name: [draw.choice(draw.choice(payloads)[name] or [None]) for _ in base[name]]
        for name in ("mots_patient", "mots_courrier", "alertes")
    }
    own = [{"mots": f"mot{number}a mot{number}b signe{number}", "niveau": "U2"}]
    kept = {name: [row for row in rows if row] for name, rows in mixed.items()}
    return {
        **base,
        **kept,
        "abreviations": [],
        "vocabulaire": [],
        "titre": f"Fiche {number}",
        "mots_patient": kept["mots_patient"] + own,
    }


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def queries(index: Index, texts: Sequence[str]) -> list[float]:
    """Milliseconds a query, sorted. A fresh engine: its vocabulary is read once, before."""
    engine = Engine(index)
    engine.find("poitrine")
    return sorted(timed(partial(engine.find, text)) * 1e3 for text in texts)


def report(name: str, times: Sequence[float]) -> float:
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    print(f"{name}: p50 {p50:.1f} ms, p95 {p95:.1f} ms, worst {times[-1]:.1f} ms")
    return p95


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5000)
    asked = parser.parse_args(arguments)
    sources, synonyms, texts = corpus(asked.documents)
    ideas = compile_ideas(synonyms)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "recherche.db"
        index = Index(path, ideas, "bench")
        built = timed(lambda: index.update(sources))
        print(f"{len(sources)} fiches: built in {built:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
        before = report("a query", queries(index, texts))
        edits = [
            timed(partial(index.update, [one])) * 1e3
            for one in random.Random(3).sample(sources, EDITS)
        ]
        report("a local edit", sorted(edits))
        after = report(f"a query after {EDITS} edits", queries(index, texts))
    sound = built <= BUILD_LIMIT_S and max(before, after) <= QUERY_LIMIT_MS
    print("within the limits" if sound else f"limits: {BUILD_LIMIT_S} s, {QUERY_LIMIT_MS} ms")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

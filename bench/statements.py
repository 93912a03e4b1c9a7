"""Count the SQL statements of whole requests: ``python -m bench.statements DIR [DIR…]``.

Everything sent to the database counts: BEGIN, the session of the person, the frame around the page.
The count must be the same whatever the size of the data; exit status 1 above a limit.
"""

import argparse
import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event

from integration_portal.app import create_app

from .dataset import settings_for
from .sessions import open_for


@dataclass(frozen=True)
class Page:
    """``who``: local part of an address of the data; ``limit``: statements at most."""

    label: str
    who: str
    path: str
    limit: int


PAGES = (
    Page("Mon parcours (recrue)", "recrue0", "/parcours", 8),
    Page("À valider (tutrice)", "tutrice0", "/a-valider", 10),
    Page("Promotion, 50 lignes (encadrante)", "encadrante", "/promotions/1", 10),
    Page("Promotion, triée et filtrée", "encadrante", "/promotions/1?tri=nom&q=a&situation=en-retard", 10),
    Page("Promotions (encadrante)", "encadrante", "/promotions", 10),
    Page("À débloquer (encadrante)", "encadrante", "/a-debloquer", 10),
)  # fmt: skip


@contextlib.contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Every statement sent meanwhile, in order."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


def count(folder: Path, pages: Sequence[Page] = PAGES, *, show: bool = False) -> dict[str, int]:
    """Statements by label of page, on the data in ``folder``."""
    app = create_app(settings_for(folder))
    database = app.extensions["integration_portal"].database
    engine = database.factory.kw["bind"]
    found = {}
    for page in pages:
        cookie = open_for(app, database, f"{page.who}@ch1.example")
        client = app.test_client(use_cookies=False)
        with counted(engine) as statements:
            response = client.get(page.path, headers={"Cookie": cookie})
        if response.status_code != 200:
            raise SystemExit(f"{page.path} answers {response.status} on {folder}")
        found[page.label] = len(statements)
        if show:
            print(f"\n{page.label}")
            print(*[f"  {' '.join(one.split())[:400]}" for one in statements], sep="\n")
    engine.dispose()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--show", action="store_true", help="Écrire les requêtes.")
    asked = parser.parse_args(arguments)
    counts = [count(folder.resolve(), show=asked.show) for folder in asked.folders]
    sound = True
    for page in PAGES:
        numbers = [one[page.label] for one in counts]
        fits = max(numbers) <= page.limit and len(set(numbers)) == 1
        sound = sound and fits
        verdict = "ok" if fits else "TOO MANY, or not the same at every size"
        print(f"{page.label}: {numbers}, limit {page.limit}: {verdict}")
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())

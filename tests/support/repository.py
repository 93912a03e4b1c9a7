"""Files of the checkout, as the house's own tests read them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "integration_portal"


def python_files(*folders: str) -> Iterator[Path]:
    """Python files of the named folders, the environment and caches apart."""
    for folder in folders:
        yield from sorted(
            path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts
        )


def templates() -> Iterator[Path]:
    yield from sorted(PACKAGE.rglob("templates/**/*.html"))


def name(path: Path) -> str:
    """The path as the tests print it."""
    return path.relative_to(ROOT).as_posix()

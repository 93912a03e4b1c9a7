"""What a browser keeps of the portal besides the fiches: style sheets, scripts, fonts, drawings.

All of it is the same for everybody. Its digest makes a new release replace the old one.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

_KINDS = ("css/*.css", "js/*.js", "fonts/*.woff2", "*.svg")
WORKER = "js/service-worker.js"


@lru_cache(maxsize=1)
def files_of(static: Path) -> tuple[str, ...]:
    """Paths under ``static``, without the worker itself."""
    found = sorted(path for kind in _KINDS for path in static.glob(kind))
    names = (path.relative_to(static).as_posix() for path in found)
    return tuple(name for name in names if name != WORKER)


@lru_cache(maxsize=1)
def digest_of(static: Path, page: str) -> str:
    """Of every file, and of the page without network."""
    digest = hashlib.sha256(page.encode())
    for name in files_of(static):
        digest.update((static / name).read_bytes())
    return digest.hexdigest()[:16]

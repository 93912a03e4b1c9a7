"""Anchors as plain lines, pure: what leaves the portal, and what is read back from it.

    # jour établissement ligne empreinte
    2026-11-22 1 57 9f86d081884c7d65…

One line a day, one file an establishment; ``tools/verify_chain.py`` reads the same.
"""

import datetime as dt
import re
from collections.abc import Iterable

from ..core.errors import PortalError
from .ledger import Anchor

HEADER = "# jour établissement ligne empreinte"
_LINE = re.compile(r"(\d{4}-\d\d-\d\d) (\d{1,9}) (\d{1,9}) ([0-9a-f]{64})")


class AnchorFileError(PortalError):
    """A line that is no anchor: the file was cut or changed."""

    status = 422

    def __init__(self, number: int) -> None:
        super().__init__(f"Ancres : la ligne {number} ne se lit pas.")


def as_line(place_id: int, anchor: Anchor) -> str:
    return f"{anchor.day} {place_id} {anchor.seq} {anchor.hash}"


def read(text: str) -> list[tuple[int, Anchor]]:
    """(establishment, anchor) of each line; blank lines and those after « # » say nothing.
    Raises AnchorFileError."""
    rows = enumerate(text.splitlines(), start=1)
    return [_read(number, row) for number, row in rows if row.strip() and not row.startswith("#")]


def _read(number: int, row: str) -> tuple[int, Anchor]:
    found = _LINE.fullmatch(row.strip())
    try:
        if found is None:
            raise ValueError
        day = dt.date.fromisoformat(found[1])
    except ValueError:
        raise AnchorFileError(number) from None
    return int(found[2]), Anchor(day, int(found[3]), found[4])


def of_place(anchors: Iterable[tuple[int, Anchor]], place_id: int) -> list[Anchor]:
    return [anchor for place, anchor in anchors if place == place_id]

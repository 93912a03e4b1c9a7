"""Where anchors go outside the portal: a folder of append-only files, and a mail address."""

import fcntl
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .anchors import HEADER, as_line, of_place, read
from .ledger import Anchor


@dataclass(frozen=True)
class Outside:
    """``mail`` "" and ``folder`` None: anchors stay in the database only."""

    mail: str = ""
    folder: Path | None = None

    def kept(self, place_id: int) -> list[Anchor]:
        """The anchors that the folder holds. Raises OSError, AnchorFileError."""
        if self.folder is None or not (path := file_of(self.folder, place_id)).exists():
            return []
        return of_place(read(path.read_text(encoding="utf-8")), place_id)


def file_of(folder: Path, place_id: int) -> Path:
    return folder / f"ancres-{place_id}.txt"


def append_missing(folder: Path, place_id: int, anchors: Sequence[Anchor]) -> int:
    """Write the days that the file does not hold yet, once each, down to the disk; how many.

    A day already there stays as it is, whatever the database says of it now: that difference is
    the very thing an anchor is for. Raises OSError, AnchorFileError.
    """
    with file_of(folder, place_id).open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        text = file.read()
        days = {anchor.day for anchor in of_place(read(text), place_id)}
        new = [as_line(place_id, anchor) for anchor in sorted(anchors) if anchor.day not in days]
        if new:
            start = [HEADER] if not text else []
            lead = "" if not text or text.endswith("\n") else "\n"
            file.write(lead + "\n".join([*start, *new]) + "\n")
            file.flush()
            os.fsync(file.fileno())
    return len(new)

"""The hash chain, pure: no database, no clock, no framework.

Each line is a canonical JSON text (keys sorted, no spaces, UTF-8, no escapes) that holds its
sequence number and the hash of the line before; its own hash is the SHA-256 of that text.
Whoever changes, removes or inserts a line breaks every hash after it.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

GENESIS = "0" * 64


def canonical(document: dict[str, Any]) -> str:
    """One text for one document, whatever the order its keys were written in."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(payload: str) -> str:
    """SHA-256, in lower-case hex, of the UTF-8 text."""
    return hashlib.sha256(payload.encode()).hexdigest()


def link(document: dict[str, Any], *, seq: int, previous: str) -> tuple[str, str]:
    """(payload, hash) of the next line of a chain."""
    payload = canonical({**document, "seq": seq, "previous": previous})
    return payload, digest(payload)


@dataclass(frozen=True)
class Line:
    seq: int
    payload: str
    hash: str


@dataclass(frozen=True)
class Fault:
    """``seq`` names the line where the chain stops being trustworthy."""

    seq: int
    reason: str


def _follows(line: Line, previous: str) -> bool:
    try:
        inside = json.loads(line.payload)
    except ValueError:
        return False
    found = isinstance(inside, dict) and (inside.get("seq"), inside.get("previous"))
    return found == (line.seq, previous)


def verify(lines: Iterable[Line], *, expected_head: tuple[int, str] | None = None) -> Fault | None:
    """The first fault of a chain read in order, or None.

    ``expected_head``: (seq, hash) kept elsewhere; a removed tail is found only with it.
    """
    previous, count = GENESIS, 0
    for line in lines:
        count += 1
        if line.seq != count:
            return Fault(count, f"ligne {count} attendue, ligne {line.seq} trouvée")
        if digest(line.payload) != line.hash:
            return Fault(count, "le texte ne correspond pas à son empreinte")
        if not _follows(line, previous):
            return Fault(count, "la ligne ne suit pas la précédente")
        previous = line.hash
    if expected_head is not None and expected_head != (count, previous if count else ""):
        return Fault(count, f"la chaîne devait finir à la ligne {expected_head[0]}")
    return None

"""The hash chain, pure: no database, no clock, no framework.

Each line is a canonical JSON text (keys sorted, no spaces, UTF-8, no escapes) that holds its
sequence number and the hash of the line before; its own hash is the SHA-256 of that text.
Whoever changes, removes or inserts a line breaks every hash after it. Whoever writes the whole
chain again, or removes its end, is contradicted by the anchors kept elsewhere.
"""

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

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


class Beside(NamedTuple):
    """What the table says of a line beside its text. ``about``: the hash of the line answered."""

    kind: str
    request: int
    recruit: int
    author: int
    at: dt.datetime
    about: str | None


class Line(NamedTuple):
    """``beside`` None: only the text is known, as in an export."""

    seq: int
    payload: str
    hash: str
    beside: Beside | None = None


class Anchor(NamedTuple):
    """The last line of a chain as it was on ``day``, kept elsewhere."""

    day: dt.date
    seq: int
    hash: str


@dataclass(frozen=True)
class Fault:
    """``seq`` names the line where the chain stops being trustworthy."""

    seq: int
    reason: str


def verify(
    lines: Iterable[Line],
    *,
    expected_head: tuple[int, str] | None = None,
    anchors: Iterable[Anchor] = (),
) -> Fault | None:
    """The first fault of a chain read in order, or None. One pass, one line in memory at a time.

    ``expected_head``: (seq, hash) kept elsewhere; a removed tail is found only with it or with
    ``anchors``. The order of the lines is their number: their times may go back (a clock was set).
    """
    previous, count, sure = GENESIS, 0, 0
    wanted = _by_line(anchors)
    for line in lines:
        count += 1
        reason = _reason(line, count, previous)
        if reason is not None:
            return Fault(count, reason)
        if count in wanted:
            if fault := _contradiction(wanted[count], line, sure):
                return fault
            sure = count
        previous = line.hash
    if expected_head is not None and expected_head != (count, previous if count else ""):
        return Fault(count, f"la chaîne devait finir à la ligne {expected_head[0]}")
    return _removed(wanted, count)


def _reason(line: Line, count: int, previous: str) -> str | None:
    if line.seq != count:
        return f"ligne {count} attendue, ligne {line.seq} trouvée"
    if digest(line.payload) != line.hash:
        return "le texte ne correspond pas à son empreinte"
    try:
        inside = orjson.loads(line.payload)
    except ValueError:
        inside = None
    if not isinstance(inside, dict) or inside.get("seq") != count:
        return "la ligne ne suit pas la précédente"
    if inside.get("previous") != previous:
        return "la ligne ne suit pas la précédente"
    if line.beside is not None and not _agrees(inside, line.beside):
        return "les colonnes de la base ne disent pas la même chose que le texte signé"
    return None


def _agrees(inside: Mapping[str, Any], beside: Beside) -> bool:
    """Whatever the text says, the table says the same: pages are made from the table."""
    told = (
        inside.get("kind", beside.kind),
        inside.get("request", beside.request),
        _number(inside.get("recruit"), beside.recruit),
        _number(inside.get("author"), beside.author),
        inside.get("about"),
    )
    if told != (beside.kind, beside.request, beside.recruit, beside.author, beside.about):
        return False
    try:
        return "at" not in inside or dt.datetime.fromisoformat(inside["at"]) == beside.at
    except (ValueError, TypeError):
        return False


def _number(person: Any, otherwise: int) -> Any:
    return person.get("id") if isinstance(person, dict) else otherwise


def _by_line(anchors: Iterable[Anchor]) -> Mapping[int, Sequence[Anchor]]:
    found: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in sorted(anchors):
        found[anchor.seq].append(anchor)
    return found


def _contradiction(anchors: Sequence[Anchor], line: Line, sure: int) -> Fault | None:
    for anchor in anchors:
        if anchor.hash != line.hash:
            return Fault(
                line.seq,
                f"l’ancre du {anchor.day} porte une autre empreinte : la chaîne a été réécrite "
                f"après la ligne {sure}",
            )
    return None


def _removed(wanted: Mapping[int, Sequence[Anchor]], count: int) -> Fault | None:
    beyond = [seq for seq in wanted if seq > count]
    if not beyond:
        return None
    last = max(beyond)
    return Fault(
        count,
        f"l’ancre du {wanted[last][0].day} connaît la ligne {last} : la fin de la chaîne manque",
    )

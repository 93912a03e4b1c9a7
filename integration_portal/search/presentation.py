"""What a search shows: why each page answers, and to whom the call goes, without a click. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..core.typography import french
from ..fiches.matching import Segments
from .documents import Line
from .engine import Found
from .ideas import Ideas
from .words import split, stem, tells

MAX_LINES, MAX_ALERTS = 2, 3
_PIECES = re.compile(r"([^\W_]+)")


@dataclass(frozen=True)
class Alert:
    """A line of the red block: the sign, in pieces, and whom the call goes to."""

    level: str
    sign: Segments
    act: str


@dataclass(frozen=True)
class Result:
    """A page that answers. ``lines``: what people say that resembles; ``left_out``: alerts not
    shown, ``vital`` of which go to the 15."""

    kind: str
    slug: str
    parent: str
    title: Segments
    lines: tuple[Segments, ...]
    alerts: tuple[Alert, ...]
    left_out: int
    vital: int


@lru_cache(maxsize=4096)
def result(found: Found, ideas: Ideas) -> Result:
    """``found`` as its reader sees it, in French typography, what met being marked."""
    lines = [line for line in found.lines if line.place in {"appelant", "courrier", "texte"}]
    alerts = _alerts(found)
    rest = [line for line in found.alerts if line not in alerts]
    return Result(
        found.kind, found.slug, found.parent,
        marked(found.title, found.terms, ideas),
        tuple(marked(_short(line.text), found.terms, ideas) for line in lines[:MAX_LINES]),
        tuple(Alert(a.level, marked(a.text, found.terms, ideas), french(a.act)) for a in alerts),
        len(rest), sum(1 for line in rest if line.level == "U0"),
    )  # fmt: skip


def _alerts(found: Found) -> list[Line]:
    """The alerts that answer, then the gravest: their author's order puts the worst first."""
    answering = [line for line in found.lines if line.place == "alerte"]
    others = sorted(
        (line for line in found.alerts if line not in answering), key=lambda line: line.level
    )
    return sorted([*answering, *others][:MAX_ALERTS], key=lambda line: line.level)


def marked(text: str, terms: Collection[str], ideas: Ideas) -> Segments:
    """The text in pieces, each with whether it is one of the words that met."""
    pieces: list[tuple[str, bool]] = []
    for piece in _PIECES.split(french(text)):
        if not piece:
            continue
        held = _meets(piece, terms, ideas)
        if pieces and pieces[-1][1] == held:
            pieces[-1] = (pieces[-1][0] + piece, held)
        else:
            pieces.append((piece, held))
    return tuple(pieces)


def _meets(piece: str, terms: Collection[str], ideas: Ideas) -> bool:
    for word in split(piece):
        one = stem(word)
        if tells(word) and (one in terms or any(idea in terms for idea in ideas.of_stem(one))):
            return True
    return False


def _short(text: str, size: int = 160) -> str:
    """The beginning of a long text, cut between two words."""
    if len(text) <= size:
        return text
    return text[:size].rsplit(" ", 1)[0] + " …"


def grouped(results: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """Fiches, then lessons and modules, then words; only what is there."""
    groups: dict[str, list[Result]] = {"fiche": [], "lesson": [], "word": []}
    for one in results:
        groups["lesson" if one.kind == "module" else one.kind].append(one)
    return [(kind, inside) for kind, inside in groups.items() if inside]

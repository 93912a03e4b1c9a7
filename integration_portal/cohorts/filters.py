"""What a board is asked to show, as it stands in the address. Pure.

A value nobody offered is ignored rather than refused: an old link still opens the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ..establishments.models import StepRole

ON_TIME, LATE = "a-l-heure", "en-retard"
STATES = {
    "en-cours": "En cours",
    "pause": "En pause",
    "terminees": "Terminés",
    "arretees": "Arrêtés",
    "toutes": "Tous",
}
SORTS = ("echeance", "nom", "unite", "tutrice", "avancement")
MAX_WORDS = 3


# (field, its word in the address, the value that needs no word)
_WORDS = (
    ("place", "etablissement", None),
    ("search", "q", ""),
    ("unit", "unite", None),
    ("tutor", "tutrice", None),
    ("situation", "situation", ""),
    ("state", "etat", "en-cours"),
    ("sort", "tri", "echeance"),
    ("down", "sens", False),
    ("page", "page", 1),
)


@dataclass(frozen=True)
class BoardFilter:
    """``situation``: "", ON_TIME, LATE, or the StepRole value of whoever blocks. ``tutor`` 0:
    recruits without a tutor; ``place``: an establishment among several."""

    place: int | None = None
    unit: int | None = None
    tutor: int | None = None
    situation: str = ""
    state: str = "en-cours"
    search: str = ""
    sort: str = "echeance"
    down: bool = False
    page: int = 1

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.search.split()[:MAX_WORDS])

    @property
    def narrow(self) -> bool:
        """Filtered on something the headline figures do not count apart."""
        return self.unit is not None or self.tutor is not None or bool(self.words)

    @property
    def is_default(self) -> bool:
        return not self.narrow and not self.situation and self.state == "en-cours"

    def query(self, **changes: Any) -> str:
        """The address's query string, ``?`` included, with some values changed; page 1 again
        unless a page is named."""
        values = {**vars(self), "page": 1, **changes}
        pairs = {
            word: "desc" if values[name] is True else values[name]
            for name, word, usual in _WORDS
            if values[name] != usual and values[name] is not None
        }
        return f"?{urlencode(pairs)}" if pairs else ""


def situations(blocking: Iterable[StepRole], chosen: str) -> list[tuple[str, str]]:
    """What a board may be narrowed to: only roles that block somebody, and the one chosen."""
    kept = {*(role.value for role in blocking), chosen}
    roles = [(role.value, f"Attend : {role.label}") for role in StepRole if role.value in kept]
    return [(ON_TIME, "À l’heure"), (LATE, "En retard"), *roles]


def from_args(args: Mapping[str, str]) -> BoardFilter:
    situation, state = args.get("situation", ""), args.get("etat", "")
    known = {ON_TIME, LATE, *(role.value for role in StepRole)}
    return BoardFilter(
        place=_number(args.get("etablissement")),
        unit=_number(args.get("unite")),
        tutor=_number(args.get("tutrice")),
        situation=situation if situation in known else "",
        state=state if state in STATES else "en-cours",
        search=args.get("q", "").replace("\x00", "").strip()[:80],
        sort=sort if (sort := args.get("tri", "")) in SORTS else "echeance",
        down=args.get("sens") == "desc",
        page=min(max(_number(args.get("page")) or 1, 1), 100_000),
    )


def _number(value: str | None) -> int | None:
    if value and value.isascii() and value.isdecimal() and len(value) < 10:
        return int(value)
    return None

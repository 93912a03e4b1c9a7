"""Reading one board: figures, the rows of one page, what is expected today.

Three statements, whatever the number of recruits: figures, rows, steps of the rows shown.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from ..core.actor import Actor, Scope
from ..core.json_rows import read_day, read_instant, read_rows
from ..establishments.models import StepRole
from ..journeys.models import JourneyState
from ..journeys.rules import RECRUIT
from . import live, policy, statements
from .filters import BoardFilter
from .name_search import loose, pattern
from .policy import Place
from .rules import Figures, count_rows, figures
from .statements import Shape

PAGE_SIZE = 50
EXPORT_CHUNK = 500
ACTIVE = JourneyState.ACTIVE
Params = dict[str, Any]


class Row(NamedTuple):
    """A recruit on the board. ``holder`` names whoever blocks her, "" when nobody is named;
    ``since``: when the step was handed over, else when it was due. ``late_days`` 0: on time."""

    id: int
    version_id: int
    recruit: str
    unit: str
    tutor: str
    start_on: dt.date
    state: JourneyState
    done: int
    total: int
    next_on: dt.date | None
    title: str
    role: StepRole | None
    holder: str
    since: dt.date | None
    late_days: int
    step_id: int | None
    may_remind: bool
    mine: bool
    expected: int = 0
    letters: str = ""

    @property
    def cells(self) -> dict[str, str]:
        """Letter of each step by its code, when they were read: « F01,R02 »."""
        return {cell[1:]: cell[0] for cell in self.letters.split(",") if cell}


@dataclass(frozen=True)
class Board:
    """``number``: rows the filter keeps; ``rows``: those of the page asked for."""

    figures: Figures
    number: int
    rows: tuple[Row, ...]
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // PAGE_SIZE))


def read(
    session: Session,
    actor: Actor,
    place: Place,
    asked: BoardFilter,
    today: dt.date,
    *,
    cells: bool = False,
) -> Board:
    """One page of a board. A page beyond the last shows the last."""
    shape, params = _shape(place, asked), _params(place, asked, today)
    counted = shape if asked.narrow else Shape(shape.place, shape.whole)
    lines = session.connection().execute(statements.groups(counted, asked.narrow), params).all()
    groups = [line for line in lines if line.state]
    number = next((line.number for line in lines if not line.state), None)
    if number is None:
        number = count_rows(groups, asked)
    page = min(asked.page, max(1, -(-number // PAGE_SIZE)))
    text = _text(session, shape, params, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    rows = _kept_rows(text, actor.id, policy.reminding(actor), today)
    if cells and rows:
        rows = _letters(session, rows, today)
    return Board(figures(groups), number, rows, page)


def every_row(
    session: Session, actor: Actor, place: Place, asked: BoardFilter, today: dt.date
) -> Iterator[Row]:
    """All the rows the filter keeps, read a few hundred at a time, for an export."""
    shape, params = _shape(place, asked), _params(place, asked, today)
    reminds, offset = policy.reminding(actor), 0
    while True:
        text = _text(session, shape, params, EXPORT_CHUNK, offset)
        rows = _rows(text, actor.id, reminds, today)
        yield from rows
        if len(rows) < EXPORT_CHUNK:
            return
        offset += EXPORT_CHUNK


def _shape(place: Place, asked: BoardFilter) -> Shape:
    kind = "cohort" if place.cohort_id else "establishment" if place.establishment_id else "reach"
    tutor = "" if asked.tutor is None else "one" if asked.tutor else "none"
    return Shape(
        kind, place.whole, asked.unit is not None, tutor, asked.situation,
        asked.state if not asked.situation else "en-cours", len(asked.words), asked.sort, asked.down,
    )  # fmt: skip


def _params(place: Place, asked: BoardFilter, today: dt.date) -> Params:
    words: Params = {}
    for index, word in enumerate(asked.words):
        words[f"word{index}"] = pattern(word)
        words[f"loose{index}"] = loose(word)
    return {
        "place": place.cohort_id or place.establishment_id,
        "establishments": place.establishments,
        "units": place.units,
        "unit": asked.unit,
        "tutor": asked.tutor,
        "today": today,
        **words,
    }


def _text(session: Session, shape: Shape, params: Params, limit: int, offset: int) -> str:
    page = {**params, "limit": limit, "offset": offset}
    text: str = session.connection().execute(statements.rows(shape), page).scalar_one()
    return text


def _letters(session: Session, rows: tuple[Row, ...], today: dt.date) -> tuple[Row, ...]:
    """The rows, with the cells of the heat map."""
    values = {"ids": [row.id for row in rows], "today": today}
    letters = {line[0]: line[1] for line in session.execute(live.CELLS, values)}
    return tuple([row._replace(letters=letters.get(row.id, "")) for row in rows])


def _rows(text: str, reader: int, reminds: Scope, today: dt.date) -> tuple[Row, ...]:
    """``text``: what ``statements.rows`` read; ``reader`` may remind where ``reminds`` says."""
    return tuple([_row(line, reader, reminds, today) for line in read_rows(text)])


# A manager reloads her board all day long and few rows move: those already read are kept.
_kept_rows = lru_cache(maxsize=64)(_rows)


def _row(line: list[Any], reader: int, reminds: Scope, today: dt.date) -> Row:
    """In the order of ``statements._COLUMNS``."""
    (
        id_, establishment_id, unit_id, version_id, state, start_on, total, done, next_on, role,
        title, given, family, unit, tutor_given, tutor_family,
        step_id, step_since, holder_id, holder_given, holder_family, expected,
    ) = line  # fmt: skip
    recruit, next_day = f"{given} {family}", read_day(next_on)
    late_days = max(0, (today - next_day).days) if state == ACTIVE and next_day else 0
    # An observation is the recruit's until she asks for it, whoever will sign.
    own = role == RECRUIT
    holder = recruit if own else f"{holder_given} {holder_family}" if holder_given else ""
    return Row(
        id_, version_id, recruit, unit, f"{tutor_given} {tutor_family}" if tutor_given else "",
        dt.date.fromisoformat(start_on), JourneyState(state), done, total, next_day, title,
        StepRole(role) if role else None, holder,
        read_instant(step_since).date() if step_since else next_day, late_days, step_id,
        reminds.covers(establishment_id, unit_id), not own and holder_id == reader, expected,
    )  # fmt: skip

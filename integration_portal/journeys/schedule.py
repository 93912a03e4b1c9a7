"""Due dates, pure. How each is computed can be shown to the person it applies to.

``J-15``: fifteen working days before the first day, on the establishment's full-time calendar
(others prepare them). ``J1``, ``J3``: first, third day *worked* by the recruit. ``S2``: last day
worked of the second week. ``M3``: three months after the first day. Weeks and months move on by
every worked day lost to leave or a pause; a date always lands on a worked day.
"""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass

from ..core.dates import day_words
from ..core.working_calendar import ONE_DAY, WorkingCalendar

_RULE = re.compile(r"^(J-?|S|M)(\d{1,3})$")


@dataclass(frozen=True)
class Due:
    """``why`` is a French sentence."""

    on: dt.date
    why: str


def due(rule: str, start: dt.date, calendar: WorkingCalendar, *, offset: int = 0) -> Due:
    """The due date of ``rule`` for somebody who starts on ``start``.

    ``offset``: worked days by which a manager moved the rest of the journey.
    Raises ValueError on a rule outside the grammar above.
    """
    match = _RULE.match(rule)
    if match is None:
        raise ValueError(f"unknown due rule {rule!r}")
    unit, count = match[1], int(match[2])
    if unit == "J-":
        office = WorkingCalendar(calendar.zone)
        found = office.on_or_before(office.shift(start, -count))
        days = "jour ouvré" if count < 2 else "jours ouvrés"
        return _moved(found, f"{count} {days} avant le {day_words(start)}", offset, office)
    first = calendar.on_or_after(start)
    if unit == "J":
        found = calendar.shift(first, max(count, 1) - 1)
        why = f"{_ordinal(count)} jour travaillé à partir du {day_words(first)}"
    else:
        found, lost = _after_absences(_raw(unit, count, start), start, calendar)
        period = f"fin de la semaine {count}" if unit == "S" else f"{count} mois"
        why = f"{period} après le {day_words(start)}"
        if lost:
            why += f", plus {lost} jour{'s' if lost > 1 else ''} d’absence"
    return _moved(found, why, offset, calendar)


def _moved(found: dt.date, why: str, offset: int, calendar: WorkingCalendar) -> Due:
    if not offset:
        return Due(found, why)
    days = "jour travaillé" if abs(offset) < 2 else "jours travaillés"
    way = "plus tard" if offset > 0 else "plus tôt"
    return Due(calendar.shift(found, offset), f"{why}, {abs(offset)} {days} {way}")


def _raw(unit: str, count: int, start: dt.date) -> dt.date:
    if unit == "S":
        return start + ONE_DAY * (7 * count - 1)
    month = start.month - 1 + count
    year, month = start.year + month // 12, month % 12 + 1
    return dt.date(year, month, min(start.day, monthrange(year, month)[1]))


def _after_absences(raw: dt.date, start: dt.date, calendar: WorkingCalendar) -> tuple[dt.date, int]:
    """Move ``raw`` on by the planned days lost before it, until no new one falls inside."""
    planned = WorkingCalendar(calendar.zone, calendar.pattern)
    base = planned.on_or_before(raw) if raw > start else planned.on_or_after(start)
    if base < start:
        base = planned.on_or_after(start)
    lost = 0
    found = base
    while True:
        again = calendar.lost(start, found)
        if again == lost:
            return calendar.on_or_after(found), lost
        lost = again
        found = planned.shift(base, lost)


def _ordinal(count: int) -> str:
    return "1ᵉʳ" if count <= 1 else f"{count}ᵉ"

"""Working days of one person: public holidays, weekly pattern, absences. Pure.

Public holidays come from the ``holidays`` library (C. trav. L3133-1; L3134-13 for
Alsace-Moselle; L3422-2 overseas). A zone is one of the names of ``ZONES``.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import holidays

ONE_DAY = dt.timedelta(days=1)
WEEKDAYS = ["lun", "mar", "mer", "jeu", "ven", "sam", "dim"]
# Names people choose → subdivision of the library.
ZONES: dict[str, str] = {
    "metropole": "",
    "alsace-moselle": "6AE",
    "guadeloupe": "971",
    "martinique": "972",
    "guyane": "973",
    "reunion": "974",
    "mayotte": "976",
    "nouvelle-caledonie": "NC",
    "polynesie": "PF",
    "saint-pierre-et-miquelon": "PM",
}


@cache
def public_holidays(zone: str, year: int) -> dict[dt.date, str]:
    """Names by date for one year of a zone of ``ZONES``. Raises KeyError on an unknown zone."""
    subdivision = ZONES[zone] or None
    found = holidays.country_holidays("FR", subdiv=subdivision, years=year, language="fr")
    return {date: name for date, name in found.items() if date.year == year}


@dataclass(frozen=True)
class Absence:
    """Both days included. ``kind``: conge, arret, formation or pause."""

    first: dt.date
    last: dt.date
    kind: str


@dataclass(frozen=True)
class WorkingCalendar:
    """``pattern``: seven booleans, Monday first; at least one True (ValueError otherwise)."""

    zone: str = "metropole"
    pattern: tuple[bool, ...] = (True, True, True, True, True, False, False)
    absences: tuple[Absence, ...] = ()

    def __post_init__(self) -> None:
        if len(self.pattern) != 7 or not any(self.pattern):
            raise ValueError("a weekly pattern has seven days and at least one worked")

    @cached_property
    def _absent(self) -> frozenset[dt.date]:
        return frozenset(
            absence.first + ONE_DAY * offset
            for absence in self.absences
            for offset in range((absence.last - absence.first).days + 1)
        )

    def is_planned(self, day: dt.date) -> bool:
        """Worked if nobody were absent: in the pattern and no public holiday."""
        return self.pattern[day.weekday()] and day not in public_holidays(self.zone, day.year)

    def is_worked(self, day: dt.date) -> bool:
        return self.is_planned(day) and day not in self._absent

    def lost(self, first: dt.date, last: dt.date) -> int:
        """Planned days lost to absences, both ends included."""
        return sum(1 for day in self._absent if first <= day <= last and self.is_planned(day))

    def on_or_after(self, day: dt.date) -> dt.date:
        while not self.is_worked(day):
            day += ONE_DAY
        return day

    def on_or_before(self, day: dt.date) -> dt.date:
        while not self.is_worked(day):
            day -= ONE_DAY
        return day

    def shift(self, day: dt.date, worked_days: int) -> dt.date:
        """``worked_days`` worked days after (or, negative, before) ``day``; ``day`` not counted."""
        step = ONE_DAY if worked_days >= 0 else -ONE_DAY
        left = abs(worked_days)
        while left:
            day += step
            if self.is_worked(day):
                left -= 1
        return day

    def worked_between(self, first: dt.date, last: dt.date) -> Iterable[dt.date]:
        day = first
        while day <= last:
            if self.is_worked(day):
                yield day
            day += ONE_DAY

"""Jinja filters: words and dates in French."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

from flask import Flask
from markupsafe import Markup

from ..core import clock, dates, markdown, typography


def _instant(portal_zone: str) -> object:
    def instant(value: dt.datetime, zone: str | None = None) -> str:
        """``lundi 24 novembre 2026 à 14 h 05``, in the portal's zone or another (IANA name)."""
        local = value.astimezone(ZoneInfo(zone or portal_zone))
        return f"{dates.day_words(local.date(), year=True)} à {local.hour}\u00a0h\u00a0{local.minute:02}"

    return instant


def _day(portal_zone: str) -> object:
    def day(date: dt.date, year: bool | None = None) -> str:
        """``year`` None: only when it is not this one."""
        if year is None:
            return dates.day_from(clock.today(portal_zone), date)
        return dates.day_words(date, year=year)

    return day


# Titles come back on every page; longer texts, often somebody's own words, are not kept.
_KEPT_LENGTH = 240
_short_french = lru_cache(maxsize=4096)(typography.french)


def french(text: str) -> str:
    """French spaces and apostrophes (see ``core.typography``)."""
    return _short_french(text) if len(text) <= _KEPT_LENGTH else typography.french(text)


def percent(part: int, whole: int) -> int:
    """Whole percents, 0 when there is nothing to count."""
    return round(100 * part / whole) if whole else 0


def decimal(value: float) -> str:
    """``2,5``; no comma when the number is whole."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def install(app: Flask, time_zone: str) -> None:
    app.jinja_env.filters |= {
        "day_words": _day(time_zone),
        "short_day": dates.short_day,
        "decimal": decimal,
        "duration": dates.duration,
        "french": french,
        "markdown": lambda text: Markup(markdown.render(text)),  # noqa: S704  # sanitised by nh3
        "iso_day": lambda text: dates.day_words(dt.date.fromisoformat(text), year=True),
        "instant": _instant(time_zone),
        "of": typography.of,
        "plural": typography.plural,
    }
    app.jinja_env.globals |= {
        "percent": percent,
        "ago": dates.ago,
        "current_day": lambda: clock.today(time_zone),
    }

"""What one cell of a list of recruits may say. Pure; None when it says nothing we know."""

import datetime as dt
import re

from ..core.working_calendar import WEEKDAYS
from .spreadsheet import plain

EMAIL = re.compile(
    r"[^@\s\x00-\x1f,;<>\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180})\.[A-Za-z]{2,24}"
)
_FRENCH, _ISO = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})"), re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def parse_date(text: str) -> dt.date | None:
    """``24/11/2026`` or ``2026-11-24``; None otherwise."""
    french, iso = _FRENCH.fullmatch(text), _ISO.fullmatch(text)
    try:
        if french:
            return dt.date(int(french[3]), int(french[2]), int(french[1]))
        return dt.date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    except ValueError:
        return None


def parse_days(text: str) -> str | None:
    """Seven 0/1 digits, Monday first, from themselves or from ``lun mar jeu``."""
    if re.fullmatch(r"[01]{7}", text) and "1" in text:
        return text
    words = [word[:3] for word in re.split(r"[^a-z]+", plain(text)) if word]
    if not words or set(words) - set(WEEKDAYS):
        return None
    return "".join("1" if day in words else "0" for day in WEEKDAYS)

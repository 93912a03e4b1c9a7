"""Dates in French words, without the process locale."""

import datetime as dt

_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_MONTHS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def day_words(date: dt.date, *, year: bool = False) -> str:
    """``lundi 24 novembre`` or ``lundi 24 novembre 2026``; the first is ``1ᵉʳ``."""
    number = "1ᵉʳ" if date.day == 1 else str(date.day)
    words = f"{_DAYS[date.weekday()]} {number}\u00a0{_MONTHS[date.month - 1]}"
    return f"{words} {date.year}" if year else words


def day_from(today: dt.date, date: dt.date) -> str:
    """``day_words`` as somebody says it that day: with the year when it is another one."""
    return day_words(date, year=date.year != today.year)


def short_day(date: dt.date) -> str:
    """``24/11/2026``."""
    return f"{date.day:02}/{date.month:02}/{date.year}"


def ago(date: dt.date, today: dt.date) -> str:
    """How long since a past day: ``aujourd’hui``, ``hier``, ``depuis 3 jours``."""
    days = (today - date).days
    if days <= 0:
        return "aujourd’hui"
    return "hier" if days == 1 else f"depuis {days}\u00a0jours"


def duration(minutes: int) -> str:
    """``45 min``, ``2 h``, ``1 h 30``, ``5 jours`` (a working day is 7 hours)."""
    if minutes >= 420:
        days = round(minutes / 420)
        return f"{days}\u00a0jour{'s' if days > 1 else ''}"
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02}" if rest else "")

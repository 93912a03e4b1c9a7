"""Lines of history ready to read: a sentence, the dates it moved, the fields it changed. Pure."""

import datetime as dt
from dataclasses import dataclass

from .models import JourneyEvent
from .sentences import Words, field_words, sentence
from .versions import FIELD_LABELS


@dataclass(frozen=True)
class MovedDate:
    """``before`` None: the step was not there."""

    title: str
    before: dt.date | None
    after: dt.date


@dataclass(frozen=True)
class Told:
    """One line of history, ready to read. ``who`` "": the portal itself; ``fields``: (name,
    before, after); ``entry_id``: the signature it speaks of, if open to the reader."""

    at: dt.datetime
    who: str
    text: str
    comment: str
    moves: list[MovedDate]
    fields: list[tuple[str, str, str]]
    skipped: list[str]
    entry_id: int | None


def tell(event: JourneyEvent, who: str, words: Words) -> Told:
    details = event.details
    return Told(
        at=event.at,
        who=who,
        text=sentence(event, words),
        comment=event.comment,
        moves=[] if event.kind == "move" else moved_dates(event, words),
        fields=_fields(event, words),
        skipped=[f"{one['title']} : {one['reason']}" for one in details.get("skipped", ())],
        entry_id=entry if (entry := details.get("entry")) in words.open_entries else None,
    )


def _fields(event: JourneyEvent, words: Words) -> list[tuple[str, str, str]]:
    if event.kind != "step_changed":
        return []
    before, after = event.details["before"], event.details["after"]
    return [
        (
            FIELD_LABELS.get(name, name),
            field_words(name, before[name], words.phases),
            field_words(name, after[name], words.phases),
        )
        for name in after
    ]


def moved_dates(event: JourneyEvent, words: Words) -> list[MovedDate]:
    """The dates one event moved."""
    return [
        MovedDate(
            words.titles.get(move["code"], "étape retirée"),
            dt.date.fromisoformat(move["before"]),
            dt.date.fromisoformat(move["after"]),
        )
        for move in event.details.get("moves", ())
    ]

"""The exact sentences signed, shown above the password and kept in the ledger. Pure."""

import datetime as dt
from typing import NamedTuple

from ..core.dates import day_words
from ..core.typography import french


class Told(NamedTuple):
    """What a sentence speaks of. ``who``: name, quality and unit of the person who signs; ``met``:
    the other person's name."""

    who: str
    met: str
    title: str
    held_on: dt.date

    @property
    def talk(self) -> str:
        day = day_words(self.held_on, year=True)
        return f"l’entretien « {self.title} » avec {self.met} a eu lieu le {day}"


def minuted(told: Told, *, decisions: int) -> str:
    """The leader's."""
    ends = {0: "aucune décision n’a été prise", 1: "la décision jointe a été prise"}
    decided = ends.get(decisions, f"les {decisions} décisions jointes ont été prises")
    return french(
        f"Je, {told.who}, atteste que {told.talk}, que le compte rendu joint dit ce qui "
        f"y a été dit et que {decided}."
    )


def agreed(told: Told) -> str:
    """The recruit's, when it is so."""
    return french(
        f"Je, {told.who}, confirme que {told.talk} et que le compte rendu et les "
        "décisions joints disent ce qui y a été dit et décidé."
    )


def disagreed(told: Told) -> str:
    """The recruit's, when it is not."""
    return french(
        f"Je, {told.who}, ai lu le compte rendu de l’entretien « {told.title} » avec "
        f"{told.met}, daté du {day_words(told.held_on, year=True)}, et note le désaccord écrit "
        "ci-dessous."
    )


def report_held(told: Told) -> str:
    """A surprise report: that the talk took place, by either of the two; nothing of what was said."""
    return french(
        f"Je, {told.who}, atteste que {told.talk}. Rien de ce qui y a été écrit ou dit n’est signé."
    )


def report_not_held(told: Told) -> str:
    """The recruit's, when it did not."""
    day = day_words(told.held_on, year=True)
    return french(
        f"Je, {told.who}, conteste que l’entretien « {told.title} » avec {told.met} ait "
        f"eu lieu le {day}. Rien de ce qui a été écrit ou dit n’est signé."
    )

"""A replacement pool that lives: passports being filled, held, soon over, lapsed, taken back."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..passports import actions
from ..passports.models import Passport
from ..passports.wording import BY_CODE
from .agenda import Story
from .people import BAIE
from .stage import Stage

MANAGER = "sophie.martin"
WORDS = {
    "visite": "Visite faite ensemble, avec la salle d’attente et les archives.",
    "appels": "Dix appels un mardi matin, identité toujours avant le motif.",
}


@dataclass(frozen=True)
class _Pass:
    """``days``: how long ago it was opened; filled and signed ten days later; ``worked``: days
    since the last post taken."""

    holder: str
    unit: int
    signer: str
    days: int
    met: Collection[str] = tuple(BY_CODE)
    signed: bool = False
    worked: int | None = None
    ended: str = ""


_PASSES = (
    _Pass("amina.diallo", 0, "claire.petit", 3, met=("visite", "page")),
    _Pass("lucie.brun", 1, "marc.lefevre", 110, signed=True, worked=5),
    _Pass("lucie.brun", 0, "claire.petit", 172, signed=True),
    _Pass("lucie.brun", 2, "rosa.mendes", 20, met=("visite", "fiches")),
    _Pass("fatou.sow", 1, "marc.lefevre", 12),
    _Pass("claire.petit", 1, "marc.lefevre", 260, signed=True),
    _Pass("emma.colin", 0, "claire.petit", 60, signed=True, ended="Affectation à plein temps."),
)


def stories(stage: Stage) -> Iterator[Story]:
    return (_story(stage, one) for one in _PASSES)


def _story(stage: Stage, one: _Pass) -> Story:
    """One passport up to today."""
    session, unit, signer = stage.session, stage.units[one.unit], stage.cast[one.signer]
    yield stage.ago(one.days, 9)
    passport = actions.open_passport(
        session, stage.cast[MANAGER], unit, email=f"{one.holder}@{BAIE.domain}"
    )
    filled = max(one.days - 10, 1)
    yield stage.ago(filled, 16)
    _fill(session, signer, passport, one.met)
    if one.signed:
        read = actions.sentence_for(session, signer, passport, "grant")
        actions.grant(session, signer, passport, read=read)
    if one.worked is not None:
        yield stage.ago(one.worked, 8)
        actions.take_post(session, stage.cast[one.holder], unit)
    if one.ended:
        yield stage.ago(filled // 2, 10)
        read = actions.sentence_for(session, signer, passport, "withdrawal")
        actions.take_back(session, signer, passport, reason=one.ended, read=read)


def _fill(session: Session, signer: Actor, passport: Passport, met: Collection[str]) -> None:
    on = clock.today("Europe/Paris")
    for code in met:
        if code not in passport.conditions:
            word = WORDS.get(code, "")
            actions.meet(session, signer, passport, code=code, on=on, word=word)

"""A replacement pool that lives: passports being filled, held, soon over, lapsed, taken back."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..core.permissions import Role
from ..establishments.models import Unit
from ..passports import actions
from ..passports.models import Passport
from ..passports.wording import BY_CODE

_PARIS = ZoneInfo("Europe/Paris")
MANAGER = "sophie.martin"
ActorOf = Callable[[str, Role, int | None], Actor]
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


def live(
    session: Session, units: list[Unit], emails: Mapping[str, str], actor: ActorOf, today: dt.date
) -> None:
    for one in _PASSES:
        _Life(session, units[one.unit], one, actor, today).run(emails[one.holder])


class _Life:
    """One passport up to today, each act on its day."""

    def __init__(
        self, session: Session, unit: Unit, one: _Pass, actor: ActorOf, today: dt.date
    ) -> None:
        self.session, self.unit, self.one, self.today = session, unit, one, today
        self.actor = actor
        self.signer = actor(one.signer, Role.TUTOR, unit.id)

    def run(self, email: str) -> None:
        one = self.one
        with clock.frozen(self._at(one.days, 9)):
            manager = self.actor(MANAGER, Role.MANAGER, None)
            passport = actions.open_passport(self.session, manager, self.unit, email=email)
        after = max(one.days - 10, 1)
        with clock.frozen(self._at(after, 16)):
            self._fill(passport)
            if one.signed:
                read = actions.sentence_for(self.session, self.signer, passport, "grant")
                actions.grant(self.session, self.signer, passport, read=read)
        if one.worked is not None:
            with clock.frozen(self._at(one.worked, 8)):
                holder = self.actor(one.holder, Role.RECRUIT, self.unit.id)
                actions.take_post(self.session, holder, self.unit)
        if one.ended:
            with clock.frozen(self._at(after // 2, 10)):
                read = actions.sentence_for(self.session, self.signer, passport, "withdrawal")
                actions.take_back(self.session, self.signer, passport, reason=one.ended, read=read)

    def _fill(self, passport: Passport) -> None:
        on = clock.today("Europe/Paris")
        for code in self.one.met:
            if code not in passport.conditions:
                word = WORDS.get(code, "")
                actions.meet(self.session, self.signer, passport, code=code, on=on, word=word)

    def _at(self, days_ago: int, hour: int) -> dt.datetime:
        day = self.today - dt.timedelta(days=days_ago)
        return dt.datetime.combine(day, dt.time(hour, 20), _PARIS)

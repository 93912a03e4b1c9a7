"""Who is told what about passports."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from ..accounts.models import User
from ..establishments.models import Unit
from ..passports.events import (
    ConditionMet,
    PassportEnding,
    PassportOpened,
    PassportSigned,
    PassportTakenBack,
)
from ..passports.queries import list_signers
from . import actions, messages

MAX_SIGNERS = 10


def on_passport_opened(session: Session, event: PassportOpened) -> None:
    """The holder, and those of the unit who note the conditions."""
    unit, holder = _unit(session, event.unit_id), session.get_one(User, event.holder_id)
    path = _path(event.passport_id)
    text = messages.passport_opened(unit.name)
    actions.notify(session, event.holder_id, text=text, path=path)
    text = messages.passport_to_fill(holder.name, unit.name)
    _tell(session, _signers(session, unit, holder), text, path)


def on_condition_met(session: Session, event: ConditionMet) -> None:
    """The holder; after the last one, those who may sign."""
    unit, holder = _unit(session, event.unit_id), session.get_one(User, event.holder_id)
    path = _path(event.passport_id)
    text = messages.passport_condition(event.words, unit.name)
    actions.notify(session, event.holder_id, text=text, path=path)
    if event.complete:
        text = messages.passport_to_sign(holder.name, unit.name)
        _tell(session, _signers(session, unit, holder), text, path)


def on_passport_signed(session: Session, event: PassportSigned) -> None:
    unit = _unit(session, event.unit_id)
    text = messages.passport_signed(
        event.author_name, unit.name, event.until, renewal=event.renewal
    )
    actions.notify(session, event.holder_id, text=text, path=_path(event.passport_id))


def on_passport_taken_back(session: Session, event: PassportTakenBack) -> None:
    text = messages.passport_taken_back(event.author_name, _unit(session, event.unit_id).name)
    actions.notify(session, event.holder_id, text=text, path=_path(event.passport_id))


def on_passport_ending(session: Session, event: PassportEnding) -> None:
    """The holder and whoever opened it, once a date."""
    unit, holder = _unit(session, event.unit_id), session.get_one(User, event.holder_id)
    say = messages.passport_lapsed if event.is_past else messages.passport_near
    text, path = say(holder.name, unit.name, event.until), _path(event.passport_id)
    people = dict.fromkeys([event.holder_id, event.opened_by_id])
    told = actions.still_to_tell(session, people, text=text, path=path, again=False)
    _tell(session, told, text, path)


def _unit(session: Session, unit_id: int) -> Unit:
    return session.get_one(Unit, unit_id)


def _signers(session: Session, unit: Unit, holder: User) -> list[int]:
    people = list_signers(session, unit)
    return [person.id for person in people if person.id != holder.id][:MAX_SIGNERS]


def _tell(session: Session, people: Iterable[int], text: str, path: str) -> None:
    if told := list(people):
        actions.notify_all(session, told, text=text, path=path)


def _path(passport_id: int) -> str:
    return f"/passeports/{passport_id}"


PASSPORT_SUBSCRIBERS = (
    (PassportOpened, on_passport_opened),
    (ConditionMet, on_condition_met),
    (PassportSigned, on_passport_signed),
    (PassportTakenBack, on_passport_taken_back),
    (PassportEnding, on_passport_ending),
)

"""Grant, renew, take back: each is one line of the ledger, signed by somebody of the unit."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy.orm import Session

from ...accounts.models import User
from ...core import audit, clock
from ...core.actor import Actor
from ...core.bus import publish
from ...core.introducing import introduce
from ...establishments.models import Unit
from ...signoffs.actions import Subject, append, open_file
from ...signoffs.levels import Level
from ...signoffs.models import EntryKind, LedgerEntry, SignOffRequest
from ...signoffs.rules import overall
from .. import rules
from ..errors import (
    AlreadyEndedError,
    AlreadyGrantedError,
    ConditionsMissingError,
    LevelTooLowError,
    NothingToRenewError,
    WordsChangedError,
)
from ..events import PassportSigned, PassportTakenBack
from ..models import Passport
from ..queries import names_of, zone_of
from ..wording import CONDITIONS, CRITERIA
from .locking import lock_to_sign

MINUTES = 30
Act = Literal["grant", "renewal", "withdrawal"]


def sentence_for(session: Session, actor: Actor, passport: Passport, act: Act) -> str:
    """The exact sentence that this person would sign today."""
    unit = session.get_one(Unit, passport.unit_id).name
    holder = session.get_one(User, passport.holder_id).name
    signer = introduce(actor.name, actor.quality, unit)
    if act == "withdrawal":
        return rules.withdrawal_sentence(signer=signer, holder=holder, unit=unit)
    say = rules.grant_sentence if act == "grant" else rules.renewal_sentence
    today = clock.today(zone_of(session, passport))
    return say(signer=signer, holder=holder, unit=unit, on=today)


def grant(session: Session, actor: Actor, passport: Passport, *, read: str) -> LedgerEntry:
    """Sign, once every condition is met. The caller has just checked the person's password;
    ``read``: the sentence she had before her eyes.

    Raises SelfPassportError, NotOfThisUnitError, AlreadyGrantedError, AlreadyEndedError,
    ConditionsMissingError, WordsChangedError.
    """
    lock_to_sign(session, actor, passport)
    _refuse_ended(passport)
    if passport.granted_on is not None:
        raise AlreadyGrantedError(_last_author(session, passport))
    if left := rules.missing(passport.conditions):
        raise ConditionsMissingError([condition.short for condition in left])
    words = _read(session, actor, passport, "grant", read)
    details = {"sentence": words, "renewal": False, "conditions": _met(session, passport)}
    today = clock.today(zone_of(session, passport))
    passport.granted_on = today
    return _authorise(session, actor, passport, details, today, renewal=False)


def renew(
    session: Session,
    actor: Actor,
    passport: Passport,
    *,
    seen_entry_id: int,
    read: str,
    situation: str,
    on: dt.date,
    levels: Mapping[str, int],
) -> LedgerEntry:
    """After a short observation, described in general words, every criterion acquired.
    ``seen_entry_id``: the line in force when the page was opened; another since, and somebody has
    renewed it already.

    Raises NothingToRenewError, AlreadyGrantedError, LevelTooLowError and as ``grant``.
    """
    lock_to_sign(session, actor, passport)
    if passport.granted_on is None or passport.ended_at is not None:
        raise NothingToRenewError
    if passport.entry_id != seen_entry_id:
        raise AlreadyGrantedError(_last_author(session, passport))
    for criterion in CRITERIA:
        if levels[str(criterion["code"])] < Level.ACQUIRED:
            raise LevelTooLowError(str(criterion["texte"]))
    details = {
        "sentence": _read(session, actor, passport, "renewal", read),
        "renewal": True,
        "situation": situation,
        "situation_on": on.isoformat(),
        "criteria": list(CRITERIA),
        "levels": {code: int(value) for code, value in levels.items()},
        "level": int(overall(CRITERIA, levels)),
    }
    today = clock.today(zone_of(session, passport))
    passport.renewed_on = today
    return _authorise(session, actor, passport, details, today, renewal=True)


def take_back(
    session: Session, actor: Actor, passport: Passport, *, reason: str, read: str
) -> LedgerEntry | None:
    """It ends now. A line of the ledger answers the one that gave it; None: nothing was signed.

    Raises SelfPassportError, NotOfThisUnitError, AlreadyEndedError, WordsChangedError.
    """
    lock_to_sign(session, actor, passport)
    _refuse_ended(passport)
    passport.ended_at, passport.reason = clock.now(), reason
    line = None
    if passport.entry_id is not None:
        words = _read(session, actor, passport, "withdrawal", read)
        given = session.get_one(LedgerEntry, passport.entry_id)
        line = append(
            session, actor, _file(session, passport), EntryKind.WITHDRAWN,
            {"sentence": words, "comment": reason}, about=given,
        )  # fmt: skip
        passport.entry_id = line.id
    audit.record(
        session, actor, "passport.end", f"users:{passport.holder_id}",
        establishment_id=passport.establishment_id, unit=passport.unit_id,
    )  # fmt: skip
    session.flush()
    publish(
        session,
        PassportTakenBack(passport.id, passport.holder_id, passport.unit_id, actor.name),
    )
    return line


def _authorise(
    session: Session,
    actor: Actor,
    passport: Passport,
    details: Mapping[str, Any],
    today: dt.date,
    *,
    renewal: bool,
) -> LedgerEntry:
    until = rules.add_months(today, rules.VALID_MONTHS)
    kept = {**details, "valid_from": today.isoformat(), "valid_until": until.isoformat()}
    line = append(session, actor, _file(session, passport), EntryKind.AUTHORISED, kept)
    passport.entry_id = line.id
    session.flush()
    publish(
        session,
        PassportSigned(
            passport.id, passport.holder_id, passport.unit_id, actor.name, renewal, until
        ),
    )
    return line


def _file(session: Session, passport: Passport) -> SignOffRequest:
    unit = session.get_one(Unit, passport.unit_id)
    subject = Subject(
        key=f"passport:{passport.id}",
        title=f"Passeport : {unit.name}",
        minutes=MINUTES,
        criteria=CRITERIA,
        establishment_id=passport.establishment_id,
        unit_id=passport.unit_id,
    )
    return open_file(session, subject, passport.holder_id)


def _met(session: Session, passport: Passport) -> list[dict[str, Any]]:
    """The conditions in words, each with its date and who saw it, as they are signed."""
    proofs = passport.conditions
    names = names_of(session, [one["par"] for one in proofs.values() if one["par"]])
    return [
        {
            "code": condition.code,
            "texte": condition.what,
            "le": proofs[condition.code]["le"],
            "par": names.get(proofs[condition.code]["par"], ""),
            "mot": proofs[condition.code]["mot"],
        }
        for condition in CONDITIONS
    ]


def _read(session: Session, actor: Actor, passport: Passport, act: Act, read: str) -> str:
    """The sentence, if it is still the one that was read."""
    words = sentence_for(session, actor, passport, act)
    if words != read:
        raise WordsChangedError
    return words


def _refuse_ended(passport: Passport) -> None:
    if passport.ended_at is not None:
        raise AlreadyEndedError


def _last_author(session: Session, passport: Passport) -> str:
    line = session.get(LedgerEntry, passport.entry_id) if passport.entry_id else None
    who = session.get(User, line.author_id) if line else None
    return who.name if who else "quelqu’un"

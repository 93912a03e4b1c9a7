"""Read as a peer, validate, withdraw, restore: each is one line about one exact text."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from ...core import clock
from ...core.actor import Actor
from ...core.audit import record
from ...core.bus import publish
from ...establishments.models import Establishment
from .. import decisions, policy
from ..effective import Effective, get_effective
from ..errors import (
    AlreadyWithdrawnError,
    NotWithdrawnError,
    NotYourTextError,
    OwnReadingError,
    ReviewDateError,
    TextMovedError,
    UncheckedSourcesError,
    WithdrawnAboveError,
    WithdrawnError,
)
from ..events import FicheDecided
from ..life import Life, Status
from ..models import Decision, FicheApproval
from ..places import Place
from ..sourcing import unread_alerts
from ..statement import signed_statement, statement

MAX_REVIEW_DAYS = 731


@dataclass(frozen=True)
class Read:
    """What the person had before her eyes: a fiche, where, and the hash of its text."""

    slug: str
    place: Place
    text_hash: str


@dataclass(frozen=True)
class _Case:
    """A decision about to be taken, its establishment locked."""

    text: Effective
    place: Place
    place_name: str
    life: Life
    today: dt.date


def read_by_peer(session: Session, actor: Actor, read: Read) -> FicheApproval | None:
    """A colleague read the whole text. None: she had already said so about this very text.

    Raises NotFoundError, NotYourTextError, TextMovedError, WithdrawnError.
    """
    case = _open(session, actor, read, allowed=policy.reviews(actor, read.place))
    if case.life.status is Status.WITHDRAWN:
        raise WithdrawnError
    if case.life.read_by(actor.id):
        return None
    return _append(session, actor, case, Decision.PEER)


def validate(
    session: Session, actor: Actor, read: Read, *, next_review_on: dt.date, sources_checked: bool
) -> FicheApproval | None:
    """A doctor validates the text she read, for one place and until a date. The caller has just
    checked her password. None: the same signature is already there (a button pressed twice).

    Raises NotFoundError, NotYourTextError, TextMovedError, WithdrawnError, OwnReadingError,
    UncheckedSourcesError, ReviewDateError.
    """
    case = _open(session, actor, read, allowed=policy.approves(actor, read.place))
    if _signed_already(case, actor, next_review_on):
        return None
    _refuse(case, actor, next_review_on, sources_checked)
    unread = bool(unread_alerts(case.text.payload))
    words = signed_statement(
        statement_for(actor, case.text, case.place_name), sources_checked=unread
    )
    return _append(
        session, actor, case, Decision.DOCTOR, comment=words, next_review_on=next_review_on
    )


def withdraw(session: Session, actor: Actor, read: Read, *, reason: str) -> FicheApproval:
    """Take the fiche out of use here: its alerts stay readable, no list shows it.

    Raises NotFoundError, NotYourTextError, AlreadyWithdrawnError. The text may have moved: what
    is dangerous goes all the same.
    """
    case = _open(session, actor, read, allowed=policy.withdraws(actor, read.place), any_text=True)
    if case.life.withdrawal is not None:
        raise AlreadyWithdrawnError(case.life.withdrawal.signer)
    return _append(session, actor, case, Decision.WITHDRAWN, comment=reason)


def restore(session: Session, actor: Actor, read: Read) -> FicheApproval:
    """Put a withdrawn fiche back, to be validated anew.

    Raises NotFoundError, NotYourTextError, NotWithdrawnError, WithdrawnAboveError.
    """
    case = _open(session, actor, read, allowed=policy.withdraws(actor, read.place), any_text=True)
    if case.life.withdrawal is None:
        raise NotWithdrawnError
    if case.life.withdrawal.unit_id != case.place.unit_id:
        raise WithdrawnAboveError
    return _append(session, actor, case, Decision.RESTORED)


def statement_for(actor: Actor, text: Effective, place_name: str) -> str:
    """The sentence this person would sign under this text, but for the box on sources."""
    return statement(
        signer=actor.name,
        quality=actor.quality,
        place=place_name,
        title=text.payload["titre"],
        text_hash=text.text_hash,
    )


def may_only_read(actor: Actor, life: Life, place: Place) -> bool:
    """A doctor who is the only reader of this text: another validates it. Somebody who read it
    under another hat, or after whom a colleague read it, may validate."""
    return {peer.signer_id for peer in life.peers} == {actor.id} and not policy.is_also_peer(
        actor, place
    )


def review_dates(today: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day that a validation may end."""
    return today + dt.timedelta(days=1), today + dt.timedelta(days=MAX_REVIEW_DAYS)


def _open(
    session: Session, actor: Actor, read: Read, *, allowed: bool, any_text: bool = False
) -> _Case:
    """Lock the establishment, so that two decisions follow each other, and read where things
    stand. Out of reach is 404 before it is 403."""
    place = read.place
    get_effective(session, actor, read.slug, place)
    name = decisions.name_of(session, place)
    if not allowed:
        raise NotYourTextError(name)
    locked = session.get_one(
        Establishment, place.establishment_id, with_for_update=True, populate_existing=True
    )
    text = get_effective(session, actor, read.slug, place)
    if text.text_hash != read.text_hash and not any_text:
        raise TextMovedError
    today = clock.today(locked.time_zone)
    return _Case(text, place, name, decisions.get_life(session, place, text, today), today)


def _signed_already(case: _Case, actor: Actor, next_review_on: dt.date) -> bool:
    held = case.life.approval
    return (
        case.life.validated
        and held is not None
        and held.unit_id == case.place.unit_id
        and held.signer_id == actor.id
        and held.next_review_on == next_review_on
    )


def _refuse(case: _Case, actor: Actor, next_review_on: dt.date, sources_checked: bool) -> None:
    """Why this text cannot be validated by this person now."""
    if case.life.status is Status.WITHDRAWN:
        raise WithdrawnError
    if may_only_read(actor, case.life, case.place):
        raise OwnReadingError
    if unread_alerts(case.text.payload) and not sources_checked:
        raise UncheckedSourcesError
    first, last = review_dates(case.today)
    if not first <= next_review_on <= last:
        raise ReviewDateError(first, last)


def _append(
    session: Session,
    actor: Actor,
    case: _Case,
    decision: Decision,
    *,
    comment: str = "",
    next_review_on: dt.date | None = None,
) -> FicheApproval:
    approval = FicheApproval(
        establishment_id=case.place.establishment_id,
        unit_id=case.place.unit_id,
        slug=case.text.slug,
        decision=decision,
        text_hash=case.text.text_hash,
        payload=case.text.payload,
        signer_id=actor.id,
        signer_name=actor.name,
        signer_quality=actor.quality,
        signer_unit=case.place_name,
        decided_at=clock.now(),
        next_review_on=next_review_on,
        comment=comment,
    )
    session.add(approval)
    session.flush()
    _announce(session, actor, case, approval)
    return approval


def _announce(session: Session, actor: Actor, case: _Case, approval: FicheApproval) -> None:
    place = case.place
    record(
        session, actor, f"fiche.{approval.decision.value}", f"fiches:{approval.slug}",
        establishment_id=place.establishment_id, unit=place.unit_id, decision=approval.id,
    )  # fmt: skip
    publish(
        session,
        FicheDecided(
            approval.id, approval.decision, approval.slug, case.text.payload["titre"],
            place.establishment_id, place.unit_id, actor.id, actor.name,
        ),
    )  # fmt: skip

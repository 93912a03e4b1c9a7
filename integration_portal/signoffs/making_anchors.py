"""Once a day and establishment: read its chain, anchor it, take the anchor outside.

The chain is read without any lock; the row and the mail are one transaction, unique for the day;
the file receives the days it does not hold. Killed anywhere, the next turn goes on from there.
"""

import logging
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ..core.errors import PortalError
from ..core.unit_of_work import Database
from ..establishments.models import Establishment
from .actions.anchoring import keep_anchor, list_due
from .anchor_files import Outside, append_missing
from .ledger import Anchor
from .models import LedgerAnchor
from .queries_chain import Checked, at_one_instant, check, list_anchors
from .tally import Tally

log = logging.getLogger("integration_portal.signoffs")


@dataclass(frozen=True)
class Made:
    """The anchor just made of an establishment."""

    place: str
    anchor: Anchor
    fault: str


def make_due(database: Database, outside: Outside) -> list[Made]:
    """Make the anchors of the day. Called as often as one likes: a day has one anchor."""
    with database.reading() as session:
        due = list_due(session)
    return [made for place in due if (made := _make(database, place, outside)) is not None]


def _make(database: Database, place: Establishment, outside: Outside) -> Made | None:
    tally = Tally()
    with database.reading() as session:
        at_one_instant(session)
        found = _check(session, place, outside, tally)
    try:
        with database.writing() as session:
            kept = keep_anchor(session, place, found, dict(tally.counts), mail=outside.mail)
            made = _told(place, kept) if kept else None
    except IntegrityError:  # another worker, at the same instant
        return None
    if made and made.fault:
        log.error("chain_broken", extra={"establishment": place.id, "fault": made.fault})
    return made


def _check(session: Session, place: Establishment, outside: Outside, tally: Tally) -> Checked:
    try:
        return check(session, place.id, outside.kept(place.id), tally)
    except PortalError as unreadable:
        found = check(session, place.id, (), tally)
        return Checked(found.seq, found.hash, found.fault or unreadable.message)
    except OSError:  # said when it comes to writing
        return check(session, place.id, (), tally)


def _told(place: Establishment, kept: LedgerAnchor) -> Made:
    return Made(place.name, Anchor(kept.day, kept.seq, kept.hash), kept.fault)


def write_files(database: Database, outside: Outside) -> None:
    """Bring the files up to the anchors kept. Raises OSError, AnchorFileError."""
    if outside.folder is None:
        return
    with database.reading() as session:
        places = session.scalars(select(LedgerAnchor.establishment_id).distinct()).all()
        kept = {place: list_anchors(session, place) for place in places}
    for place, anchors in kept.items():
        append_missing(outside.folder, place, anchors)

"""The life of a fiche in one place: draft, read by a peer, validated, to review, withdrawn. Pure.

A validation is bound to one exact text. It stops holding on its review date, when the text
changes, and when the fiche is withdrawn, even if it comes back later.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ..core.dates import day_words
from ..core.introducing import introduce
from .models import Decision

NEAR_DAYS = 60


class Status(StrEnum):
    """Where a fiche stands. ``REVIEW``: a doctor validated once, and it no longer holds."""

    DRAFT = "brouillon"
    READ = "relue"
    VALIDATED = "validee"
    REVIEW = "a_revoir"
    WITHDRAWN = "retiree"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Status.DRAFT: "Brouillon",
    Status.READ: "Relue, à valider",
    Status.VALIDATED: "Validée",
    Status.REVIEW: "À revoir",
    Status.WITHDRAWN: "Retirée",
}


@dataclass(frozen=True)
class Act:
    """One decision, without the text it is about. ``unit_id`` None: the whole establishment;
    ``on``: the day, where the establishment is."""

    id: int
    establishment_id: int
    slug: str
    decision: Decision
    unit_id: int | None
    text_hash: str
    signer_id: int
    signer: str
    quality: str
    unit: str
    on: dt.date
    next_review_on: dt.date | None = None
    comment: str = ""

    def holds(self, text_hash: str, today: dt.date) -> bool:
        return self.text_hash == text_hash and not self.expired(today)

    def expired(self, today: dt.date) -> bool:
        """« À revoir avant le » : on that very day it no longer holds."""
        return self.next_review_on is None or today >= self.next_review_on


@dataclass(frozen=True)
class Life:
    """``approval``: the validation that holds, else the one that lapsed; ``changed`` and
    ``expired``: why it lapsed; ``peers``: who read this very text; ``reasons``: in sentences."""

    status: Status
    reasons: tuple[str, ...]
    approval: Act | None = None
    peers: tuple[Act, ...] = ()
    withdrawal: Act | None = None
    changed: bool = False
    expired: bool = False

    @property
    def validated(self) -> bool:
        return self.status is Status.VALIDATED

    def read_by(self, user_id: int) -> bool:
        """She is one of the peers."""
        return any(peer.signer_id == user_id for peer in self.peers)

    def review_near(self, today: dt.date, days: int = NEAR_DAYS) -> bool:
        """Validated, and to review within ``days``."""
        if not self.validated or self.approval is None or self.approval.next_review_on is None:
            return False
        return (self.approval.next_review_on - today).days <= days


def life_of(acts: Iterable[Act], unit_id: int | None, text_hash: str, today: dt.date) -> Life:
    """The life of the text that a place shows. ``acts``: those of its establishment on the
    fiche, oldest first; those of other units are left aside."""
    kept = [act for act in acts if act.unit_id in {unit_id, None}]
    withdrawal = next(filter(None, (_withdrawal(kept, one) for one in (None, unit_id))), None)
    if withdrawal is not None:
        return Life(Status.WITHDRAWN, (_withdrawn(withdrawal),), withdrawal=withdrawal)
    since = max((act.id for act in kept if act.decision is Decision.RESTORED), default=0)
    live = [act for act in kept if act.id > since]
    peers = tuple(
        act for act in live if act.decision is Decision.PEER and act.text_hash == text_hash
    )
    own = _last(live, Decision.DOCTOR, unit_id) if unit_id is not None else None
    shared = _last(live, Decision.DOCTOR, None)
    for approval in (own, shared):
        if approval is not None and approval.holds(text_hash, today):
            return Life(Status.VALIDATED, (signature(approval),), approval, peers)
    lapsed = own or shared
    if lapsed is not None:
        return _lapsed(lapsed, unit_id, text_hash, today, peers)
    return _unvalidated(peers, restored=_last(kept, Decision.RESTORED))


def in_use(lives: Mapping[str, Life], slug: str) -> bool:
    """Lists show it: anything but withdrawn."""
    life = lives.get(slug)
    return life is None or life.status is not Status.WITHDRAWN


def _withdrawal(acts: Sequence[Act], unit_id: int | None) -> Act | None:
    """The withdrawal in force at one level: only that level takes it back."""
    level = {Decision.WITHDRAWN, Decision.RESTORED}
    found = [act for act in acts if act.unit_id == unit_id and act.decision in level]
    return found[-1] if found and found[-1].decision is Decision.WITHDRAWN else None


def _last(acts: Sequence[Act], decision: Decision, *levels: int | None) -> Act | None:
    """The latest at one of the levels (none given: at any)."""
    for act in reversed(acts):
        if act.decision is decision and (not levels or act.unit_id in levels):
            return act
    return None


def _lapsed(
    approval: Act, unit_id: int | None, text_hash: str, today: dt.date, peers: tuple[Act, ...]
) -> Life:
    changed, expired = approval.text_hash != text_hash, approval.expired(today)
    reasons = []
    if changed and approval.unit_id != unit_id:
        reasons.append(
            f"{doctor(approval)} a validé le texte de l’établissement le {day(approval.on)} : "
            "celui de cette unité est différent."
        )
    elif changed:
        reasons.append(
            f"Le texte a changé depuis la validation du {day(approval.on)} par {doctor(approval)}."
        )
    if expired and approval.next_review_on is not None:
        reasons.append(f"La date de relecture est passée depuis le {day(approval.next_review_on)}.")
    return Life(Status.REVIEW, tuple(reasons), approval, peers, changed=changed, expired=expired)


def _unvalidated(peers: tuple[Act, ...], restored: Act | None) -> Life:
    back = (
        (f"Remise en service le {day(restored.on)} par {restored.signer} : à valider de nouveau.",)
        if restored is not None
        else ()
    )
    if peers:
        last = peers[-1]
        read = f"Relue par {last.signer} le {day(last.on)}. Un médecin doit encore la valider."
        return Life(Status.READ, (*back, read), peers=peers)
    return Life(Status.DRAFT, back or ("Aucun médecin du service ne l’a validée.",))


def signature(approval: Act) -> str:
    """« Validée par Dr X, fonction, unité, le … ; à revoir avant le … »"""
    who = introduce(doctor(approval), approval.quality, approval.unit)
    review = approval.next_review_on
    until = f" ; à revoir avant le {day(review)}" if review else ""
    return f"Validée par {who}, le {day(approval.on)}{until}."


def _withdrawn(act: Act) -> str:
    reason = act.comment.rstrip(". ")
    return f"Retirée le {day(act.on)} par {act.signer}{f' : {reason}' if reason else ''}."


def doctor(act: Act) -> str:
    return f"Dr {act.signer}"


def day(date: dt.date) -> str:
    """« 3 mars 2026 », without the name of the day."""
    return day_words(date, year=True).partition(" ")[2]

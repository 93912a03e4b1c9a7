"""What was seen and talked over about somebody, or by her: exported, then without its words."""

import datetime as dt
import json
from typing import Any

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.orm import Session

from .models import (
    EntryKind,
    LedgerEntry,
    NamedObserver,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)


def seen_sections(session: Session, user_id: int) -> dict[str, Any]:
    """Signed ones about her, and whatever she wrote herself."""
    return {
        "observations": [_seen(row, title) for row, title in _observations(session, user_id)],
        "entretiens_reflexifs": [_talked(*found) for found in _talks(session, user_id)],
        "designations_pour_observer": [
            {"objet": title, "quand": row.named_at, "par_vous": row.named_by_id == user_id}
            for row, title in _named(session, user_id)
        ],
    }


def _observations(session: Session, user_id: int) -> Any:
    hers = (SignOffRequest.recruit_id == user_id) & (Observation.state != ObservationState.DRAFT)
    return session.execute(
        select(Observation, SignOffRequest.title)
        .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
        .where(or_(hers, Observation.observer_id == user_id))
        .order_by(Observation.situation_at)
    )


def _seen(row: Observation, title: str) -> dict[str, Any]:
    return {
        "objet": title,
        "situation": row.situation_at,
        "etat": row.state,
        "lieu": row.place,
        "description": row.situation,
        "niveaux": row.levels,
        "actes": row.acts,
        "note": row.note,
        "pourquoi_cette_personne": row.why,
    }


def _talks(session: Session, user_id: int) -> Any:
    hers = (SignOffRequest.recruit_id == user_id) & ReflectiveTalk.entry_id.is_not(None)
    taken_back = and_(
        LedgerEntry.about_id == ReflectiveTalk.entry_id, LedgerEntry.kind == EntryKind.WITHDRAWN
    )
    return session.execute(
        select(ReflectiveTalk, SignOffRequest.title, LedgerEntry.at, LedgerEntry.payload)
        .join(SignOffRequest, SignOffRequest.id == ReflectiveTalk.request_id)
        .outerjoin(LedgerEntry, taken_back)
        .where(or_(hers, ReflectiveTalk.author_id == user_id))
        .order_by(ReflectiveTalk.held_at)
    )


def _talked(
    row: ReflectiveTalk, title: str, gone_at: dt.datetime | None, gone: str | None
) -> dict[str, Any]:
    """``gone``: the line that takes it back, as it was signed."""
    return {
        "objet": title,
        "tenu": row.held_at,
        "attendu": row.expected,
        "fait": row.done,
        "appris": row.learnt,
        "ce_qui_change": row.change,
        "retire_le": gone_at,
        "raison_du_retrait": json.loads(gone)["comment"] if gone else "",
    }


def _named(session: Session, user_id: int) -> Any:
    return session.execute(
        select(NamedObserver, SignOffRequest.title)
        .join(SignOffRequest, SignOffRequest.id == NamedObserver.request_id)
        .where(or_(NamedObserver.user_id == user_id, NamedObserver.named_by_id == user_id))
        .order_by(NamedObserver.named_at)
    )


def forget_seen(session: Session, user_id: int) -> None:
    """Words about her and her own go; drafts go whole. What was signed stays as it was signed."""
    about = select(SignOffRequest.id).where(SignOffRequest.recruit_id == user_id)
    seen = or_(Observation.request_id.in_(about), Observation.observer_id == user_id)
    session.execute(delete(Observation).where(seen, Observation.state == ObservationState.DRAFT))
    session.execute(update(Observation).where(seen).values(place="", situation="", note="", why=""))
    talked = or_(ReflectiveTalk.request_id.in_(about), ReflectiveTalk.author_id == user_id)
    session.execute(delete(ReflectiveTalk).where(talked, ReflectiveTalk.entry_id.is_(None)))
    session.execute(
        update(ReflectiveTalk).where(talked).values(expected="", done="", learnt="", change="")
    )

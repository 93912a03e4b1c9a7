"""Requests, what was seen and talked over, and the append-only ledger of all that was signed."""

import datetime as dt
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from ..core.db import Base
from ..core.types import UtcDateTime, checked_enum


class RequestState(StrEnum):
    """``COUNTERSIGN``: validated, and waits for the doctor."""

    WAITING = "waiting"
    COUNTERSIGN = "countersign"
    SIGNED = "signed"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class EntryKind(StrEnum):
    """``OBSERVED``, ``TALKED``, ``MINUTED``: somebody signs what was seen, talked over, decided in
    an interview; ``CONFIRMED``: the other person says that it is so. ``DECLINED``: the doctor does
    not countersign, and asks to take it up again. ``CORRECTED``: the author of a line says how it
    should read. ``AUTHORISED``: a passport for a unit, given or renewed."""

    OBSERVED = "observed"
    TALKED = "talked"
    MINUTED = "minuted"
    CONFIRMED = "confirmed"
    SIGNED = "signed"
    RETURNED = "returned"
    COUNTERSIGNED = "countersigned"
    DECLINED = "declined"
    VISAED = "visaed"
    AUTHORISED = "authorised"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """What one line of the ledger is; ``subjects.label_of`` also says of what."""
        return _KIND_LABELS[self]


_KIND_LABELS = {
    EntryKind.OBSERVED: "Observation signée",
    EntryKind.TALKED: "Entretien réflexif signé",
    EntryKind.MINUTED: "Compte rendu d’entretien signé",
    EntryKind.CONFIRMED: "Confirmé par l’autre personne",
    EntryKind.SIGNED: "Validation signée",
    EntryKind.RETURNED: "À reprendre",
    EntryKind.COUNTERSIGNED: "Contresigné par le médecin",
    EntryKind.DECLINED: "À reprendre, demande le médecin",
    EntryKind.VISAED: "Bloc visé",
    EntryKind.AUTHORISED: "Passeport d’unité signé",
    EntryKind.ACKNOWLEDGED: "La recrue a pris acte",
    EntryKind.DISPUTED: "Désaccord de la recrue",
    EntryKind.CORRECTED: "Ligne corrigée",
    EntryKind.WITHDRAWN: "Retiré",
}


class Channel(StrEnum):
    """Where somebody signed: her own desk, the recruit's screen, a phone."""

    OWN = "poste"
    DESK = "poste-recrue"
    PHONE = "telephone"


class SignOffRequest(Base):
    """What a recruit does is to be looked at, and all that was signed about it.

    ``subject`` is ``step:<id>``, ``competency:<journey id>:<code>``, ``block:<journey id>:<slug>``,
    ``interview:<id>`` or ``passport:<id>``; ``criteria`` a list of {code, texte, securite};
    ``self_levels`` {criterion code: 0–4}. ``intention``: what she wants to show, said beforehand.
    ``rule``: what a validation rests on (see ``evidence.Rule``). ``facts`` are frozen words of the
    subject (template version, competencies…) that the signed text will carry.
    """

    __tablename__ = "signoff_requests"
    __table_args__ = (
        Index("ix_signoff_requests_queue", "signer_id", "state", "requested_at"),
        Index("ix_signoff_requests_unit", "unit_id", "state", "requested_at"),
        Index(
            "uq_signoff_requests_waiting", "subject", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    recruit_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    subject: Mapped[str] = mapped_column(String(40), index=True)
    title: Mapped[str] = mapped_column(String(240))
    minutes: Mapped[int]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    self_levels: Mapped[dict[str, int]] = mapped_column(JSON)
    self_comment: Mapped[str] = mapped_column(Text, default="")
    intention: Mapped[str] = mapped_column(Text, default="")
    rule: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[RequestState] = mapped_column(checked_enum(RequestState, "request_state"))
    requested_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class NamedObserver(Base):
    """Somebody named, before any situation, to observe beside the signer of the request
    (C. trav. art. D. 6313-3-2, 2°)."""

    __tablename__ = "named_observers"
    __table_args__ = (UniqueConstraint("request_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("signoff_requests.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    named_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ObservationState(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"


class Observation(Base):
    """One situation, seen by one person. A draft is hers alone; signing it writes ``entry_id``.

    ``token`` is made by the browser: what it sends twice is kept once. ``situation_at`` is when
    the situation began; ``acts`` the quick grid, {criterion code: done} for each act in order;
    ``levels`` {criterion code: 1–4}. ``why``: the observer had not been named before.
    """

    __tablename__ = "observations"
    __table_args__ = (Index("ix_observations_request", "request_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("signoff_requests.id"))
    observer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    token: Mapped[str] = mapped_column(String(36), unique=True)
    state: Mapped[ObservationState] = mapped_column(
        checked_enum(ObservationState, "observation_state")
    )
    situation_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    place: Mapped[str] = mapped_column(String(200), default="")
    situation: Mapped[str] = mapped_column(Text, default="")
    levels: Mapped[dict[str, int]] = mapped_column(JSON)
    acts: Mapped[list[dict[str, bool]]] = mapped_column(JSON)
    note: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    started_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))


class ReflectiveTalk(Base):
    """A talk apart from the situation: expected, done, learnt, what changes
    (C. trav. art. D. 6313-3-2, 3°). Signed by one, confirmed by the other."""

    __tablename__ = "reflective_talks"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("signoff_requests.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    held_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expected: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text)
    learnt: Mapped[str] = mapped_column(Text)
    change: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    confirmed_entry_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))


class SignerAbsence(Base):
    """A signer is away from ``first_on`` to ``last_on``, both included; ``relay_id`` acts for her
    meanwhile. ``automatic``: the portal chose the relay. ``starts_at``, ``ends_at``: the same days
    as instants of the establishment's time zone. It ends by itself, or sooner, at ``ended_at``."""

    __tablename__ = "signer_absences"
    __table_args__ = (
        Index("ix_signer_absences_away", "user_id", "first_on", "last_on"),
        Index("ix_signer_absences_relay", "relay_id", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), index=True)
    first_on: Mapped[dt.date] = mapped_column(Date)
    last_on: Mapped[dt.date] = mapped_column(Date)
    starts_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    relay_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    automatic: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)


class LedgerEntry(Base):
    """One line of an establishment's chain. ``payload`` is the exact canonical JSON signed,
    ``hash`` its SHA-256; the payload holds the previous hash. ``about_id``: the line that this one
    answers, confirms, corrects or withdraws. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "ledger_entries"
    __table_args__ = (
        UniqueConstraint("establishment_id", "seq"),
        Index(
            "uq_ledger_entries_decision", "request_id", unique=True,
            sqlite_where=text("kind IN ('signed', 'returned')"),
            postgresql_where=text("kind IN ('signed', 'returned')"),
        ),
        Index(
            "uq_ledger_entries_countersignature", "request_id", unique=True,
            sqlite_where=text("kind IN ('countersigned', 'declined')"),
            postgresql_where=text("kind IN ('countersigned', 'declined')"),
        ),
        Index(
            "uq_ledger_entries_withdrawal", "about_id", unique=True,
            sqlite_where=text("kind = 'withdrawn'"),
            postgresql_where=text("kind = 'withdrawn'"),
        ),
        Index("ix_ledger_entries_about", "about_id"),
        Index(
            "ix_ledger_entries_amended", "establishment_id", "seq",
            sqlite_where=text("kind IN ('withdrawn', 'corrected')"),
            postgresql_where=text("kind IN ('withdrawn', 'corrected')"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    seq: Mapped[int]
    kind: Mapped[EntryKind] = mapped_column(checked_enum(EntryKind, "entry_kind"))
    request_id: Mapped[int] = mapped_column(ForeignKey("signoff_requests.id"), index=True)
    about_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entries.id"))
    recruit_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    payload: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64), unique=True)

    @property
    def short_hash(self) -> str:
        return self.hash[:12]


class LedgerHead(Base):
    """The last line of each chain, locked while the next one is written."""

    __tablename__ = "ledger_heads"

    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(String(64), default="")


class LedgerAnchor(Base):
    """The last line of a chain at the end of a day, sent outside the portal: a tail removed later
    is found by it. Made once the whole chain was read at ``at``: ``fault`` is what was found wrong
    then, "" if nothing; ``counts`` the lines of each kind, {kind: n}."""

    __tablename__ = "ledger_anchors"
    __table_args__ = (UniqueConstraint("establishment_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    establishment_id: Mapped[int] = mapped_column(ForeignKey("establishments.id"))
    day: Mapped[dt.date] = mapped_column(Date)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(240), default="")
    counts: Mapped[dict[str, int]] = mapped_column(JSON)

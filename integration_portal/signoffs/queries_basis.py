"""What a decision rests on: signed observations and talks about a subject, and who signs it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import String, bindparam, select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.dates import day_words
from ..core.types import UtcDateTime
from ..core.typography import of
from ..establishments.models import Establishment
from . import rules
from .evidence import Rule, Seen, missing, talk_warning
from .models import (
    NamedObserver,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignerAbsence,
    SignOffRequest,
)
from .queries import withdrawn

_SUBJECTS = SignOffRequest.subject.in_(bindparam("subjects", type_=String, expanding=True))
# Built once: making such a statement anew costs more than running it.
_SEEN = (
    select(
        SignOffRequest.subject, Observation.situation_at, Observation.observer_id,
        Observation.levels, Establishment.time_zone,
    )
    .join(SignOffRequest, SignOffRequest.id == Observation.request_id)
    .join(Establishment, Establishment.id == SignOffRequest.establishment_id)
    .where(_SUBJECTS, Observation.state == ObservationState.SIGNED)
    .order_by(Observation.situation_at, Observation.id)
)  # fmt: skip
_TALKS = (
    select(SignOffRequest.subject, ReflectiveTalk.held_at)
    .join(SignOffRequest, SignOffRequest.id == ReflectiveTalk.request_id)
    .where(_SUBJECTS, ReflectiveTalk.entry_id.is_not(None), ~withdrawn(ReflectiveTalk.entry_id))
    .order_by(ReflectiveTalk.held_at)
)


@dataclass
class Basis:
    """Signed observations and talks about one subject, oldest first."""

    seen: list[Seen] = field(default_factory=list)
    seen_at: list[dt.datetime] = field(default_factory=list)
    talked_at: list[dt.datetime] = field(default_factory=list)

    @property
    def levels(self) -> dict[str, int]:
        """The last level seen of each criterion."""
        return {code: level for one in self.seen for code, level in one.levels.items()}

    @property
    def warning(self) -> str:
        """What the signer is told about the talk; "" when there is nothing to say, or nothing was
        seen yet to talk over."""
        return (talk_warning(self.seen_at, self.talked_at) or "") if self.seen_at else ""

    def left(self, rule: Any, criteria: Sequence[rules.Criterion]) -> list[str]:
        """What is still to be seen before a validation, in words."""
        return missing(Rule.of(rule), criteria, self.seen)

    def ready(self, rule: Any, criteria: Sequence[rules.Criterion]) -> bool:
        """Nothing left to look at: every level was seen, no rule nor warning stands in the way."""
        known = {criterion["code"] for criterion in criteria} <= set(self.levels)
        return (
            known
            and not self.warning
            and not self.left(rule, criteria)
            and rules.find_fault(criteria, self.levels, validates=True) is None
        )


def map_bases(session: Session, subjects: Iterable[str]) -> dict[str, Basis]:
    """By subject, in two statements whatever their number."""
    bases = {subject: Basis() for subject in subjects}
    if not bases:
        return bases
    session.flush()  # what an action has just written counts
    connection, these = session.connection(), {"subjects": list(bases)}
    for subject, at, observer, levels, zone in connection.execute(_SEEN, these):
        on = at.astimezone(ZoneInfo(zone)).date()
        bases[subject].seen.append(Seen(on, observer, levels))
        bases[subject].seen_at.append(at)
    for subject, held_at in connection.execute(_TALKS, these):
        bases[subject].talked_at.append(held_at)
    return bases


@dataclass(frozen=True)
class Standing:
    """Why this person signs: ``named`` for it beforehand, or acting for ``relay_of``."""

    named: bool
    relay_of_id: int | None = None
    relay_of: str = ""
    until: dt.date | None = None

    @property
    def expected(self) -> bool:
        return self.named or self.relay_of_id is not None

    @property
    def words(self) -> str:
        """« en relais de Claire Petit jusqu’au … », or ""."""
        if self.until is None:
            return ""
        return f"en relais {of(self.relay_of)} jusqu’au {day_words(self.until)}"


def running(at: Any) -> Any:
    """Absences that run at an instant."""
    return (
        (SignerAbsence.starts_at <= at)
        & (SignerAbsence.ends_at > at)
        & SignerAbsence.ended_at.is_(None)
    )


_NAMED = select(NamedObserver.named_at).where(
    NamedObserver.request_id == bindparam("request"), NamedObserver.user_id == bindparam("me")
)
_RELAYED = (
    select(SignerAbsence.user_id, User.given_name, User.family_name, SignerAbsence.last_on)
    .join(User, User.id == SignerAbsence.user_id)
    .where(
        SignerAbsence.relay_id == bindparam("me"),
        SignerAbsence.establishment_id == bindparam("establishment"),
        SignerAbsence.user_id == bindparam("signer"),
        running(bindparam("now", type_=UtcDateTime)),
    )
    .limit(1)
)


def find_standing(
    session: Session, actor: Actor, request: SignOffRequest, basis: Basis
) -> Standing:
    """Named by the request, or as an observer before the last situation seen; else as a relay.
    A tutor who took over is a named observer too: it says since when."""
    values = {
        "request": request.id, "me": actor.id, "signer": request.signer_id,
        "establishment": request.establishment_id, "now": clock.now(),
    }  # fmt: skip
    session.flush()
    connection = session.connection()
    named_at = connection.execute(_NAMED, values).scalar_one_or_none()
    in_time = named_at is not None and named_at <= max(basis.seen_at, default=clock.now())
    if in_time or (named_at is None and request.signer_id == actor.id):
        return Standing(named=True)
    row = connection.execute(_RELAYED, values).first()
    if row is None:
        return Standing(named=False)
    return Standing(False, row.user_id, f"{row.given_name} {row.family_name}", row.last_on)

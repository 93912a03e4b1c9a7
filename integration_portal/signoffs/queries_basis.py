"""What a decision rests on: signed observations and talks about a subject."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import Integer, String, Text, bindparam, cast, null, select, union_all
from sqlalchemy.orm import Session

from ..establishments.models import Establishment
from . import rules
from .evidence import Rule, Seen, missing, talk_warning
from .models import Observation, ObservationState, ReflectiveTalk, SignOffRequest
from .queries import withdrawn

_ASKED = (
    select(SignOffRequest.id, SignOffRequest.subject, SignOffRequest.establishment_id)
    .where(SignOffRequest.subject.in_(bindparam("subjects", type_=String, expanding=True)))
    .cte("asked")
)
_ZONE = select(Establishment.time_zone).where(Establishment.id == _ASKED.c.establishment_id)
# Built once: making such a statement anew costs more than running it. A talk has no level.
_TOLD = union_all(
    select(
        _ASKED.c.subject, Observation.situation_at.label("at"), Observation.id.label("id"),
        Observation.observer_id, cast(Observation.levels, Text), _ZONE.scalar_subquery(),
    )
    .join(_ASKED, _ASKED.c.id == Observation.request_id)
    .where(Observation.state == ObservationState.SIGNED),
    select(
        _ASKED.c.subject, ReflectiveTalk.held_at, ReflectiveTalk.id,
        cast(null(), Integer), cast(null(), Text), cast(null(), String),
    )
    .join(_ASKED, _ASKED.c.id == ReflectiveTalk.request_id)
    .where(ReflectiveTalk.entry_id.is_not(None), ~withdrawn(ReflectiveTalk.entry_id)),
).order_by("at", "id")  # fmt: skip
Told = tuple[Any, ...]


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
    """By subject, in one statement whatever their number."""
    wanted = list(subjects)
    return make_bases(wanted, read_told(session, wanted))


def read_told(session: Session, subjects: Sequence[str]) -> Told:
    """Rows of what was seen and talked over, oldest first, for ``make_bases``."""
    if not subjects:
        return ()
    session.flush()  # what an action has just written counts
    return tuple(session.connection().execute(_TOLD, {"subjects": subjects}).all())


def make_bases(subjects: Iterable[str], told: Told) -> dict[str, Basis]:
    """What those rows say of each subject. Pure."""
    bases = {subject: Basis() for subject in subjects}
    for subject, at, _, observer, levels, zone in told:
        basis = bases[subject]
        if levels is None:
            basis.talked_at.append(at)
        else:
            on = at.astimezone(ZoneInfo(zone)).date()
            basis.seen.append(Seen(on, observer, orjson.loads(levels)))
            basis.seen_at.append(at)
    return bases

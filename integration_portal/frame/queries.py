"""What the frame around every page reads: one statement, built once per kind of reader."""

from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    Table,
    bindparam,
    func,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from ..core import clock
from ..core.actor import Actor
from ..core.permissions import Permission
from ..core.types import UtcDateTime
from ..establishments.models import Establishment
from ..journeys.models import Journey
from ..journeys.queries import RUNNING
from ..notifications.models import Notification
from ..passports.models import Passport
from ..signoffs.models import RequestState, SignerAbsence, SignOffRequest
from ..signoffs.policy import doctor_scope

_PLACES = cast("Table", Establishment.__table__).c
_NOTICES = cast("Table", Notification.__table__).c
_REQUESTS = cast("Table", SignOffRequest.__table__).c
_ABSENCES = cast("Table", SignerAbsence.__table__).c
_JOURNEYS = cast("Table", Journey.__table__).c
_PASSPORTS = cast("Table", Passport.__table__).c
_USER = bindparam("user", type_=Integer)
_PLACE = bindparam("place", type_=Integer)
_NOW = bindparam("now", type_=UtcDateTime)
_WARDS = bindparam("wards", type_=Integer, expanding=True)
_HOSPITALS = bindparam("hospitals", type_=Integer, expanding=True)


class Around(NamedTuple):
    """``unread`` notices; ``waiting``: requests asked of this very person or of somebody she relays
    now, and validations that wait for her as a doctor; ``place``: the name of
    the establishment of somebody who has only one, else ""; ``on_journey``: hers is running;
    ``holds_passport``: one was opened for her, whatever became of it."""

    unread: int
    waiting: int
    place: str
    on_journey: bool
    holds_passport: bool


def read_around(session: Session, actor: Actor) -> Around:
    places = actor.establishment_ids
    signs, doctor = actor.can(Permission.SIGNOFF_DECIDE), doctor_scope(actor)
    query = _around(signs, bool(doctor), actor.can(Permission.JOURNEY_OWN))
    values: dict[str, object] = {
        "user": actor.id,
        "place": min(places) if len(places) == 1 else None,
    }
    if signs:
        values["now"] = clock.now()
    if doctor:
        values |= {"wards": list(doctor.units), "hospitals": list(doctor.establishments)}
    row = session.connection().execute(query, values).one()
    return Around(row[0], row[1] or 0, row[2] or "", bool(row[3]), bool(row[4]))


@lru_cache(maxsize=8)
def _around(signs: bool, countersigns: bool, learns: bool) -> Select[Any]:
    running = _JOURNEYS.recruit_id == _USER, _JOURNEYS.state.in_(RUNNING)
    return select(
        _count(_NOTICES.id, _NOTICES.user_id == _USER, _NOTICES.read_at.is_(None)),
        _waiting(countersigns) if signs else null(),
        select(_PLACES.name).where(_PLACES.id == _PLACE).scalar_subquery(),
        _count(_JOURNEYS.id, *running) if learns else null(),
        _count(_PASSPORTS.id, _PASSPORTS.holder_id == _USER) if learns else null(),
    )


def _waiting(countersigns: bool) -> ColumnElement[int]:
    """Three counts, each by its index: one condition for all would read every request."""
    open_ = _REQUESTS.state == RequestState.WAITING, _REQUESTS.recruit_id != _USER
    asked = _count(_REQUESTS.id, _REQUESTS.signer_id == _USER, *open_)
    relayed = _count(
        _REQUESTS.id,
        _REQUESTS.signer_id == _ABSENCES.user_id,
        _REQUESTS.establishment_id == _ABSENCES.establishment_id,
        _ABSENCES.relay_id == _USER,
        _ABSENCES.starts_at <= _NOW,
        _ABSENCES.ends_at > _NOW,
        _ABSENCES.ended_at.is_(None),
        *open_,
    )
    if not countersigns:
        return asked + relayed
    validated = _count(
        _REQUESTS.id,
        _REQUESTS.state == RequestState.COUNTERSIGN,
        or_(_REQUESTS.unit_id.in_(_WARDS), _REQUESTS.establishment_id.in_(_HOSPITALS)),
        _REQUESTS.recruit_id != _USER,
        _REQUESTS.decided_by_id.is_distinct_from(_USER),
    )
    return asked + relayed + validated


def _count(column: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()

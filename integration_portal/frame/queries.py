"""What the frame around every page reads: one statement, built once per kind of reader."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Integer, ScalarSelect, Select, Table, bindparam, func, null, select
from sqlalchemy.orm import Session

from ..core.actor import Actor
from ..core.permissions import Permission
from ..establishments.models import Establishment
from ..journeys.models import Journey
from ..journeys.queries import RUNNING
from ..notifications.models import Notification
from ..passports.models import Passport
from ..signoffs.models import RequestState, SignOffRequest

_PLACES = cast("Table", Establishment.__table__).c
_NOTICES = cast("Table", Notification.__table__).c
_REQUESTS = cast("Table", SignOffRequest.__table__).c
_JOURNEYS = cast("Table", Journey.__table__).c
_PASSPORTS = cast("Table", Passport.__table__).c
_USER = bindparam("user", type_=Integer)
_PLACE = bindparam("place", type_=Integer)


@dataclass(frozen=True)
class Around:
    """``unread`` notices; ``waiting``: requests asked of this very person; ``place``: the name of
    the establishment of somebody who has only one, else ""; ``on_journey``: hers is running;
    ``holds_passport``: one was opened for her, whatever became of it."""

    unread: int
    waiting: int
    place: str
    on_journey: bool
    holds_passport: bool


def read_around(session: Session, actor: Actor) -> Around:
    places = actor.establishment_ids
    query = _around(actor.can(Permission.SIGNOFF_DECIDE), actor.can(Permission.JOURNEY_OWN))
    place = min(places) if len(places) == 1 else None
    row = session.connection().execute(query, {"user": actor.id, "place": place}).one()
    return Around(row[0], row[1] or 0, row[2] or "", bool(row[3]), bool(row[4]))


@lru_cache(maxsize=4)
def _around(signs: bool, learns: bool) -> Select[Any]:
    waiting = _REQUESTS.signer_id == _USER, _REQUESTS.state == RequestState.WAITING
    running = _JOURNEYS.recruit_id == _USER, _JOURNEYS.state.in_(RUNNING)
    return select(
        _count(_NOTICES.id, _NOTICES.user_id == _USER, _NOTICES.read_at.is_(None)),
        _count(_REQUESTS.id, *waiting) if signs else null(),
        select(_PLACES.name).where(_PLACES.id == _PLACE).scalar_subquery(),
        _count(_JOURNEYS.id, *running) if learns else null(),
        _count(_PASSPORTS.id, _PASSPORTS.holder_id == _USER) if learns else null(),
    )


def _count(column: Any, *conditions: Any) -> ScalarSelect[int]:
    return select(func.count(column)).where(*conditions).scalar_subquery()

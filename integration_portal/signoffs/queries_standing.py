"""Why somebody signs: named beforehand, in relay of a colleague, or nothing of that."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session, aliased

from ..accounts.models import User
from ..core import clock
from ..core.actor import Actor
from ..core.dates import day_words
from ..core.types import UtcDateTime
from ..core.typography import of
from . import policy
from .models import NamedObserver, SignerAbsence, SignOffRequest
from .queries_basis import Basis

_NOW = bindparam("now", type_=UtcDateTime)
_away = aliased(User)


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


def with_place(requests: Select[Any]) -> Select[Any]:
    """Beside each request, the place in it of ``policy.ME``, ``now``: what a standing is made of."""
    observer = and_(
        NamedObserver.request_id == SignOffRequest.id, NamedObserver.user_id == policy.ME
    )
    absence = and_(
        SignerAbsence.relay_id == policy.ME,
        SignerAbsence.user_id == SignOffRequest.signer_id,
        SignerAbsence.establishment_id == SignOffRequest.establishment_id,
        running(_NOW),
    )
    return (
        requests.add_columns(
            (SignOffRequest.signer_id == policy.ME).label("signer"),
            NamedObserver.named_at,
            SignerAbsence.user_id.label("away_id"),
            (_away.given_name + " " + _away.family_name).label("away"),
            SignerAbsence.last_on,
        )
        .outerjoin(NamedObserver, observer)
        .outerjoin(SignerAbsence, absence)
        .outerjoin(_away, _away.id == SignerAbsence.user_id)
    )


def relaying(place: Any) -> Standing:
    """``place``: a row of ``with_place``, of somebody who was not named."""
    if place.away_id is None:
        return Standing(named=False)
    return Standing(False, place.away_id, place.away, place.last_on)


def standing_of(place: Any, basis: Basis) -> Standing:
    """Named by the request, or as an observer before the last situation seen; else as a relay.
    A tutor who took over is a named observer too: it says since when."""
    named_at = place.named_at
    if named_at is None:
        return Standing(named=True) if place.signer else relaying(place)
    in_time = not basis.seen_at or named_at <= max(basis.seen_at)
    return Standing(named=True) if in_time else relaying(place)


_PLACE = with_place(select(SignOffRequest.id)).where(SignOffRequest.id == bindparam("request"))


def find_standing(
    session: Session, actor: Actor, request: SignOffRequest, basis: Basis
) -> Standing:
    session.flush()  # what an action has just written counts
    values = {"request": request.id, "me": actor.id, "now": clock.now()}
    place = session.connection().execute(_PLACE, values).first()
    return standing_of(place, basis)

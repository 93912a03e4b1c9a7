"""Reading one's own cards: the day's review is made of two statements and of the texts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, Table, and_, bindparam, func, literal, or_, select
from sqlalchemy.orm import Session

from ..content.models import ContentVersion
from ..core import clock
from ..core.actor import Actor
from ..core.errors import NotFoundError
from ..core.permissions import Permission
from ..core.types import UtcDateTime
from ..establishments.models import Establishment, Unit
from ..fiches.places import Place, usual
from . import contents, rules
from .contents import Contents
from .faces import Face
from .memory import Memory, midnight
from .models import RecallCard, RecallReview
from .rules import Day, Held, Key, Source

_C, _R, _E, _U, _V = (
    cast("Table", model.__table__)
    for model in (RecallCard, RecallReview, Establishment, Unit, ContentVersion)
)
_USER = bindparam("user", type_=Integer)
_SINCE = bindparam("since", type_=UtcDateTime)
# As ``Memory`` orders its fields: a year of reviews is some six hundred cards a page.
_MEMORY = (
    _C.c.due_at, _C.c.state, _C.c.step, _C.c.stability, _C.c.difficulty, _C.c.last_review_at,
    _C.c.reps, _C.c.lapses, _C.c.suspended_at,
)  # fmt: skip
_MY_UNITS = _U.c.id.in_(bindparam("units", expanding=True))
# Where she works and all her cards at once; without a card, one line has none.
_DECK = select(
    select(_E.c.time_zone).where(_E.c.id == bindparam("establishment", type_=Integer))
    .scalar_subquery().label("zone"),
    select(func.aggregate_strings(_U.c.specialty, ","))
    .where(_MY_UNITS)
    .scalar_subquery().label("specialties"),
    _C.c.id, _C.c.source, _C.c.ref, _C.c.added_at, *_MEMORY,
).select_from(
    select(literal(1).label("one")).subquery().outerjoin(_C, _C.c.user_id == _USER)
)  # fmt: skip
_OF_TODAY = (
    select(_R.c.id, _R.c.seconds, _R.c.reviewed_at)
    .where(_R.c.user_id == _USER, _R.c.reviewed_at >= _SINCE)
    .order_by(_R.c.id)
)
_LIVE = and_(
    _C.c.user_id == _USER,
    _C.c.suspended_at.is_(None),
    or_(_C.c.specialty.is_(None), _C.c.specialty.in_(select(_U.c.specialty).where(_MY_UNITS))),
)
# The line of the home page, in one statement.
_LINE = select(
    select(func.count(_C.c.id))
    .where(_LIVE, _C.c.due_at <= bindparam("now", type_=UtcDateTime))
    .scalar_subquery().label("due"),
    select(func.count(_C.c.id))
    .where(_C.c.user_id == _USER, _C.c.source != Source.QUESTION, _C.c.added_at >= _SINCE)
    .scalar_subquery().label("met"),
    select(func.count(_C.c.id))
    .where(_C.c.user_id == _USER, _C.c.source == Source.WORD)
    .scalar_subquery().label("words"),
    select(func.sum(_R.c.seconds))
    .where(_R.c.user_id == _USER, _R.c.reviewed_at >= _SINCE)
    .scalar_subquery().label("seconds"),
    select(func.aggregate_strings(_V.c.version, " "))
    .where(_V.c.kind == "vocabulary", _V.c.is_current)
    .scalar_subquery().label("lists"),
)  # fmt: skip


@dataclass(frozen=True)
class Deck:
    """Her cards and where she works. ``specialties``: of her units."""

    place: Place | None
    zone: str
    specialties: frozenset[str]
    held: tuple[Held, ...]

    @property
    def time_zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def find(self, key: Key) -> Held | None:
        return next((one for one in self.held if one.key == key), None)


@dataclass(frozen=True)
class Review:
    """What the page shows. ``face`` None: nothing to show now; ``aside``: cards put aside, by id;
    ``last_id``: the rating that may be undone."""

    deck: Deck
    contents: Contents
    day: Day
    face: Face | None
    aside: Sequence[tuple[int, Face]]
    forecast: Sequence[tuple[dt.date, int]]
    last_id: int | None


def read_deck(session: Session, actor: Actor) -> Deck:
    place = usual(actor)
    rows = session.execute(
        _DECK,
        {
            "user": actor.id,
            "establishment": place.establishment_id if place else None,
            "units": _units(actor),
        },
    ).all()
    first = rows[0]
    held = tuple(_held(row) for row in rows if row.id is not None)
    return Deck(place, first.zone, frozenset((first.specialties or "").split(",")), held)


def _units(actor: Actor) -> list[int]:
    return list(actor.scope(Permission.CONTENT_READ).units)


def _held(row: Any) -> Held:
    memory = Memory(*row[-len(_MEMORY) :])
    return Held(row.id, (row.source, row.ref), memory, row.added_at)


def read_contents(session: Session, deck: Deck) -> Contents:
    return contents.read(session, deck.place, deck.specialties, deck.zone)


def read_review(session: Session, actor: Actor) -> Review:
    """Where today's review stands, for the person herself."""
    deck = read_deck(session, actor)
    return review_of(session, actor, deck, read_contents(session, deck))


def review_of(session: Session, actor: Actor, deck: Deck, texts: Contents) -> Review:
    """The same, from her cards and from what they say, read before."""
    now, zone = clock.now(), deck.time_zone
    ratings = list_of_today(session, actor.id, zone)
    held = [one for one in deck.held if one.key in texts.faces]
    met = rules.met_today(deck.held, now, zone)
    unseen = texts.unseen({one.key for one in deck.held}, deck.specialties, met)
    day = rules.day(held, unseen, [row.seconds for row in ratings], now, zone)
    aside = [one for one in held if one.memory.suspended_at is not None]
    return Review(
        deck=deck,
        contents=texts,
        day=day,
        face=texts.faces[day.next.key] if day.next and not day.over else None,
        aside=[(one.id, texts.faces[one.key]) for one in aside],
        forecast=rules.forecast(held, now, zone),
        last_id=ratings[-1].id if ratings else None,
    )


def list_of_today(session: Session, user_id: int, zone: ZoneInfo) -> Sequence[Any]:
    """Id, seconds and instant of each rating since midnight, the first first."""
    since = midnight(clock.now(), zone)
    return session.execute(_OF_TODAY, {"user": user_id, "since": since}).all()


def count_today(session: Session, actor: Actor, zone: str) -> int:
    """About how many cards wait for her today; 0 once the five minutes are spent."""
    now = clock.now()
    since = midnight(now, ZoneInfo(zone))
    values = {"user": actor.id, "units": _units(actor), "now": now, "since": since}
    row = session.connection().execute(_LINE, values).one()
    if (row.seconds or 0) >= rules.BUDGET_S:
        return 0
    unseen = max(0, contents.count_words(session, row.lists or "") - row.words)
    return int(row.due + min(unseen, max(0, rules.NEW_A_DAY - row.met)))


def get_own_card(session: Session, actor: Actor, card_id: int) -> RecallCard:
    """Hers, held until the end of the transaction. Raises NotFoundError."""
    query = select(RecallCard).where(RecallCard.id == card_id, RecallCard.user_id == actor.id)
    found = session.scalar(query.with_for_update())
    if found is None:
        raise NotFoundError
    return found

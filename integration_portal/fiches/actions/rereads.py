"""The alerts of a fiche changed: whoever read others is asked to read again.

A handful of statements whatever the number of readers: one sync may change every fiche.
"""

from collections import Counter
from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from ...accounts.models import User
from ...core import clock
from ...core.bus import publish
from ...core.types import UtcDateTime
from ..effective import Effective, Place, map_effective
from ..events import RereadsAsked
from ..models import FicheReading, RereadTask

_OPEN = RereadTask.done_at.is_(None)


def ask_again(session: Session, slug: str, *, establishment_id: int | None = None) -> None:
    """Open, bring up to date and close the tasks about ``slug``, everywhere or in one
    establishment. One open task a person, whatever the number of changes."""
    here = _readings_of(slug, establishment_id)
    found = session.execute(
        select(FicheReading.establishment_id, FicheReading.unit_id).where(here).distinct()
    )
    places = [Place(row.establishment_id, row.unit_id) for row in found]
    if not places:  # nobody read it: so it is of each fiche when a portal starts
        return
    texts = {
        place: text
        for place, text in map_effective(session, slug, places).items()
        if text is not None
    }
    if not texts:
        _close(session, RereadTask.slug == slug, RereadTask.user_id.in_(_readers(here)))
        return
    now_there = _alerts_now(texts)
    latest = _latest(here, texts)
    _bring_up_to_date(session, slug, latest, now_there)
    title = next(iter(texts.values())).payload["titre"]
    asked = _open(session, latest, now_there, title)
    if asked:
        publish(session, RereadsAsked(slug, title, asked))


def _readings_of(slug: str, establishment_id: int | None) -> ColumnElement[bool]:
    here = FicheReading.slug == slug
    if establishment_id is None:
        return here
    return and_(here, FicheReading.establishment_id == establishment_id)


def _readers(here: ColumnElement[bool]) -> Select[int]:
    return select(FicheReading.user_id).where(here)


def _at(place: Place) -> ColumnElement[bool]:
    unit = FicheReading.unit_id
    return and_(
        FicheReading.establishment_id == place.establishment_id,
        unit.is_(None) if place.unit_id is None else unit == place.unit_id,
    )


def _alerts_now(texts: Mapping[Place, Effective]) -> ColumnElement[str]:
    """The hash that a reading's place shows now. Nearly all places show the shipped alerts: only
    the others are named."""
    usual, _ = Counter(text.alerts_hash for text in texts.values()).most_common(1)[0]
    others = [
        (_at(place), literal(text.alerts_hash))
        for place, text in texts.items()
        if text.alerts_hash != usual
    ]
    return case(*others, else_=literal(usual)) if others else literal(usual)


def _latest(here: ColumnElement[bool], texts: Mapping[Place, Effective]) -> Select[int, str]:
    """Each person's last reading, where the fiche still is."""
    later = aliased(FicheReading)
    superseded = exists().where(
        later.slug == FicheReading.slug,
        later.user_id == FicheReading.user_id,
        or_(
            later.read_at > FicheReading.read_at,
            and_(later.read_at == FicheReading.read_at, later.id > FicheReading.id),
        ),
    )
    establishments = {place.establishment_id for place in texts}
    return select(FicheReading.user_id, FicheReading.alerts_hash).where(
        here, ~superseded, FicheReading.establishment_id.in_(establishments)
    )


def _bring_up_to_date(
    session: Session, slug: str, latest: Select[int, str], now_there: ColumnElement[str]
) -> None:
    """Open tasks follow the text; one whose alerts came back to what was read is over."""
    readers = latest.with_only_columns(FicheReading.user_id, now_there.label("now")).subquery()
    # The readers are gathered once and joined: asked for each task, they cost a thousand times.
    session.execute(
        update(RereadTask)
        .where(RereadTask.slug == slug, _OPEN, RereadTask.user_id == readers.c.user_id)
        .values(current_hash=readers.c.now)
        .execution_options(synchronize_session=False)
    )
    _close(session, RereadTask.slug == slug, RereadTask.current_hash == RereadTask.read_hash)


def _close(session: Session, *about: ColumnElement[bool]) -> None:
    """There is nothing left to read again."""
    session.execute(
        update(RereadTask)
        .where(_OPEN, *about)
        .values(done_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _open(
    session: Session, latest: Select[int, str], now_there: ColumnElement[str], title: str
) -> tuple[int, ...]:
    """A task for each person at work whose alerts are no longer there, and none is open."""
    open_already = exists().where(
        RereadTask.user_id == FicheReading.user_id, RereadTask.slug == FicheReading.slug, _OPEN
    )
    rows = (
        latest.join(User, User.id == FicheReading.user_id)
        .with_only_columns(
            FicheReading.user_id,
            FicheReading.slug,
            literal(title),
            FicheReading.alerts_hash,
            now_there,
            literal(clock.now(), UtcDateTime()),
        )
        .where(FicheReading.alerts_hash != now_there, ~open_already, User.is_active)
    )
    columns = ["user_id", "slug", "title", "read_hash", "current_hash", "created_at"]
    made = session.execute(
        insert(RereadTask).from_select(columns, rows).returning(RereadTask.user_id)
    )
    return tuple(sorted(row.user_id for row in made))

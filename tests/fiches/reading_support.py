"""What the tests of readings share: a shipped text that changes, a step made of fiches."""

import copy
import dataclasses
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from integration_portal.content import actions
from integration_portal.content.loader import Library
from integration_portal.fiches.actions import readings
from integration_portal.fiches.effective import Place, get_effective
from integration_portal.fiches.models import FicheReading, RereadTask
from integration_portal.notifications.models import Notification
from tests.support.content import shipped_library
from tests.support.factories import Person, actor_of, steps_of

SLUG = "avc-ait"


@cache
def _shipped() -> Library:
    return shipped_library()


def publish_alert(session: Session, words: str, slug: str = SLUG) -> None:
    """An editor of the shipped content rewrites the first alert; ``words`` "": as it was."""
    entry = _shipped().entries["fiche", slug]
    payload: dict[str, Any] = copy.deepcopy(entry.payload)
    payload["alertes"][0]["si"] = words or payload["alertes"][0]["si"]
    _sync(session, slug, payload)


def publish_body(session: Session, words: str, slug: str = SLUG) -> None:
    """She rewrites something that is no alert."""
    payload = {**_shipped().entries["fiche", slug].payload, "resume": words}
    _sync(session, slug, payload)


def _sync(session: Session, slug: str, payload: dict[str, Any]) -> None:
    entries = dict(_shipped().entries)
    entries["fiche", slug] = dataclasses.replace(entries["fiche", slug], payload=payload)
    actions.sync(session, Library(entries, []))


def read(session: Session, person: Person, place: Place, slug: str = SLUG) -> FicheReading:
    """The person reads the text her place shows now."""
    actor = actor_of(session, person.id)
    shown = get_effective(session, actor, slug, place).text_hash
    return readings.record(session, actor, slug=slug, place=place, shown=shown)


def tasks_of(session: Session, person: Person) -> list[RereadTask]:
    query = select(RereadTask).where(RereadTask.user_id == person.id).order_by(RereadTask.id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def notices_of(session: Session, person: Person) -> list[str]:
    rows = session.scalars(select(Notification).where(Notification.user_id == person.id))
    return [row.text for row in rows if "relisez-la" in row.text]


def fiche_step(session: Session, journey_id: int) -> Any:
    """« Lire les cinq fiches rouges »."""
    return steps_of(session, journey_id)["16"]

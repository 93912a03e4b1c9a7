"""Build the demonstration: everything is made by the same actions people use, with the clock
held at the day each act would have happened, the oldest first.
"""

import datetime as dt

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ..accounts.models import User
from ..accounts.passwords import hash_password
from ..core.outbox import OutboxMail
from ..establishments.models import Establishment, Ght
from ..journeys.models import JourneyTemplate
from . import dossiers, fiches, interviews, learning, passports, recall, relays
from .agenda import Agenda
from .hiring import gather, open_place
from .people import BAIE, BOCAGE, PASSWORD
from .stage import Stage
from .walking import Walk


class NotADemoError(Exception):
    """The database holds real people: the demo never touches it."""


def is_ready(session: Session) -> bool:
    """Whether the demo is already there. Raises NotADemoError on any other data."""
    flags = session.scalars(select(Establishment.is_demo)).all()
    if not all(flags):
        raise NotADemoError
    if not flags and session.scalar(select(User.id).limit(1)):
        raise NotADemoError
    return bool(flags)


def build(session: Session, today: dt.date) -> None:
    """Fill an empty, migrated database whose content is synced."""
    ght = Ght(name="GHT des Deux Rives")
    session.add(ght)
    session.flush()
    template = session.scalars(
        select(JourneyTemplate).where(JourneyTemplate.establishment_id.is_(None))
    ).first()
    assert template is not None
    password_hash = hash_password(PASSWORD)
    agenda = Agenda()
    for place in (BAIE, BOCAGE):
        stage = open_place(session, place, ght, today, password_hash=password_hash)
        cohorts = gather(stage, place)
        for recruit in place.recruits:
            cohort = cohorts[recruit.person.key]
            agenda.tell(Walk(stage, agenda, recruit, template.versions[-1], cohort).story())
        if place is BAIE:
            _tell(agenda, stage)
    agenda.play()
    session.flush()
    # Mails of days gone by would all be printed as the portal starts.
    session.execute(delete(OutboxMail))


def _tell(agenda: Agenda, stage: Stage) -> None:
    """What happens beside the journeys."""
    for story in (
        fiches.story(stage),
        recall.story(stage, "amina.diallo"),
        learning.story(stage, "amina.diallo"),
        relays.story(stage, "marc.lefevre"),
        dossiers.ask_story(stage, "amina.diallo", "CT-1"),
        dossiers.ask_story(stage, "karim.haddad", "CT-1"),  # in the queue of whoever relays
        dossiers.block_story(stage, "fatou.sow", "marc.lefevre"),
        dossiers.attest_story(stage, "lucie.brun", "marc.lefevre"),
        interviews.story(stage, "amina.diallo"),
        *passports.stories(stage),
    ):
        agenda.tell(story)

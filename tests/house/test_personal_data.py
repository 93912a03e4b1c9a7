"""Everything about one person: exported in one gesture, erased without breaking a proof."""

from sqlalchemy import String, select, text
from sqlalchemy.orm import Session

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core.db import Base
from integration_portal.journeys.actions.history import note
from integration_portal.journeys.models import Journey, JourneyAbsence
from integration_portal.signoffs.models import SignOffRequest
from tests.support.client import log_in_by_page
from tests.support.factories import World, actor_of

EVIDENCE = {"ledger_entries.payload"}


def _places_of(session: Session, word: str) -> set[str]:
    """Every column of the database where the word is written, JSON included."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            cast = column.cast(String)
            if session.scalar(select(column).where(cast.contains(word)).limit(1)) is not None:
                found.add(f"{table.name}.{column.name}")
    return found


def test_erasure_takes_the_words_away(database, world: World) -> None:
    """Her words and those about her go; only the signed copy stays, as evidence."""
    mark = "Zorglub"
    with database.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        actor = actor_of(session, world.ours.recruit.id)
        note(session, actor, journey, "comment", code="001", comment=mark)
        tutor = actor_of(session, world.ours.tutor.id)
        note(session, tutor, journey, "comment", code="001", comment=mark)
        session.add(JourneyAbsence(journey_id=journey.id, kind="conge", reason=mark,
                                   first_on=journey.start_on, last_on=journey.start_on))  # fmt: skip
        session.get_one(SignOffRequest, world.ours.request_id).self_comment = mark
    with database.writing() as session:
        assert len(_places_of(session, mark)) == 3
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
    with database.reading() as session:
        for trace in (mark, world.ours.recruit.name, world.ours.recruit.email):
            assert _places_of(session, trace) <= EVIDENCE


def test_an_erased_person_cannot_come_back(client, db, doors, world: World) -> None:
    recruit = world.ours.recruit
    inside = doors.enter(recruit)
    with db.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, recruit.id))
    assert inside.get("/compte").status_code == 401
    assert log_in_by_page(client, recruit).status_code == 401


def test_the_words_of_the_recruit_are_in_her_export(enter, world: World, db) -> None:
    """Her own comments and the levels she gave herself are hers to read and to take away."""
    with db.reading() as session:
        asked = session.scalar(text("SELECT count(*) FROM signoff_requests WHERE recruit_id = :id"),
                               {"id": world.ours.recruit.id})  # fmt: skip
    body = enter(world.ours.recruit).get("/vos-donnees/export.json").text
    assert asked
    assert body.count("Prête à être observée.") >= asked

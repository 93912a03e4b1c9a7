"""Everything about one person: exported in one gesture, erased without breaking a proof."""

import json

from sqlalchemy import String, select, text
from sqlalchemy.orm import Session

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core.db import Base
from integration_portal.signoffs.ledger import Line, verify
from integration_portal.signoffs.models import LedgerEntry
from tests.support.factories import World

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


def test_erasure_leaves_the_name_only_in_what_was_signed(database, world: World) -> None:
    recruit = world.ours.recruit
    with database.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, recruit.id))
    with database.reading() as session:
        assert _places_of(session, recruit.name) <= EVIDENCE
        assert _places_of(session, recruit.email) <= EVIDENCE


def test_the_chain_still_verifies_after_erasure(database, world: World) -> None:
    with database.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
    with database.reading() as session:
        rows = session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.establishment_id == world.ours.establishment_id)
            .order_by(LedgerEntry.seq)
        ).all()
        assert rows
        assert verify(Line(row.seq, row.payload, row.hash) for row in rows) is None


def test_an_erased_person_cannot_come_back(client, db, doors, world: World) -> None:
    recruit = world.ours.recruit
    inside = doors.enter(recruit)
    with db.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, recruit.id))
    assert inside.get("/compte").status_code == 401
    from tests.support.client import log_in_by_page

    assert log_in_by_page(client, recruit).status_code == 401


def test_the_export_holds_what_the_person_is_and_did(enter, world: World) -> None:
    recruit = world.ours.recruit
    response = enter(recruit).get("/vos-donnees/export.json")
    assert response.status_code == 200
    document = json.loads(response.data)
    assert document["compte"]["adresse"] == recruit.email
    assert document["parcours"]
    assert document["parcours"][0]["etapes"]
    assert {"compte", "sessions", "parcours", "historique"} <= document.keys()


def test_the_export_names_nobody_of_elsewhere(enter, world: World) -> None:
    body = enter(world.ours.recruit).get("/vos-donnees/export.json").text
    assert "Omega" not in body
    assert world.ours.peer.name not in body


def test_the_words_of_the_recruit_are_in_her_export(enter, world: World, db) -> None:
    """Her own comments and the levels she gave herself are hers to read and to take away."""
    with db.reading() as session:
        asked = session.scalar(text("SELECT count(*) FROM signoff_requests WHERE recruit_id = :id"),
                               {"id": world.ours.recruit.id})  # fmt: skip
    body = enter(world.ours.recruit).get("/vos-donnees/export.json").text
    assert asked
    assert body.count("Prête à être observée.") >= asked

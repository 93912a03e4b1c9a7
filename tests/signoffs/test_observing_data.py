"""What was seen of a person is hers to take away, and its words go when her name goes."""

import uuid

from sqlalchemy import func, select

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.signoffs import actions
from integration_portal.signoffs.models import (
    LedgerEntry,
    Observation,
    ObservationState,
    ReflectiveTalk,
    SignOffRequest,
)
from tests.support.factories import actor_of

MARK = "Zorglub"


def seen_with_a_mark(session, place) -> Observation:
    request = session.get_one(SignOffRequest, place.request_id)
    request.intention = MARK
    tutor = actor_of(session, place.tutor.id)
    levels = {one["code"]: 3 for one in request.criteria}
    notes = actions.Notes(clock.now(), MARK, MARK, levels, note=MARK, why=MARK)
    found = actions.keep_notes(session, tutor, request, str(uuid.uuid4()), notes)
    actions.keep_notes(session, tutor, request, str(uuid.uuid4()), notes)
    actions.sign_observation(session, tutor, found)
    return found


def test_the_export_holds_what_was_seen_and_talked_over(enter, world, db) -> None:
    with db.writing() as session:
        seen_with_a_mark(session, world.ours)
    hers = enter(world.ours.recruit).get("/vos-donnees/export.json").json
    sections = hers.get("sections", hers)
    assert MARK in {one["note"] for one in sections["observations"]}
    assert {one["etat"] for one in sections["observations"]} == {"signed"}  # no draft of another
    assert [one["appris"] for one in sections["entretiens_reflexifs"]] == ["Appris"]
    assert MARK in {one["ce_que_vous_vouliez_montrer"] for one in sections["demandes_de_signature"]}
    named = enter(world.ours.tutor).get("/vos-donnees/export.json").json
    assert named.get("sections", named)["designations_pour_observer"]


def test_the_export_says_that_a_talk_was_taken_back_and_why(enter, world, db) -> None:
    place = world.ours
    with db.writing() as session:
        talk = session.get_one(ReflectiveTalk, place.talk_id)
        author = actor_of(session, talk.author_id)
    for who in (place.recruit, place.tutor):
        (told,) = talks_of(enter, who)
        assert (told["retire_le"], told["raison_du_retrait"]) == (None, "")
    with db.writing() as session:
        talk = session.get_one(ReflectiveTalk, place.talk_id)
        actions.withdraw_talk(session, author, talk, reason="Une autre recrue.")
    for who in (place.recruit, place.tutor):
        (told,) = talks_of(enter, who)
        assert told["retire_le"].startswith("2026-11-24T")
        assert told["raison_du_retrait"] == "Une autre recrue."


def talks_of(enter, who) -> list[dict]:
    exported = enter(who).get("/vos-donnees/export.json").json
    return exported.get("sections", exported)["entretiens_reflexifs"]


def test_erasing_leaves_only_the_signed_copy(desk) -> None:
    session, place = desk.session, desk.place
    found = seen_with_a_mark(session, place)
    personal_data.anonymise(session, None, session.get_one(User, place.recruit.id))
    session.expire_all()
    assert (found.place, found.situation, found.note, found.why) == ("", "", "", "")
    assert session.get_one(SignOffRequest, place.request_id).intention == ""
    talk = session.get_one(ReflectiveTalk, place.talk_id)
    assert (talk.expected, talk.done, talk.learnt, talk.change) == ("", "", "", "")
    drafts = select(func.count()).where(
        Observation.request_id == place.request_id, Observation.state == ObservationState.DRAFT
    )
    assert session.scalar(drafts) == 0
    assert MARK in session.get_one(LedgerEntry, found.entry_id).payload

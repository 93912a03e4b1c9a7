"""What the queue and the page of a step say to those who sign: in which order, in which words."""

import datetime as dt

from integration_portal.signoffs.models import SignOffRequest


def test_whoever_waits_for_longest_comes_first_whatever_her_name(enter, db, world) -> None:
    place = world.ours
    with db.writing() as session:
        old = session.get_one(SignOffRequest, place.request_id)
        new = session.get_one(SignOffRequest, place.peer_request_id)
        new.requested_at = old.requested_at + dt.timedelta(minutes=1)
    assert place.peer.name < place.recruit.name
    page = enter(place.tutor).open("/a-valider").text
    assert 0 < page.index(place.recruit.name) < page.index(place.peer.name)


def test_the_history_of_a_step_is_in_words(enter, db, world) -> None:
    with db.reading() as session:
        subject = session.get_one(SignOffRequest, world.ours.request_id).subject
    page = enter(world.ours.recruit).open(f"/etapes/{subject.partition(':')[2]}").text
    assert "Observation signée." in page
    assert "signature_" not in page

"""What the queue and the page of a step say to those who sign: in which order, in which words; what
they cost, and that they change at once."""

import datetime as dt

import pytest

from integration_portal.accounts.models import RoleGrant, User
from integration_portal.core.permissions import Role
from integration_portal.signoffs.models import RequestState, SignOffRequest
from integration_portal.signoffs.views import queue
from tests.support.client import shown
from tests.support.factories import NOW, sign

from .seeing import blank, see, talk

# The session of the person and what surrounds the page; then: the requests, what was seen and said,
# the modules to credit — or the request, what was seen, what was said.
STATEMENTS = 5


def test_whoever_waits_for_longest_comes_first_whatever_her_name(enter, db, world) -> None:
    place = world.ours
    with db.writing() as session:
        old = session.get_one(SignOffRequest, place.request_id)
        new = session.get_one(SignOffRequest, place.peer_request_id)
        new.requested_at = old.requested_at + dt.timedelta(minutes=1)
    assert place.peer.name < place.recruit.name
    page = enter(place.tutor).open("/a-valider").text
    assert 0 < page.index(place.recruit.name) < page.index(place.peer.name)


def test_a_queue_cut_short_says_so(enter, world, monkeypatch) -> None:
    tutor = enter(world.ours.tutor)
    lines = shown(tutor.get("/a-valider")).count("demandé ")
    assert "premières demandes" not in shown(tutor.get("/a-valider"))
    monkeypatch.setattr(queue, "LIMIT", lines)
    assert f"Vos {lines} premières demandes" in shown(tutor.get("/a-valider"))


def test_the_history_of_a_step_is_in_words(enter, db, world) -> None:
    with db.reading() as session:
        subject = session.get_one(SignOffRequest, world.ours.request_id).subject
    page = enter(world.ours.recruit).open(f"/etapes/{subject.partition(':')[2]}").text
    assert "Observation signée." in page
    assert "signature_" not in page


@pytest.mark.parametrize("page", ["/a-valider", "/a-valider/{}"])
def test_a_page_of_the_signer_costs_the_same_whatever_was_seen(
    enter, db, world, queries, page
) -> None:
    place = world.ours
    client, path = enter(place.tutor), page.format(place.request_id)

    def count() -> int:
        client.open(path)
        with queries() as sent:
            client.open(path)
        return len([one for one in sent if one.startswith(("SELECT", "WITH"))])

    with db.writing() as session:
        blank(session, session.get_one(SignOffRequest, place.request_id))
    bare = count()
    with db.writing() as session:
        asked = session.get_one(SignOffRequest, place.request_id)
        for days in (2, 3, 4):
            see(session, asked, place.tutor, days_ago=days)
        talk(session, asked, place.tutor)
    assert (bare, count()) == (STATEMENTS, STATEMENTS)


def test_the_queue_changes_as_soon_as_something_is_seen_renamed_or_signed(enter, db, world) -> None:
    place = world.ours
    with db.writing() as session:
        blank(session, session.get_one(SignOffRequest, place.request_id))
    client = enter(place.tutor)
    assert "tout est vu" not in client.open("/a-valider").text
    with db.writing() as session:
        asked = session.get_one(SignOffRequest, place.request_id)
        see(session, asked, place.tutor)
        talk(session, asked, place.tutor)
        session.get_one(User, place.recruit.id).family_name = "Autrement"
    page = client.open("/a-valider").text
    assert page.count("tout est vu") == 1
    assert "Autrement</h2>" in page
    with db.writing() as session:
        sign(session, session.get_one(SignOffRequest, place.request_id))
    after = client.open("/a-valider").text
    assert f'href="/a-valider/{place.request_id}"' not in after
    assert "Autrement</h2>" not in after


def test_the_page_of_a_request_changes_as_soon_as_something_is_seen(enter, db, world) -> None:
    place = world.ours
    client, path = enter(place.tutor), f"/a-valider/{place.request_id}"
    with db.writing() as session:
        blank(session, session.get_one(SignOffRequest, place.request_id))
    assert " checked" not in client.open(path).text
    with db.writing() as session:
        asked = session.get_one(SignOffRequest, place.request_id)
        see(session, asked, place.tutor, level=2)
        criteria = len(asked.criteria)
    page = client.open(path).text
    assert page.count(" checked") == criteria
    assert "n’a pas eu lieu" in page


def test_who_signs_in_a_whole_establishment_sees_every_unit_of_it(enter, db, world) -> None:
    place = world.ours
    path = f'href="/a-valider/{place.neighbour_request_id}"'
    client = enter(place.tutor)
    assert path not in client.open("/a-valider").text
    with db.writing() as session:
        session.add(
            RoleGrant(
                user_id=place.tutor.id,
                role=Role.TUTOR,
                granted_at=NOW,
                establishment_id=place.establishment_id,
            )
        )
    page = client.open("/a-valider").text
    assert path in page
    assert world.theirs.recruit.name not in page


def test_a_file_opened_for_something_else_waits_for_no_decision(enter, db, world) -> None:
    place = world.ours
    with db.writing() as session:
        asked = session.get_one(SignOffRequest, place.request_id)
        asked.state, asked.self_levels = RequestState.SIGNED, {}
    page = enter(place.tutor).open(f"/a-valider/{place.request_id}").text
    assert "Cette demande n’attend plus votre décision" in page

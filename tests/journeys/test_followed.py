"""The tutor's recruits: where each stands, in a constant number of statements."""

from integration_portal.journeys.models import Journey
from tests.support.client import shown


def test_a_tutor_sees_her_recruits_and_nobody_else(enter, world) -> None:
    page = shown(enter(world.ours.tutor).get("/mes-recrues"))
    assert "2 recrues" in page
    assert world.ours.recruit.name in page
    assert world.ours.neighbour_recruit.name not in page
    assert "1 signature vous attend" in page
    assert world.theirs.recruit.name not in page


def test_a_doctor_sees_those_he_is_named_for(enter, world) -> None:
    assert world.ours.peer.name in shown(enter(world.ours.doctor).get("/mes-recrues"))


def test_nobody_yet_says_what_will_come(enter, world) -> None:
    page = shown(enter(world.ours.manager).get("/mes-recrues"))
    assert "Aucune recrue pour l’instant" in page


def test_one_more_recruit_costs_no_statement(enter, world, db, queries) -> None:
    client = enter(world.ours.tutor)
    with queries() as two:
        assert client.get("/mes-recrues").status_code == 200
    with db.writing() as session:
        session.get_one(Journey, world.ours.peer_journey_id).tutor_id = None
    with queries() as one:
        assert client.get("/mes-recrues").status_code == 200
    assert len(two) == len(one)

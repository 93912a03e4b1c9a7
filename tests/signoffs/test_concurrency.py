"""Several people at the same instant: one line, and the others learn who was first."""

import pytest
from sqlalchemy import func, select, text

from integration_portal.journeys.actions import steps as step_actions
from integration_portal.journeys.models import Journey, JourneyEvent, Step
from integration_portal.signoffs import queries
from integration_portal.signoffs.actions import DECISIONS
from integration_portal.signoffs.errors import AlreadyDecidedError
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.factories import actor_of, sign
from tests.support.threads import THREADS, at_once


def count(session, model, *conditions) -> int:
    return session.scalar(select(func.count()).select_from(model).where(*conditions))


def intact(session, place) -> bool:
    head = queries.head_of(session, place.establishment_id)
    return verify(queries.chain(session, place.establishment_id), expected_head=head) is None


def test_twenty_signers_make_one_signature(database, world) -> None:
    place = world.ours
    signers = [place.tutor, place.doctor, place.manager]

    def gesture(session, number):
        request = session.get_one(SignOffRequest, place.request_id)
        return sign(session, request, signers[number % 3].id).author_id

    results = at_once(database, gesture)
    (winner,) = (result for result in results if isinstance(result, int))
    refusals = [result for result in results if isinstance(result, AlreadyDecidedError)]
    assert len(refusals) == THREADS - 1
    name = next(person.name for person in signers if person.id == winner)
    assert all(name in refusal.message for refusal in refusals)
    with database.reading() as session:
        decisions = (LedgerEntry.request_id == place.request_id, LedgerEntry.kind.in_(DECISIONS))
        assert count(session, LedgerEntry, *decisions) == 1
        assert intact(session, place)


def test_the_first_lines_of_a_place_are_written_together(database, world) -> None:
    """Nothing signed there yet: the chain's head does not exist when everybody starts."""
    place = world.ours
    with database.writing() as session:
        drop_protection(session)
        session.execute(text("DELETE FROM attestations"))
        session.execute(text("DELETE FROM ledger_entries"))
        session.execute(text("DELETE FROM ledger_heads"))
    requests = [place.request_id, place.peer_request_id, place.neighbour_request_id]

    def gesture(session, number):
        return sign(session, session.get_one(SignOffRequest, requests[number])).id

    results = at_once(database, gesture, len(requests))
    assert all(isinstance(result, int) for result in results), results
    with database.reading() as session:
        assert queries.head_of(session, place.establishment_id)[0] == len(requests)
        assert intact(session, place)


def drop_protection(session) -> None:
    """What an administrator of the database could do."""
    for table in ("observations", "reflective_talks"):
        session.execute(text(f"UPDATE {table} SET entry_id = NULL"))
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("DROP TRIGGER ledger_no_update"))
        session.execute(text("DROP TRIGGER ledger_no_delete"))
    else:
        session.execute(text("DROP TRIGGER ledger_append_only ON ledger_entries"))


@pytest.mark.parametrize("verb", ["mark_done", "comment", "ask_signature"])
def test_the_same_gesture_five_times_counts_once(database, world, verb) -> None:
    place = world.ours
    step_id = place.observation_id if verb == "ask_signature" else place.step_id

    def gesture(session, _number):
        journey = session.get_one(Journey, place.journey_id)
        step = session.get_one(Step, step_id)
        recruit = actor_of(session, place.recruit.id)
        values = {"comment": {"text": "Un mot."}, "mark_done": {}}.get(
            verb, {"levels": {c["code"]: 3 for c in step.details["criteres"]}, "text": ""}
        )
        getattr(step_actions, verb)(session, recruit, journey, step, **values)
        return "fait"

    results = at_once(database, gesture, 5)
    assert results.count("fait") == 1, results
    kinds = {"mark_done": "done", "comment": "comment", "ask_signature": "signature_asked"}
    with database.reading() as session:
        code = session.get_one(Step, step_id).code
        same = (JourneyEvent.code == code, JourneyEvent.kind == kinds[verb])
        assert count(session, JourneyEvent, *same, JourneyEvent.journey_id == place.journey_id) == 1

"""Several people at the same instant: one interview a step, one signature a person."""

from sqlalchemy import func, select

from integration_portal.core.errors import ConflictError
from integration_portal.interviews import actions
from integration_portal.interviews.models import Interview
from integration_portal.interviews.queries import load_sheet
from integration_portal.journeys.models import Journey
from integration_portal.signoffs import queries as ledger
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import SignOffRequest
from tests.support.factories import actor_of, steps_of
from tests.support.interviews import WEEKLY, interview_opened, minuted
from tests.support.threads import THREADS, at_once


def test_twenty_people_open_one_interview(database, world) -> None:
    people = [world.ours.recruit.id, world.ours.tutor.id, world.ours.manager.id]

    def gesture(session, number):
        journey = session.get_one(Journey, world.ours.journey_id)
        step = steps_of(session, journey.id)[WEEKLY]
        return actions.open_of_step(
            session, actor_of(session, people[number % 3]), journey, step
        ).id

    assert len(set(at_once(database, gesture))) == 1


def test_twenty_presses_make_one_signature_of_each(database, world) -> None:
    with database.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        interview_id = interview_opened(session, journey, WEEKLY).id
    subject = f"interview:{interview_id}"

    def leader(session, number):
        minuted(session, load_sheet(session, interview_id))
        return "signed"

    def recruit(session, number):
        sheet, her = load_sheet(session, interview_id), actor_of(session, world.ours.recruit.id)
        words = "Non." if number % 2 else ""
        actions.sign_as_recruit(session, her, sheet, agrees=not words, disagreement=words)
        return "signed"

    for gesture in (leader, recruit):
        results = at_once(database, gesture)
        assert results.count("signed") == 1
        assert sum(isinstance(one, ConflictError) for one in results) == THREADS - 1
    with database.reading() as session:
        place = world.ours.establishment_id
        assert len(ledger.list_entries_of(session, subject)) == 2
        files = select(func.count()).select_from(SignOffRequest)
        assert session.scalar(files.where(SignOffRequest.subject == subject)) == 1
        assert session.get_one(Interview, interview_id).held_on is not None
        head = ledger.head_of(session, place)
        assert verify(ledger.chain(session, place), expected_head=head) is None

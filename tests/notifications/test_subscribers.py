"""Who is told what, and what a mail never says."""

import datetime as dt

import pytest
from sqlalchemy import select

from integration_portal.accounts.models import User
from integration_portal.core.bus import publish
from integration_portal.core.outbox import OutboxMail
from integration_portal.journeys.actions.reminding import remind
from integration_portal.journeys.events import JourneyStarted
from integration_portal.journeys.models import Journey, Step
from integration_portal.signoffs import actions as signoffs
from integration_portal.signoffs.events import SignOffRequested
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import LedgerEntry, SignOffRequest
from tests.support.factories import actor_of, redo, sign

pytestmark = pytest.mark.usefixtures("quiet")


def mails(session) -> list[OutboxMail]:
    session.flush()
    return list(session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_a_new_journey_tells_the_recruit_and_the_tutor(database, world, inbox) -> None:
    with database.writing() as session:
        publish(session, JourneyStarted(world.ours.journey_id, world.ours.recruit.id))
        (mine,) = inbox(session, world.ours.recruit.id)
        (tutors,) = inbox(session, world.ours.tutor.id)
    assert mine.path == "/parcours"
    assert "lundi 2\u00a0novembre" in mine.text
    assert tutors.path == f"/parcours/{world.ours.journey_id}"
    assert world.ours.recruit.name in tutors.text
    assert "Cardiologie" in tutors.text


def test_a_journey_without_tutor_tells_the_recruit_only(database, world, inbox) -> None:
    with database.writing() as session:
        session.get_one(Journey, world.ours.journey_id).tutor_id = None
        session.flush()
        publish(session, JourneyStarted(world.ours.journey_id, world.ours.recruit.id))
        assert len(inbox(session, world.ours.recruit.id)) == 1
        assert not inbox(session, world.ours.tutor.id)


def test_a_request_tells_the_signer_named(database, world, inbox) -> None:
    with database.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        publish(
            session,
            SignOffRequested(request.id, request.subject, request.recruit_id, request.signer_id),
        )
        (notice,) = inbox(session, request.signer_id)
    assert notice.path == f"/a-valider/{world.ours.request_id}"
    assert world.ours.recruit.name in notice.text


def test_without_a_signer_the_tutors_of_the_unit_are_told_and_no_other(
    database, world, inbox
) -> None:
    with database.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        publish(session, SignOffRequested(request.id, request.subject, request.recruit_id, None))
        assert len(inbox(session, world.ours.tutor.id)) == 1
        for other in (
            world.ours.neighbour_tutor, world.theirs.tutor, world.ours.manager, world.ours.recruit
        ):  # fmt: skip
            assert not inbox(session, other.id)


def test_a_signature_gives_both_a_receipt_with_the_short_hash(database, world, inbox) -> None:
    with database.writing() as session:
        entry = sign(session, session.get_one(SignOffRequest, world.ours.request_id))
        people = [world.ours.recruit, world.ours.tutor]
        for person in people:
            (notice,) = inbox(session, person.id)
            assert entry.short_hash in notice.text
            assert notice.path == f"/signatures/{entry.id}"
        sent = mails(session)
        assert {mail.recipient for mail in sent} == {person.email for person in people}
        assert all(entry.short_hash in mail.body for mail in sent)


def test_what_is_sent_back_gives_receipts_too(database, world, inbox) -> None:
    with database.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        signoffs.decide(
            session, actor_of(session, world.ours.tutor.id), request,
            levels={criterion["code"]: int(Level.IN_PROGRESS) for criterion in request.criteria},
            comment="Reprendre la question de l’identité.", validates=False, redo=redo(),
        )  # fmt: skip
        assert "reprendre" in inbox(session, world.ours.recruit.id)[0].text
        assert "à reprendre" in inbox(session, world.ours.tutor.id)[0].text
        assert len(mails(session)) == 2


def test_a_receipt_by_mail_names_nobody_else_and_nothing_done(database, world) -> None:
    with database.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        title = request.title
        sign(session, request)
        for mail in mails(session):
            text = mail.subject + mail.body
            assert title not in text
            assert "Alpha" not in text
            assert "Vu au poste" not in text


def test_a_disagreement_tells_the_signer_and_the_manager(database, world, inbox) -> None:
    with database.writing() as session:
        entry = session.get_one(LedgerEntry, world.ours.entry_id)
        recruit = actor_of(session, world.ours.recruit.id)
        signoffs.acknowledge(session, recruit, entry, disagreement="Je ne suis pas d’accord.")
        for user_id in (entry.author_id, world.ours.manager.id):
            (notice,) = inbox(session, user_id)
            assert "désaccord" in notice.text
            assert "pas d’accord" not in notice.text
        assert not inbox(session, world.ours.recruit.id)
        assert not mails(session)


def test_an_acknowledgement_disturbs_nobody(database, world, inbox) -> None:
    with database.writing() as session:
        entry = session.get_one(LedgerEntry, world.ours.entry_id)
        recruit = actor_of(session, world.ours.recruit.id)
        signoffs.acknowledge(session, recruit, entry, disagreement="")
        assert not any(inbox(session, person.id) for person in world.ours.people.values())


def test_a_withdrawal_tells_the_recruit(database, world, inbox) -> None:
    with database.writing() as session:
        entry = session.get_one(LedgerEntry, world.ours.entry_id)
        tutor = actor_of(session, entry.author_id)
        signoffs.withdraw(session, tutor, entry, reason="Mauvaise personne.")
        (notice,) = inbox(session, world.ours.recruit.id)
        assert "a retiré sa signature" in notice.text
        assert "Mauvaise personne" not in notice.text


def test_a_reminder_reaches_the_holder_in_the_portal_and_by_mail(database, world, inbox) -> None:
    with database.writing() as session:
        journey = session.get_one(Journey, world.ours.journey_id)
        step = session.scalars(
            select(Step).where(Step.journey_id == journey.id, Step.assignee_id == world.ours.hr.id)
        ).first()
        step.state, step.state_since = type(step.state).TODO, dt.datetime.now(dt.UTC)
        remind(session, actor_of(session, world.ours.manager.id), journey, step)
        (notice,) = inbox(session, world.ours.hr.id)
        assert notice.path == f"/etapes/{step.id}"
        assert step.title in notice.text
        (mail,) = mails(session)
        assert mail.recipient == world.ours.hr.email
        assert world.ours.manager.name in mail.body
        assert world.ours.recruit.name not in mail.body
        assert step.title not in mail.body


def test_no_mail_leaves_for_a_closed_account(database, world, inbox) -> None:
    with database.writing() as session:
        session.get_one(User, world.ours.recruit.id).is_active = False
        session.flush()
        sign(session, session.get_one(SignOffRequest, world.ours.request_id))
        assert {mail.recipient for mail in mails(session)} == {world.ours.tutor.email}


def test_the_other_hospital_hears_nothing(database, world, inbox) -> None:
    with database.writing() as session:
        sign(session, session.get_one(SignOffRequest, world.ours.request_id))
        assert not any(inbox(session, person.id) for person in world.theirs.people.values())

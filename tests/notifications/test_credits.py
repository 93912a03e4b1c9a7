"""A module known already: who hears that it is asked, who hears the answer."""

import pytest
from sqlalchemy import delete

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core.permissions import Role
from integration_portal.fiches.places import Place as Where
from integration_portal.journeys.models import Journey
from integration_portal.learning.actions import credits
from integration_portal.learning.models import ModuleCredit, QuizAttempt
from tests.support.factories import actor_of

pytestmark = pytest.mark.usefixtures("quiet")
MODULE = "/modules/identitovigilance"


def ask_again(session, place, *, unit: bool = True) -> ModuleCredit:
    """The recruit of the world asks, as if she never had."""
    attempt = session.get_one(
        QuizAttempt, session.get_one(ModuleCredit, place.credit_id).attempt_id
    )
    session.execute(delete(ModuleCredit).where(ModuleCredit.id == place.credit_id))
    where = Where(place.establishment_id, place.unit_id if unit else None)
    return credits.ask_credit(session, attempt, where)


def second_tutor(session, place) -> int:
    """The doctor of the unit signs as a tutor too."""
    accounts.grant_role(
        session, None, session.get_one(User, place.doctor.id), Role.TUTOR,
        establishment_id=place.establishment_id, unit_id=place.unit_id,
    )  # fmt: skip
    return place.doctor.id


def told(session, inbox, *places) -> set[int]:
    people = [person.id for place in places for person in place.people.values()]
    return {one for one in people if inbox(session, one)}


def test_the_tutor_of_her_journey_is_told_where_to_decide(database, world, inbox) -> None:
    with database.writing() as session:
        second_tutor(session, world.ours)
        credit = ask_again(session, world.ours)
        (notice,) = inbox(session, world.ours.tutor.id)
        assert notice.path == f"/modules/reconnaissances/{credit.id}"
        assert world.ours.recruit.name in notice.text
        assert "Identitovigilance" in notice.text
        assert told(session, inbox, world.ours, world.theirs) == {world.ours.tutor.id}


def test_without_a_tutor_of_hers_those_of_the_unit_are_told(database, world, inbox) -> None:
    with database.writing() as session:
        second = second_tutor(session, world.ours)
        session.get_one(Journey, world.ours.journey_id).tutor_id = world.ours.neighbour_tutor.id
        session.flush()
        ask_again(session, world.ours)
        assert told(session, inbox, world.ours, world.theirs) == {world.ours.tutor.id, second}


def test_nobody_is_told_of_what_she_could_not_open(database, world, inbox) -> None:
    """Asked for the whole establishment: tutors of one unit do not decide."""
    with database.writing() as session:
        ask_again(session, world.ours, unit=False)
        assert not told(session, inbox, world.ours, world.theirs)


@pytest.mark.parametrize(
    ("granted", "words"), [(True, "a reconnu le module"), (False, "n’a pas reconnu le module")]
)
def test_the_answer_reaches_whoever_asked(database, world, inbox, granted, words) -> None:
    with database.writing() as session:
        tutor = actor_of(session, world.ours.tutor.id)
        credits.decide(
            session, tutor, world.ours.credit_id, granted=granted, comment="Revoir les homonymes."
        )
        (notice,) = inbox(session, world.ours.recruit.id)
        assert f"{tutor.name} {words}" in notice.text
        assert "homonymes" not in notice.text
        assert notice.path == MODULE
        assert told(session, inbox, world.ours, world.theirs) == {world.ours.recruit.id}


def test_an_agreement_taken_back_is_told_too(database, world, inbox) -> None:
    with database.writing() as session:
        tutor = actor_of(session, world.ours.tutor.id)
        credits.decide(session, tutor, world.ours.credit_id, granted=True)
        credits.take_back(session, tutor, world.ours.credit_id, reason="Deux erreurs d’identité.")
        _, notice = inbox(session, world.ours.recruit.id)
        assert "de nouveau à suivre" in notice.text
        assert "erreurs" not in notice.text

"""Ask, decide, refuse, take back: on both databases."""

import pytest

from integration_portal.core.errors import ConflictError, ForbiddenError
from integration_portal.journeys.actions import steps as step_actions
from integration_portal.journeys.models import StepState
from integration_portal.signoffs import actions
from integration_portal.signoffs.errors import (
    AlreadyDecidedError,
    MissingExplanationError,
    SafetyCriterionError,
    SelfSignatureError,
    TakenBackError,
)
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import EntryKind, RequestState
from tests.support.databases import row_counts
from tests.support.factories import ask, redo, sign


def decide(desk, person, *, levels=None, comment="Vu au poste.", validates=True, **others):
    others = {"redo": redo(), "why": "Présente ce jour-là.", **others}
    return actions.decide(
        desk.session, desk.actor(person), desk.request,
        levels=levels or desk.levels(), comment=comment, validates=validates, **others,
    )  # fmt: skip


def refused(desk, error, gesture) -> str:
    """The gesture raises, and not a row was added."""
    desk.session.flush()
    before = row_counts(desk.session)
    with pytest.raises(error) as found:
        gesture()
    desk.session.flush()
    assert row_counts(desk.session) == before
    return found.value.message


def test_asking_twice_is_refused(desk) -> None:
    step = desk.step()
    assert step.state is StepState.SUBMITTED
    said = refused(desk, ConflictError, lambda: ask(desk.session, desk.journey, step))
    assert "déjà partie" in said


def test_a_signature_moves_the_step_and_writes_one_line(desk) -> None:
    before = len(desk.lines)
    done = desk.journey.steps_done
    entry = decide(desk, desk.place.tutor)
    assert [line.id for line in desk.lines[before:]] == [entry.id]
    assert entry.kind is EntryKind.SIGNED
    assert desk.request.state is RequestState.SIGNED
    assert desk.step().state is StepState.DONE
    assert desk.journey.steps_done == done + 1


@pytest.mark.parametrize("who", ["doctor", "manager"])
def test_anybody_who_signs_in_the_unit_may_decide(desk, who) -> None:
    assert decide(desk, getattr(desk.place, who)).author_id == getattr(desk.place, who).id


def test_nobody_signs_for_oneself(desk) -> None:
    refused(desk, SelfSignatureError, lambda: decide(desk, desk.place.recruit))


@pytest.mark.parametrize("who", ["neighbour_tutor", "peer", "hr", "admin", "contributor"])
def test_who_does_not_sign_there_is_refused(desk, who) -> None:
    refused(desk, ForbiddenError, lambda: decide(desk, getattr(desk.place, who)))


def test_another_establishment_is_refused(desk, world) -> None:
    refused(desk, ForbiddenError, lambda: decide(desk, world.theirs.tutor))


def test_a_safety_criterion_below_acquired_is_refused(desk) -> None:
    safety = {"code": "traits", "texte": "Vérifie les traits", "securite": True}
    desk.request.criteria = [*desk.request.criteria, safety]
    desk.session.flush()
    levels = desk.levels(Level.MASTERED, traits=Level.IN_PROGRESS)
    said = refused(
        desk, SafetyCriterionError, lambda: decide(desk, desk.place.tutor, levels=levels)
    )
    assert "Vérifie les traits" in said
    assert desk.request.state is RequestState.WAITING
    returned = decide(desk, desk.place.tutor, levels=levels, validates=False)
    assert returned.kind is EntryKind.RETURNED


def test_a_return_without_a_word_is_refused(desk) -> None:
    refused(
        desk, MissingExplanationError,
        lambda: decide(desk, desk.place.tutor, redo=None, validates=False),
    )  # fmt: skip


def test_a_return_opens_the_step_again_for_a_second_request(desk) -> None:
    decide(desk, desk.place.tutor, comment="Reprendre l’appel.", validates=False)
    assert desk.step().state is StepState.RETURNED
    again = ask(desk.session, desk.journey, desk.step())
    assert again.id != desk.place.request_id
    sign(desk.session, again)
    assert desk.step(again).state is StepState.DONE


def test_a_decision_is_made_once(desk) -> None:
    decide(desk, desk.place.tutor)
    said = refused(desk, AlreadyDecidedError, lambda: decide(desk, desk.place.doctor))
    assert desk.place.tutor.name in said


def test_a_request_taken_back_waits_for_nobody(desk) -> None:
    recruit = desk.actor(desk.place.recruit)
    actions.cancel(desk.session, recruit, desk.request)
    assert desk.step().state is StepState.TODO
    refused(desk, TakenBackError, lambda: decide(desk, desk.place.tutor))
    refused(desk, TakenBackError, lambda: actions.cancel(desk.session, recruit, desk.request))
    assert ask(desk.session, desk.journey, desk.step()).state is RequestState.WAITING


def test_a_request_is_taken_back_by_its_recruit_only_and_before_the_decision(desk) -> None:
    for person in (desk.place.tutor, desk.place.peer):
        who = desk.actor(person)
        refused(
            desk, ForbiddenError, lambda who=who: actions.cancel(desk.session, who, desk.request)
        )
    decide(desk, desk.place.tutor)
    recruit = desk.actor(desk.place.recruit)
    said = refused(
        desk, AlreadyDecidedError, lambda: actions.cancel(desk.session, recruit, desk.request)
    )
    assert desk.place.tutor.name in said
    assert "votre signature" not in said.lower()


def test_a_request_of_a_step_already_done_is_refused(desk) -> None:
    decide(desk, desk.place.tutor)
    refused(
        desk, ConflictError,
        lambda: step_actions.ask_signature(
            desk.session, desk.actor(desk.place.recruit), desk.journey, desk.step(),
            levels=desk.levels(), text="",
        ),
    )  # fmt: skip

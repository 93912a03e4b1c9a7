"""One person's journey departs from the template, and a newer version respects it."""

import pytest
from sqlalchemy import select

from integration_portal.core.errors import ConflictError, ForbiddenError, RuleError
from integration_portal.journeys import definitions, previews
from integration_portal.journeys.actions import adaptation, planning, versioning
from integration_portal.journeys.models import (
    Journey,
    JourneyTemplate,
    Step,
    StepState,
    TemplateVersion,
)
from integration_portal.journeys.versions import by_code
from integration_portal.signoffs.models import SignOffRequest
from tests.support.factories import actor_of, steps_of

from .new_step import NEW


@pytest.fixture
def running(session, world):
    """(session, manager, journey) of our recruit."""
    journey = session.get_one(Journey, world.ours.journey_id)
    return session, actor_of(session, world.ours.manager.id), journey


def todo(session, journey) -> list[Step]:
    found = steps_of(session, journey.id).values()
    return [step for step in found if step.state is StepState.TODO]


def publish(session, journey, edit) -> TemplateVersion:
    """The next version of the template the journey follows."""
    template = session.get_one(JourneyTemplate, journey.version.template_id)
    definition = edit(journey.version.definition)
    return versioning.publish_version(
        session, None, template, definition=definition, note_text="Essai"
    )


def test_a_new_due_rule_moves_the_date(running) -> None:
    session, manager, journey = running
    step = next(step for step in todo(session, journey) if step.due_rule != "M6")
    (move,) = previews.after_rule(session, journey, step, "M6")
    adaptation.change_step(
        session, manager, journey, step, values={"echeance": "M6"}, reason="Mi-temps"
    )
    assert (step.due_on, step.changed) == (move.after, ["echeance"])


def test_a_rule_given_later_wins_over_a_date_set_by_hand(running) -> None:
    session, manager, journey = running
    step = next(step for step in todo(session, journey) if step.due_rule != "M6")
    (move,) = previews.after_rule(session, journey, step, "M6")
    day = move.after.replace(day=1)
    while day.weekday() > 4:
        day = day.replace(day=day.day + 1)
    planning.move_step(session, manager, journey, step, to=day, reason="Rendez-vous")
    adaptation.change_step(session, manager, journey, step, values={"echeance": "M6"}, reason="x")
    assert (step.due_on, step.fixed_on) == (move.after, None)


def test_nothing_changed_is_said(running) -> None:
    session, manager, journey = running
    step = todo(session, journey)[0]
    with pytest.raises(RuleError, match="Rien"):
        adaptation.change_step(
            session, manager, journey, step, values={"titre": step.title}, reason="x"
        )


@pytest.mark.parametrize("state", [StepState.DONE, StepState.SUBMITTED])
def test_a_settled_step_neither_changes_nor_leaves(running, state) -> None:
    session, manager, journey = running
    step = next(s for s in steps_of(session, journey.id).values() if s.state is state)
    with pytest.raises(ConflictError):
        adaptation.change_step(session, manager, journey, step, values={"titre": "x"}, reason="x")
    with pytest.raises(ConflictError):
        adaptation.remove_step(session, manager, journey, step, reason="x")


def test_an_added_step_follows_the_shift_of_the_journey(running) -> None:
    session, manager, journey = running
    planning.shift(session, manager, journey, days=4, reason="Retour")
    expected = previews.due_of_new(session, journey, "S3")
    step = adaptation.add_step(session, manager, journey, definition=NEW, reason="Service")
    assert (step.due_on, step.offset_days, step.added) == (expected, 4, True)
    twin = next(s for s in todo(session, journey) if s.due_rule == "S3" and s.id != step.id)
    assert twin.due_on == step.due_on


def test_a_version_leaves_alone_what_is_signed_adapted_or_removed(running) -> None:
    session, manager, journey = running
    signed = next(s for s in steps_of(session, journey.id).values() if s.state is StepState.DONE)
    kept, gone, follows = todo(session, journey)[:3]
    adaptation.change_step(session, manager, journey, kept, values={"titre": "Chez nous"},
                           reason="Service")  # fmt: skip
    adaptation.remove_step(session, manager, journey, gone, reason="Pas ici")
    codes = (signed.code, kept.code, gone.code, follows.code)

    def edit(definition):
        for code in codes:
            definition, _ = definitions.change_step(definition, code, {"titre": f"Neuf {code}"})
        return definition

    made = versioning.apply_version(session, manager, journey, publish(session, journey, edit))
    own = steps_of(session, journey.id)
    assert own[signed.code].title == signed.title != f"Neuf {signed.code}"
    assert own[kept.code].title == "Chez nous"
    assert gone.code not in own
    assert own[follows.code].title == f"Neuf {follows.code}"
    assert {change.code for change in made.skipped} == set(codes[:3])
    assert all(change.reason for change in made.skipped)


def test_a_removed_step_stays_out_when_a_version_changes_it_again(running) -> None:
    session, manager, journey = running
    gone = todo(session, journey)[0]
    adaptation.remove_step(session, manager, journey, gone, reason="Pas ici")
    for title in ("Une fois", "Deux fois"):
        version = publish(
            session, journey,
            lambda d, title=title: definitions.change_step(d, gone.code, {"titre": title})[0],
        )  # fmt: skip
        versioning.apply_version(session, manager, journey, version)
        assert gone.code not in steps_of(session, journey.id)


def test_a_version_adds_and_removes_steps(running) -> None:
    session, manager, journey = running
    leaves = next(
        s for s in todo(session, journey)
        if not definitions.waiting_for(journey.version.definition, s.code)
    )  # fmt: skip

    def edit(definition):
        definition, _ = definitions.add_step(definition, definitions.new_step("59", NEW))
        return definitions.remove_step(definition, leaves.code)[0]

    total = journey.steps_total
    versioning.apply_version(session, manager, journey, publish(session, journey, edit))
    own = steps_of(session, journey.id)
    assert own["59"].title == NEW["titre"]
    assert leaves.code not in own
    assert journey.steps_total == total


def test_a_new_tutor_inherits_the_signatures_already_asked_for(running, world) -> None:
    session, manager, journey = running
    adaptation.change_team(
        session, manager, journey, tutor_id=world.ours.neighbour_tutor.id,
        manager_id=journey.manager_id, doctor_id=journey.doctor_id, reason="Congé de la tutrice",
    )  # fmt: skip
    session.flush()
    request = session.get_one(SignOffRequest, world.ours.request_id, populate_existing=True)
    step = session.get_one(Step, int(request.subject.partition(":")[2]))
    assert request.signer_id == step.assignee_id
    if step.role.value == "tutrice":
        assert request.signer_id == world.ours.neighbour_tutor.id


def test_only_the_latest_version_of_ones_own_template_is_revised(database, world) -> None:
    with database.writing() as session:
        template = session.get_one(JourneyTemplate, world.ours.template_id)
        editor = actor_of(session, world.ours.editor.id)
        number, definition = template.versions[-1].number, template.versions[-1].definition
        code = next(iter(by_code(definition)))
        edited, note = definitions.change_step(definition, code, {"titre": "Autre"})
        change = {"definition": edited, "note_text": note}
        versioning.revise(session, editor, template, base=number, **change)
        with pytest.raises(ConflictError, match="entre-temps"):
            versioning.revise(session, editor, template, base=number, **change)
        other = actor_of(session, world.theirs.editor.id)
        with pytest.raises(ForbiddenError):
            versioning.revise(session, other, template, base=number + 1, **change)
        shipped = session.scalars(
            select(JourneyTemplate).where(JourneyTemplate.establishment_id.is_(None))
        ).first()
        with pytest.raises(ForbiddenError):
            versioning.revise(session, editor, shipped, base=1, **change)


def test_the_dates_shown_for_a_version_are_those_it_gives(running) -> None:
    session, manager, journey = running
    planning.shift(session, manager, journey, days=3, reason="Retour")
    moves = [step for step in todo(session, journey) if step.due_rule == "M2"]

    def edit(definition):
        definition, _ = definitions.add_step(definition, definitions.new_step("59", NEW))
        for step in moves:
            definition, _ = definitions.change_step(definition, step.code, {"echeance": "M3"})
        return definition

    version = publish(session, journey, edit)
    plans = versioning.plan_for(session, [journey], version)
    shown = {
        one.title: one.after for one in previews.after_version(session, plans, version)[journey.id]
    }
    versioning.apply_version(session, manager, journey, version)
    own = {step.title: step.due_on for step in steps_of(session, journey.id).values()}
    assert shown == {title: own[title] for title in shown}
    assert set(shown) == {NEW["titre"], *(step.title for step in moves)}

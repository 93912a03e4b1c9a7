"""Minutes, two signatures, the step closed, decisions that become steps; the report apart."""

import datetime as dt
import json

import pytest

from integration_portal.core import clock
from integration_portal.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from integration_portal.interviews import actions
from integration_portal.interviews.errors import EmptyMinutesError, NotHeldError, NotYoursError
from integration_portal.interviews.models import AnswerKind, InterviewState
from integration_portal.journeys.actions import planning
from integration_portal.journeys.models import StepState
from integration_portal.signoffs import queries as ledger
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import EntryKind
from tests.support.factories import NOW
from tests.support.interviews import minuted


def sign(desk, sheet, *, agrees: bool = True, who: str = "recruit", words: str = ""):
    return actions.sign_as_recruit(
        desk.session, desk.actor(who), sheet, agrees=agrees, disagreement=words
    )


def test_both_sign_and_the_step_is_done(desk) -> None:
    sheet = desk.weekly
    done = desk.journey.steps_done
    minuted(desk.session, sheet)
    assert sheet.interview.state is InterviewState.MINUTED
    assert desk.step("22").state is StepState.TODO
    assert "à votre tour" in desk.notices("recruit")[-1]
    entry = sign(desk, sheet)
    first, second = desk.lines(sheet)
    assert (first.kind, second.kind) == (EntryKind.MINUTED, EntryKind.CONFIRMED)
    assert (second.id, second.about_id) == (entry.id, first.id)
    kept, answer = json.loads(first.payload), json.loads(second.payload)
    assert kept["minutes"] == "Trois objectifs relus."
    assert kept["decisions"][0]["texte"] == "Dix appels à deux, 0"
    assert kept["sentence"].startswith(f"Je, {desk.place.tutor.name}")
    assert answer["about"] == first.hash
    assert sheet.interview.state is InterviewState.SIGNED
    step = desk.step("22")
    assert (step.state, step.done_by_id) == (StepState.DONE, desk.place.tutor.id)
    assert desk.journey.steps_done == done + 1
    assert "a signé à son tour" in desk.notices("tutor")[-1]
    place = desk.place.establishment_id
    head = ledger.head_of(desk.session, place)
    assert verify(ledger.chain(desk.session, place), expected_head=head) is None


def test_a_written_disagreement_closes_it_too(desk) -> None:
    sheet = desk.weekly
    minuted(desk.session, sheet)
    with pytest.raises(RuleError):
        sign(desk, sheet, agrees=False)
    sign(desk, sheet, agrees=False, words="Le deuxième objectif n’a pas été dit.")
    line = desk.lines(sheet)[-1]
    assert line.kind is EntryKind.DISPUTED
    assert json.loads(line.payload)["comment"] == "Le deuxième objectif n’a pas été dit."
    assert sheet.interview.state is InterviewState.DISPUTED
    assert desk.step("22").state is StepState.DONE
    for who in ("tutor", "manager"):
        assert "désaccord" in desk.notices(who)[-1]


def test_each_signs_once(desk) -> None:
    sheet = desk.weekly
    minuted(desk.session, sheet)
    with pytest.raises(ConflictError):
        actions.sign_minutes(desk.session, desk.actor("tutor"), sheet)
    with pytest.raises(ConflictError):
        actions.save_minutes(
            desk.session, desk.actor("tutor"), sheet, held_on=NOW.date(), text="", decisions=[]
        )
    sign(desk, sheet)
    with pytest.raises(ConflictError):
        sign(desk, sheet, agrees=False, words="Non.")
    assert len(desk.lines(sheet)) == 2


@pytest.mark.parametrize("who", ["recruit", "manager", "doctor"])
def test_only_its_leader_minutes_it(desk, who) -> None:
    with pytest.raises(ForbiddenError):
        actions.sign_minutes(desk.session, desk.actor(who), desk.weekly)


@pytest.mark.parametrize("who", ["tutor", "manager", "peer"])
def test_nobody_signs_in_the_place_of_the_recruit(desk, who) -> None:
    sheet = desk.weekly
    minuted(desk.session, sheet)
    with pytest.raises(ForbiddenError):
        sign(desk, sheet, who=who)


def test_nothing_to_sign_before_the_minutes(desk) -> None:
    sheet, tutor = desk.weekly, desk.actor("tutor")
    with pytest.raises(NotHeldError):
        actions.sign_minutes(desk.session, tutor, sheet)
    actions.save_minutes(desk.session, tutor, sheet, held_on=NOW.date(), text="", decisions=[])
    with pytest.raises(EmptyMinutesError):
        actions.sign_minutes(desk.session, tutor, sheet)
    with pytest.raises(ConflictError):
        sign(desk, sheet)


def test_a_pause_leaves_the_step_open(desk) -> None:
    sheet = desk.weekly
    minuted(desk.session, sheet)
    planning.pause(
        desk.session, desk.actor("manager"), desk.journey, first=NOW.date(), reason="Absence."
    )
    sign(desk, sheet)
    assert sheet.interview.state is InterviewState.SIGNED
    assert desk.step("22").state is StepState.TODO


def test_a_decision_becomes_a_step_by_the_hand_of_the_manager(desk) -> None:
    sheet = desk.weekly
    minuted(desk.session, sheet)
    assert "propose des étapes" in desk.notices("manager")[-1]
    with pytest.raises(NotYoursError):
        actions.adopt(desk.session, desk.actor("tutor"), sheet, number=1)
    step = actions.adopt(desk.session, desk.actor("manager"), sheet, number=1)
    assert step.title == "Dix appels à deux, 0"
    assert (step.assignee_id, step.added) == (desk.place.tutor.id, True)
    assert step.due_on == step.fixed_on == dt.date(2026, 12, 7)  # the 5th is a Saturday
    assert sheet.interview.decisions[0]["step_id"] == step.id
    with pytest.raises(ConflictError):
        actions.adopt(desk.session, desk.actor("manager"), sheet, number=1)
    with pytest.raises(NotFoundError):
        actions.adopt(desk.session, desk.actor("manager"), sheet, number=2)


def test_a_draft_decides_nothing(desk) -> None:
    sheet = desk.weekly
    actions.save_minutes(
        desk.session, desk.actor("tutor"), sheet, held_on=NOW.date(), text="Vu.",
        decisions=[{"texte": "Plus tard", "qui": "recrue", "echeance": "2026-12-04"}],
    )  # fmt: skip
    with pytest.raises(RuleError):
        actions.adopt(desk.session, desk.actor("manager"), sheet, number=1)


def test_nothing_of_a_report_enters_the_ledger(desk) -> None:
    sheet, secret = desk.report, "Le café est froid."
    desk.prepare(sheet, "recruit", surprises=secret)
    actions.share(desk.session, desk.actor("recruit"), sheet)
    minuted(desk.session, sheet, decisions=1)
    sign(desk, sheet)
    assert sheet.interview.minutes == ""
    lines = desk.lines(sheet)
    assert len(lines) == 2
    for line in lines:
        kept = json.loads(line.payload)
        assert not {"minutes", "decisions", "comment"} & set(kept)
        assert secret not in line.payload
        assert "Dix appels" not in line.payload
    assert desk.step("34").state is StepState.DONE


def test_a_talk_that_did_not_take_place_is_contested_without_a_word_of_it(desk) -> None:
    sheet = desk.report
    minuted(desk.session, sheet)
    sign(desk, sheet, agrees=False, words="Des mots qui ne seront pas gardés.")
    line = desk.lines(sheet)[-1]
    assert line.kind is EntryKind.DISPUTED
    assert "conteste que" in json.loads(line.payload)["sentence"]
    assert "comment" not in json.loads(line.payload)


def test_the_answer_is_written_once_by_who_leads(desk) -> None:
    sheet, manager = desk.report, desk.actor("manager")
    answer = {"kind": AnswerKind.PLANNED, "text": "Au printemps."}
    with pytest.raises(ConflictError):
        actions.answer(desk.session, manager, sheet, **answer)
    desk.prepare(sheet, "recruit", surprises="Le café.")
    actions.share(desk.session, desk.actor("recruit"), sheet)
    assert "vous laisse lire" in desk.notices("manager")[-1]
    with pytest.raises(NotYoursError):
        actions.answer(desk.session, desk.actor("recruit"), sheet, **answer)
    actions.answer(desk.session, manager, sheet, **answer)
    assert "a répondu par écrit" in desk.notices("recruit")[-1]
    with pytest.raises(ConflictError):
        actions.answer(desk.session, manager, sheet, **answer)


def test_an_answer_due_is_recalled_once_before_and_once_after(desk) -> None:
    sheet = desk.report
    desk.prepare(sheet, "recruit", surprises="Le café.")
    actions.share(desk.session, desk.actor("recruit"), sheet)
    before = len(desk.notices("manager"))
    for day, told in ((5, 0), (12, 1), (13, 1), (16, 2), (20, 2)):
        with clock.frozen(NOW + dt.timedelta(days=day)):
            actions.announce_answers(desk.session, clock.now().date())
        assert len(desk.notices("manager")) - before == told

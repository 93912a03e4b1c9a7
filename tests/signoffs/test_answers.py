"""After the decision: the recruit's answer, the withdrawal, and what both leave behind."""

import datetime as dt
import json

import pytest

from integration_portal.accounts.models import User
from integration_portal.core.errors import ConflictError, ForbiddenError
from integration_portal.establishments.models import Establishment, Unit
from integration_portal.journeys.models import StepState
from integration_portal.signoffs import actions
from integration_portal.signoffs.drafts import open_draft
from integration_portal.signoffs.errors import NotADecisionError, NothingToWithdrawError
from integration_portal.signoffs.ledger import canonical, digest
from integration_portal.signoffs.models import EntryKind, LedgerEntry, RequestState
from tests.support.factories import NOW, ask, redo, sign


@pytest.fixture
def entry(desk) -> LedgerEntry:
    """The tutor's signature on the waiting request."""
    return sign(desk.session, desk.request)


def answer(desk, entry, words: str = "", person=None) -> None:
    who = desk.actor(person or desk.place.recruit)
    actions.acknowledge(desk.session, who, entry, disagreement=words)


def withdraw(desk, entry, person=None) -> LedgerEntry:
    who = desk.actor(person or desk.place.tutor)
    return actions.withdraw(desk.session, who, entry, reason="Erreur de recrue.")


@pytest.mark.parametrize(
    ("words", "kind"), [("", EntryKind.ACKNOWLEDGED), ("J’ai vu autre chose.", EntryKind.DISPUTED)]
)
def test_the_recruit_answers_once(desk, entry, words, kind) -> None:
    answer(desk, entry, words)
    last = desk.lines[-1]
    kept = json.loads(last.payload)
    assert (last.kind, kept["about"], kept["comment"]) == (kind, entry.hash, words)
    assert desk.step().state is StepState.DONE
    with pytest.raises(ConflictError):
        answer(desk, entry)
    assert desk.lines[-1] is last


@pytest.mark.parametrize("who", ["tutor", "peer", "manager"])
def test_nobody_answers_in_her_place(desk, entry, who) -> None:
    with pytest.raises(ForbiddenError):
        answer(desk, entry, person=getattr(desk.place, who))


def test_a_withdrawal_adds_a_line_and_opens_the_step(desk, entry) -> None:
    kept, done = entry.payload, desk.journey.steps_done
    line = withdraw(desk, entry)
    assert desk.lines[-1] is line
    assert json.loads(line.payload)["about"] == entry.hash
    assert entry.payload == kept
    assert desk.request.state is RequestState.WITHDRAWN
    assert desk.step().state is StepState.TODO
    assert desk.journey.steps_done == done - 1
    ask(desk.session, desk.journey, desk.step())


def test_a_withdrawal_is_made_once_by_the_signer(desk, entry) -> None:
    for who in ("doctor", "manager", "recruit", "neighbour_tutor"):
        with pytest.raises(ForbiddenError):
            withdraw(desk, entry, getattr(desk.place, who))
    line = withdraw(desk, entry)
    for again in (entry, line):
        with pytest.raises(NothingToWithdrawError):
            withdraw(desk, again)


def test_only_a_decision_is_answered(desk, entry) -> None:
    line = withdraw(desk, entry)
    with pytest.raises(NotADecisionError):
        answer(desk, line)


@pytest.mark.parametrize("signed_again", [False, True], ids=["asked again", "signed again"])
def test_an_old_return_withdrawn_leaves_the_newer_request_alone(desk, signed_again) -> None:
    old = actions.decide(
        desk.session, desk.actor(desk.place.tutor), desk.request,
        levels=desk.levels(), comment="À revoir.", validates=False, redo=redo(),
    )  # fmt: skip
    newer = ask(desk.session, desk.journey, desk.step())
    if signed_again:
        sign(desk.session, newer)
    before = desk.step().state
    withdraw(desk, old)
    assert desk.step().state is before


def test_the_signed_text_holds_everything(desk, entry) -> None:
    kept = json.loads(entry.payload)
    assert canonical(kept) == entry.payload
    assert digest(entry.payload) == entry.hash
    people = {"author": desk.place.tutor, "recruit": desk.place.recruit}
    for part, person in people.items():
        user = desk.session.get_one(User, person.id)
        assert kept[part] == {
            "id": user.id, "given_name": user.given_name, "family_name": user.family_name,
            "quality": "Secrétaire médicale",
        }  # fmt: skip
    unit = desk.session.get_one(Unit, desk.place.unit_id)
    place = desk.session.get_one(Establishment, desk.place.establishment_id)
    assert kept["unit"] == {"id": unit.id, "name": unit.name}
    assert kept["establishment"] == {"id": place.id, "name": place.name}
    assert kept["at"] == "2026-11-24T08:05:00.000000Z"
    assert dt.datetime.fromisoformat(kept["at"]) == NOW == entry.at
    draft = open_draft(desk.session, desk.actor(desk.place.tutor), desk.request.id)
    assert kept["sentence"] == draft.words[0][2]
    assert kept["levels"] == desk.levels()
    assert kept["self_levels"] == desk.request.self_levels
    assert kept["self_comment"] == "Prête à être observée."
    assert kept["criteria"] == desk.request.criteria
    assert kept["comment"] == "Vu au poste."
    assert kept["subject"]["title"] == desk.request.title
    assert kept["subject"]["template_version"] == 1

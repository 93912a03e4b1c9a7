"""Several lines with one password: each its own line, and the fate of each is said."""

import dataclasses

import pytest

from integration_portal.core.errors import NotFoundError
from integration_portal.signoffs import queries
from integration_portal.signoffs.actions import Chosen, sign_together
from integration_portal.signoffs.ledger import verify
from integration_portal.signoffs.models import EntryKind, RequestState, SignOffRequest
from integration_portal.signoffs.queries_queue import list_queue
from tests.support.factories import actor_of, sign
from tests.support.threads import THREADS, at_once

from .seeing import blank, see, talk


@pytest.fixture
def both(desk) -> list[SignOffRequest]:
    """Two requests of the tutor where everything was seen and talked over."""
    found = [
        desk.session.get_one(SignOffRequest, number)
        for number in (desk.place.request_id, desk.place.peer_request_id)
    ]
    for request in found:
        blank(desk.session, request)
        request.signer_id = desk.place.tutor.id
        see(desk.session, request, desk.place.tutor)
        talk(desk.session, request, desk.place.tutor)
    return found


def chosen(desk, who="tutor") -> list[Chosen]:
    actor = desk.actor(getattr(desk.place, who))
    lines = [line for line in list_queue(desk.session, actor) if line.together]
    return [Chosen(line.id, line.proof(actor)) for line in lines]


@pytest.mark.parametrize(
    ("kind", "act"), [("step", "cette étape"), ("competency", "cette compétence")]
)
def test_each_line_is_signed_with_the_sentence_that_was_shown(desk, both, kind, act) -> None:
    for request in both:
        request.subject = request.subject.replace("step", kind)
    desk.session.flush()
    tutor = desk.actor(desk.place.tutor)
    shown = {line.id: line.sentence(tutor) for line in list_queue(desk.session, tutor)}
    fates = sign_together(desk.session, tutor, chosen(desk))
    assert len(fates) == 2
    for fate in fates:
        assert fate.entry is not None
        assert shown[fate.entry.request_id] in fate.entry.payload
        assert act in fate.entry.payload
    assert {request.state for request in both} == {RequestState.SIGNED}
    head = queries.head_of(desk.session, desk.place.establishment_id)
    chain = queries.chain(desk.session, desk.place.establishment_id)
    assert verify(chain, expected_head=head) is None


def test_one_decided_meanwhile_is_named_and_the_others_are_signed(desk, both) -> None:
    asked = chosen(desk)
    sign(desk.session, both[0], desk.place.manager.id)
    fates = sign_together(desk.session, desk.actor(desk.place.tutor), asked)
    by_title = {fate.title: fate for fate in fates}
    late, good = by_title[both[0].title], by_title[both[1].title]
    if both[0].title == both[1].title:
        late, good = sorted(fates, key=lambda fate: fate.entry is not None)
    assert late.entry is None
    assert desk.place.manager.name in late.refusal
    assert good.entry is not None


def test_one_that_changed_since_it_was_read_is_not_signed(desk, both) -> None:
    asked = chosen(desk)
    see(desk.session, both[0], desk.place.doctor, days_ago=0, level=4)
    stale = [one for one in asked if one.request_id == both[0].id]
    (fate,) = sign_together(desk.session, desk.actor(desk.place.tutor), stale)
    assert fate.entry is None
    assert "a changé depuis que vous l’avez lue" in fate.refusal
    assert both[0].state is RequestState.WAITING


def test_what_is_not_all_seen_is_never_signed_together(desk, both) -> None:
    see(desk.session, both[0], desk.place.tutor, days_ago=0, level=1)
    codes = [c | {"securite": True} for c in both[0].criteria]
    both[0].criteria = codes
    desk.session.flush()
    assert both[0].id not in [one.request_id for one in chosen(desk)]
    assert chosen(desk, "manager") == []  # nobody named her


def test_an_id_of_elsewhere_is_not_found(desk, both, world) -> None:
    forged = [dataclasses.replace(chosen(desk)[0], request_id=world.theirs.request_id)]
    with pytest.raises(NotFoundError):
        sign_together(desk.session, desk.actor(desk.place.tutor), forged)


def test_countersignatures_together(desk, both) -> None:
    for request in both:
        request.rule = {"contresignature": True}
    desk.session.flush()
    sign_together(desk.session, desk.actor(desk.place.tutor), chosen(desk))
    fates = sign_together(desk.session, desk.actor(desk.place.doctor), chosen(desk, "doctor"))
    assert [fate.entry.kind for fate in fates if fate.entry] == [EntryKind.COUNTERSIGNED] * 2


def test_twenty_at_once_in_any_order_make_one_line_each(database, world) -> None:
    """Whole sets against single ones: one of each wins, nobody waits for ever."""
    place = world.ours
    with database.writing() as session:
        numbers = [place.request_id, place.peer_request_id]
        for number in numbers:
            request = blank(session, session.get_one(SignOffRequest, number))
            request.signer_id = place.tutor.id
            see(session, request, place.tutor)
            talk(session, request, place.tutor)
        actor = actor_of(session, place.tutor.id)
        proofs = {line.id: line.proof(actor) for line in list_queue(session, actor)}

    def gesture(session, number):
        if number % 2:
            request = session.get_one(SignOffRequest, numbers[number % 4 // 2])
            sign(session, request, place.manager.id)
            return 1
        order = numbers if number % 4 else numbers[::-1]
        asked = [Chosen(one, proofs[one]) for one in order]
        fates = sign_together(session, actor_of(session, place.tutor.id), asked)
        return sum(fate.entry is not None for fate in fates)

    results = at_once(database, gesture, THREADS)
    assert sum(one for one in results if isinstance(one, int)) == len(numbers), results
    with database.reading() as session:
        head = queries.head_of(session, place.establishment_id)
        assert verify(queries.chain(session, place.establishment_id), expected_head=head) is None


def test_the_step_of_each_is_done(desk, both) -> None:
    sign_together(desk.session, desk.actor(desk.place.tutor), chosen(desk))
    assert [desk.step(request).state.value for request in both] == ["done", "done"]

"""Who may observe, what is kept, what is signed, what it counts for: on both databases."""

import datetime as dt
import json
import uuid

import pytest

from integration_portal.core import clock
from integration_portal.core.errors import ConflictError, ForbiddenError, NotFoundError, RuleError
from integration_portal.signoffs import actions
from integration_portal.signoffs.errors import (
    EvidenceMissingError,
    NotAnObserverError,
    NothingToObserveError,
    NothingToWithdrawError,
    ObservationFaultError,
    ObservationSignedError,
    SelfSignatureError,
)
from integration_portal.signoffs.levels import Level
from integration_portal.signoffs.models import Channel, EntryKind, Observation, ObservationState
from integration_portal.signoffs.queries_evidence import read_evidence
from integration_portal.signoffs.queries_observations import (
    get_observation,
    list_nameable,
    named_before,
)
from tests.support.factories import ask, see

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def asked(desk):
    """A request that nobody has observed yet."""
    from integration_portal.journeys.models import Step

    step = desk.session.get_one(Step, desk.place.observation_id)
    return ask(desk.session, desk.journey, step)


def notes(request, at=None, why="Prévu avec l’équipe.", level=Level.ACQUIRED, **changes):
    levels = {one["code"]: int(level) for one in request.criteria}
    values = {"place": "Au poste", "situation": "Des appels.", "note": "", **changes}
    return actions.Notes(at or clock.now(), levels=values.pop("levels", levels), why=why, **values)


def keep(desk, person, request, token=None, **changes):
    token = token or str(uuid.uuid4())
    return actions.keep_notes(
        desk.session, desk.actor(person), request, token, notes(request, **changes)
    )


def test_a_signed_observation_is_one_line_with_all_that_was_seen(desk, asked) -> None:
    tutor = desk.actor(desk.place.tutor)
    draft = keep(desk, desk.place.tutor, asked)
    act = {one["code"]: True for one in asked.criteria}
    actions.keep_acts(desk.session, tutor, asked, draft.token, [act, act])
    shown = actions.sentence_of(desk.session, tutor, draft, asked)
    before = len(desk.lines)
    entry = actions.sign_observation(desk.session, tutor, draft, channel=Channel.PHONE)
    assert len(desk.lines) == before + 1
    signed = json.loads(entry.payload)
    assert signed["sentence"] == shown
    assert "mardi 24\u00a0novembre 2026 à 9" in shown
    assert (signed["kind"], signed["channel"], signed["place"]) == (
        "observed", "telephone", "Au poste",
    )  # fmt: skip
    assert signed["acts"] == [act, act]
    assert set(signed["levels"].values()) == {3}
    assert signed["named"] is True
    assert signed["situation_at"].startswith("2026-11-24T08:05")
    assert draft.entry_id == entry.id
    with pytest.raises(ObservationSignedError):
        actions.sign_observation(desk.session, tutor, draft)
    with pytest.raises(ObservationSignedError):
        keep(desk, desk.place.tutor, asked, token=draft.token)


def test_only_who_signs_there_observes(desk, asked, world) -> None:
    with pytest.raises(SelfSignatureError):
        keep(desk, desk.place.recruit, asked)
    for who in (desk.place.neighbour_tutor, desk.place.peer, world.theirs.tutor):
        with pytest.raises(NotAnObserverError):
            keep(desk, who, asked)


def test_a_draft_is_its_authors_alone(desk, asked) -> None:
    draft = keep(desk, desk.place.tutor, asked)
    get_observation(desk.session, desk.actor(desk.place.tutor), draft.id)
    for who in (desk.place.recruit, desk.place.doctor, desk.place.manager):
        with pytest.raises(NotFoundError):
            get_observation(desk.session, desk.actor(who), draft.id)
    with pytest.raises(NotFoundError):
        keep(desk, desk.place.doctor, asked, token=draft.token)
    with pytest.raises(ForbiddenError):
        actions.sign_observation(desk.session, desk.actor(desk.place.doctor), draft)


@pytest.mark.parametrize(("days", "words"), [(1, "à venir"), (-30, "avant le début")])
def test_a_situation_is_not_to_come_nor_before_the_journey(desk, asked, days, words) -> None:
    at = clock.now() + dt.timedelta(days=days)
    draft = keep(desk, desk.place.tutor, asked, at=at)
    with pytest.raises(ObservationFaultError, match=words) as found:
        actions.sign_observation(desk.session, desk.actor(desk.place.tutor), draft)
    assert found.value.field == "day"


def test_who_was_not_named_says_why(desk, asked) -> None:
    doctor = desk.actor(desk.place.doctor)
    draft = keep(desk, desk.place.doctor, asked, why=" ")
    with pytest.raises(ObservationFaultError) as found:
        actions.sign_observation(desk.session, doctor, draft)
    assert found.value.field == "why"
    actions.name_observer(desk.session, desk.actor(desk.place.tutor), asked, desk.place.doctor.id)
    actions.sign_observation(desk.session, doctor, draft)
    assert not named_before(desk.session, asked, desk.place.doctor.id, clock.now() - HOUR)
    assert not named_before(desk.session, asked, desk.place.tutor.id, clock.now() - HOUR)
    assert named_before(desk.session, asked, desk.place.tutor.id, clock.now())


def test_who_may_be_named(desk, asked, world) -> None:
    place, tutor = desk.place, desk.actor(desk.place.tutor)
    offered = {one.id for one in list_nameable(desk.session, asked)}
    assert {place.doctor.id, place.manager.id} <= offered
    assert not offered & {place.recruit.id, place.tutor.id, place.neighbour_tutor.id,
                          place.hr.id, world.theirs.tutor.id}  # fmt: skip
    for who in (place.recruit, place.peer, world.theirs.doctor):
        with pytest.raises(RuleError):
            actions.name_observer(desk.session, tutor, asked, who.id)
    with pytest.raises(SelfSignatureError):
        actions.name_observer(desk.session, desk.actor(place.recruit), asked, place.doctor.id)
    actions.name_observer(desk.session, tutor, asked, place.doctor.id)
    with pytest.raises(ConflictError):
        actions.name_observer(desk.session, tutor, asked, place.doctor.id)


def test_what_is_missing_is_counted_down_to_nothing(desk, asked) -> None:
    asked.rule = {"observations": 3, "jours": 2, "observateurs": 2}
    desk.session.flush()
    place, now = desk.place, clock.now()

    def left() -> list[str]:
        reader = desk.actor(place.recruit)
        return [one.replace("\u00a0", " ") for one in
                read_evidence(desk.session, reader, asked).missing]  # fmt: skip

    assert left() == ["3 observations réussies"]
    see(desk.session, asked, place.tutor.id, now, Level.IN_PROGRESS)
    safe = any(one["securite"] for one in asked.criteria)
    assert left() == ["3 observations réussies"] or not safe
    see(desk.session, asked, place.tutor.id, now)
    see(desk.session, asked, place.tutor.id, now - HOUR)
    assert left() == [
        "1 observation réussie", "une observation un autre jour",
        "une observation par une autre personne",
    ]  # fmt: skip
    levels = {one["code"]: 3 for one in asked.criteria}
    with pytest.raises(EvidenceMissingError):
        actions.decide(desk.session, desk.actor(place.tutor), asked,
                       levels=levels, comment="", validates=True)  # fmt: skip
    last = see(desk.session, asked, place.doctor.id, now - dt.timedelta(days=1))
    assert left() == []
    actions.withdraw_observation(
        desk.session, desk.actor(place.doctor), last, reason="Une autre recrue."
    )
    assert "1 observation réussie" in left()


def test_withdrawing_is_a_line_about_the_first(desk, asked) -> None:
    found = see(desk.session, asked, desk.place.tutor.id, clock.now())
    with pytest.raises(ForbiddenError):
        actions.withdraw_observation(
            desk.session, desk.actor(desk.place.doctor), found, reason="Non."
        )
    tutor = desk.actor(desk.place.tutor)
    line = actions.withdraw_observation(desk.session, tutor, found, reason="Une erreur.")
    assert (line.kind, line.about_id) == (EntryKind.WITHDRAWN, found.entry_id)
    assert found.state is ObservationState.WITHDRAWN
    with pytest.raises(NothingToWithdrawError):
        actions.withdraw_observation(desk.session, tutor, found, reason="Encore.")


def test_acts_sent_twice_are_kept_once(desk, asked) -> None:
    tutor, token = desk.actor(desk.place.tutor), str(uuid.uuid4())
    code = asked.criteria[0]["code"]
    for acts in ([{code: True}], [{code: True}], [{code: True}, {code: False}]):
        draft = actions.keep_acts(desk.session, tutor, asked, token, acts)
    assert desk.session.query(Observation).filter_by(token=token).count() == 1
    assert [one[code] for one in draft.acts] == [True, False]
    actions.discard(desk.session, tutor, draft)
    assert desk.session.query(Observation).filter_by(token=token).count() == 0


def test_what_was_seen_without_network_arrives_after_the_request_is_taken_back(desk, asked) -> None:
    tutor, code = desk.actor(desk.place.tutor), asked.criteria[0]["code"]
    began = clock.now() + HOUR
    with clock.frozen(began + HOUR):
        actions.cancel(desk.session, desk.actor(desk.place.recruit), asked)
        draft = actions.keep_acts(
            desk.session, tutor, asked, str(uuid.uuid4()), [{code: True}], began_at=began
        )
        assert draft.situation_at == began
        with pytest.raises(NothingToObserveError):
            actions.keep_acts(desk.session, tutor, asked, str(uuid.uuid4()), [{code: True}])

"""Moving dates: what was shown is what happens, and the old dates are kept with who and why."""

import datetime as dt

import pytest
from sqlalchemy import select

from integration_portal.core.errors import ConflictError, RuleError
from integration_portal.journeys import previews
from integration_portal.journeys.actions import planning
from integration_portal.journeys.errors import PausedError
from integration_portal.journeys.models import (
    Journey,
    JourneyAbsence,
    JourneyEvent,
    JourneyState,
    StepState,
)
from tests.support.factories import actor_of, steps_of

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def running(session, world):
    """(session, manager, journey) of our recruit."""
    journey = session.get_one(Journey, world.ours.journey_id)
    return session, actor_of(session, world.ours.manager.id), journey


def dates(session, journey) -> dict[str, dt.date]:
    session.flush()
    return {code: step.due_on for code, step in steps_of(session, journey.id).items()}


def last_event(session, journey) -> JourneyEvent:
    session.flush()
    query = select(JourneyEvent).where(JourneyEvent.journey_id == journey.id)
    return session.scalars(query.order_by(JourneyEvent.id.desc()).limit(1)).one()


def shown(preview) -> set[tuple[str, dt.date, dt.date]]:
    return {(move.title, move.before, move.after) for move in preview.moves}


def moved(session, journey, before) -> set[tuple[str, dt.date, dt.date]]:
    return {
        (step.title, before[code], step.due_on)
        for code, step in steps_of(session, journey.id).items()
        if step.due_on != before[code]
    }


@pytest.mark.parametrize("days", [5, -3])
def test_a_shift_does_what_its_preview_said(running, days) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    preview = previews.after_shift(session, journey, days)
    assert dates(session, journey) == before, "a preview changes nothing"
    planning.shift(session, manager, journey, days=days, reason="Retour plus tard")
    assert moved(session, journey, before) == shown(preview) != set()


def test_what_is_done_does_not_move(running) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    planning.shift(session, manager, journey, days=10, reason="Retour")
    for code, step in steps_of(session, journey.id).items():
        assert (step.due_on == before[code]) == (step.state is StepState.DONE)


def test_a_shift_there_and_back_is_nothing(running) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    planning.shift(session, manager, journey, days=7, reason="Oui")
    planning.shift(session, manager, journey, days=-7, reason="Non")
    assert dates(session, journey) == before


def test_an_absence_does_what_its_preview_said(running) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    first, last = dt.date(2026, 12, 21), dt.date(2027, 1, 2)
    preview = previews.after_absence(session, journey, first, last)
    planning.add_absence(
        session, manager, journey, kind="conge", first=first, last=last, reason="Congés"
    )
    assert moved(session, journey, before) == shown(preview) != set()
    event = last_event(session, journey)
    assert (event.actor_id, event.comment) == (manager.id, "Congés")
    assert {(m["before"], m["after"]) for m in event.details["moves"]} == {
        (b.isoformat(), a.isoformat()) for _, b, a in shown(preview)
    }


def test_a_pause_moves_the_dates_when_it_ends(running) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    planning.pause(session, manager, journey, first=TODAY, reason="Arrêt")
    assert dates(session, journey) == before
    with pytest.raises(PausedError):
        planning.shift(session, manager, journey, days=1, reason="Non")
    back_on = dt.date(2026, 12, 7)
    preview = previews.after_resume(session, journey, back_on)
    planning.resume(session, manager, journey, back_on=back_on, reason="Retour")
    assert moved(session, journey, before) == shown(preview) != set()
    assert journey.state is JourneyState.ACTIVE
    assert last_event(session, journey).comment == "Retour"


def test_a_pause_taken_back_at_once_never_was(running) -> None:
    session, manager, journey = running
    before = dates(session, journey)
    planning.pause(session, manager, journey, first=TODAY, reason="Erreur")
    planning.resume(session, manager, journey, back_on=TODAY, reason="Erreur")
    assert dates(session, journey) == before
    assert not session.scalars(select(JourneyAbsence)).all()


def test_a_pause_cannot_end_before_it_starts(running) -> None:
    session, manager, journey = running
    planning.pause(session, manager, journey, first=TODAY, reason="Arrêt")
    with pytest.raises(RuleError, match="précède"):
        previews.after_resume(session, journey, TODAY - dt.timedelta(1))


def test_a_date_set_by_hand_is_worked_and_stays(running) -> None:
    session, manager, journey = running
    step = next(s for s in steps_of(session, journey.id).values() if s.state is StepState.TODO)
    saturday, monday = dt.date(2026, 12, 26), dt.date(2026, 12, 28)
    with pytest.raises(RuleError, match="n’est pas travaillé"):
        planning.move_step(session, manager, journey, step, to=saturday, reason="Non")
    planning.move_step(session, manager, journey, step, to=monday, reason="Oui")
    preview = previews.after_absence(session, journey, monday, monday)
    assert any(step.title in note for note in preview.notes), "it falls on a day away: say so"
    planning.add_absence(
        session, manager, journey, kind="conge", first=monday, last=monday, reason="Congé"
    )
    assert step.due_on == monday


def test_a_done_step_keeps_its_date(running) -> None:
    session, manager, journey = running
    done = next(s for s in steps_of(session, journey.id).values() if s.state is StepState.DONE)
    with pytest.raises(ConflictError):
        planning.move_step(session, manager, journey, done, to=TODAY, reason="Non")

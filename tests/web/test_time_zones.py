"""Days and hours are those of the establishment, wherever the server is."""

import datetime as dt

import pytest

from integration_portal.core import clock
from integration_portal.establishments.models import Establishment
from integration_portal.journeys.models import Step
from tests.support.html import words

EVENING = dt.datetime(2026, 11, 24, 21, 30, tzinfo=dt.UTC)  # the 25th, 1.30 in Saint-Denis


@pytest.fixture
def far(db, world) -> str:
    """Our hospital moves to La Réunion; the address of a step due on the 24th."""
    with db.writing() as session:
        place = session.get_one(Establishment, world.ours.establishment_id)
        place.time_zone, place.zone = "Indian/Reunion", "reunion"
        session.get_one(Step, world.ours.step_id).due_on = dt.date(2026, 11, 24)
    return f"/etapes/{world.ours.step_id}"


def badge(page) -> str:
    """What the badge beside the title says."""
    return words(next(one for one in page.iter("p") if one.get("class") == "cluster"))


@pytest.mark.parametrize("who", ["recruit", "tutor", "manager"])
def test_a_step_is_late_when_the_day_is_over_there(enter, world, far, who) -> None:
    """On the 24th in Paris, on the 25th in Saint-Denis: one day late for everybody."""
    person = getattr(world.ours, who)
    with clock.frozen(EVENING):
        assert badge(enter(person).page(far)).startswith("En retard")
    with clock.frozen(EVENING - dt.timedelta(hours=2)):
        assert badge(enter(person).page(far)).startswith("À faire")


def test_what_was_written_bears_the_hour_of_the_place(enter, world, far) -> None:
    client = enter(world.ours.recruit)
    client.send(f"{far}/mot", {"text": "Un mot."})
    assert "mardi 24 novembre 2026 à 12 h 05" in words(client.page(far))


def test_a_receipt_bears_the_hour_of_the_place_and_the_universal_one(enter, world, far) -> None:
    page = words(enter(world.ours.recruit).page(f"/signatures/{world.ours.entry_id}"))
    assert "mardi 24 novembre 2026 à 12 h 05" in page
    assert "2026-11-24T08:05:00.000000Z" in page
    asked = words(enter(world.ours.tutor).page(f"/a-valider/{world.ours.request_id}"))
    assert "mardi 24 novembre 2026 à 12 h 05" in asked


def test_the_home_counts_the_days_of_the_place(enter, world, far) -> None:
    with clock.frozen(EVENING):
        there = words(enter(world.ours.recruit).page("/parcours"))
    here = words(enter(world.ours.recruit).page("/parcours"))
    assert "Jour 16 ·" in here
    assert "Jour 17 ·" in there

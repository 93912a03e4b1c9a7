"""What the decisions read back, on both databases."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from integration_portal.core.errors import NotFoundError
from integration_portal.fiches import decisions, history
from integration_portal.fiches.actions.approvals import Read, read_by_peer, validate
from integration_portal.fiches.actions.lapses import announce_reviews
from integration_portal.fiches.commands import fiches
from integration_portal.fiches.effective import find_effective, list_effective
from integration_portal.fiches.models import Decision, FicheApproval
from integration_portal.fiches.places import Place
from integration_portal.notifications.models import Notification
from tests.support.databases import SECRET
from tests.support.factories import actor_of

SLUG = "avc-ait"
TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def place(world) -> Place:
    return Place(world.ours.establishment_id, world.ours.unit_id)


def _decide(database, world, place) -> None:
    with database.writing() as session:
        read = Read(SLUG, place, find_effective(session, SLUG, place).text_hash)
        read_by_peer(session, actor_of(session, world.ours.tutor.id), read)
        validate(
            session, actor_of(session, world.ours.doctor.id), read,
            next_review_on=TODAY + dt.timedelta(days=30), sources_checked=False,
        )  # fmt: skip


def test_a_life_is_read_back_as_it_was_decided(database, world, place) -> None:
    _decide(database, world, place)
    with database.reading() as session:
        lives = decisions.list_lives(session, place, list_effective(session, place), TODAY)
        moments = history.list_moments(session, place, SLUG)
        doctors = decisions.list_doctors(session, place)
        elsewhere = Place(world.theirs.establishment_id, world.theirs.unit_id)
        theirs = decisions.list_lives(session, elsewhere, list_effective(session, place), TODAY)
    assert [slug for slug, life in lives.items() if life.validated] == [SLUG]
    assert [one.signer for one in lives[SLUG].peers] == ["Tutor Alpha"]
    assert lives[SLUG].review_near(TODAY)
    assert {moment.code[0] for moment in moments} == {"v", "d"}
    assert [name for name, _, _ in doctors] == ["Doctor Alpha"]
    assert not [life for life in theirs.values() if life.validated]


def test_a_signed_text_is_for_its_own_hospital(database, world, place) -> None:
    _decide(database, world, place)
    with database.reading() as session:
        query = select(FicheApproval).where(FicheApproval.decision == Decision.DOCTOR)
        act = session.scalars(query).one()
        ours = actor_of(session, world.ours.recruit.id)
        assert decisions.get_signed_text(session, ours, act.id) == act.payload
        for stranger in (world.theirs.doctor, world.ours.neighbour_doctor):
            with pytest.raises(NotFoundError):
                decisions.get_signed_text(session, actor_of(session, stranger.id), act.id)


def test_the_doctors_hear_of_a_reading_and_of_a_near_review_once(database, world, place) -> None:
    _decide(database, world, place)
    for _ in range(2):
        with database.writing() as session:
            announce_reviews(session, TODAY)
    with database.reading() as session:
        query = select(Notification).where(Notification.user_id == world.ours.doctor.id)
        told = [one for one in session.scalars(query) if "fiche" in one.text]
    assert sorted(one.text.split(" la fiche ")[0].split(" ")[0] for one in told) == ["La", "Tutor"]
    assert {one.path for one in told} == {f"/fiches/{SLUG}/validation?lieu={place.code}"}


def test_the_command_counts_place_by_place(database, world, place, tmp_path) -> None:
    _decide(database, world, place)
    url = database.factory.kw["bind"].url.render_as_string(hide_password=False)
    env = {"PORTAL_DATA_DIR": str(tmp_path), "DATABASE_URL": url, "PORTAL_SECRET_KEY": SECRET}
    result = CliRunner(env=env).invoke(fiches, ["status", "--json"])
    assert result.exit_code == 0, result.output
    rows = {row["code"]: row for row in json.loads(result.output)}
    assert rows[place.code]["counts"]["validee"] == 1
    assert rows[place.code]["fiches"][0]["slug"] == SLUG
    assert rows[place.whole.code]["counts"]["validee"] == 0
    spoken = CliRunner(env=env).invoke(fiches, ["status"])
    assert "Hôpital Alpha, Cardiologie Alpha : 1\u00a0validée," in spoken.output

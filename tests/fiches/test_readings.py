"""Who read which fiche, and who reads it again when its alerts change."""

import pytest
from sqlalchemy import func, select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts import personal_data
from integration_portal.accounts.models import User
from integration_portal.core.permissions import Role
from integration_portal.fiches.actions import layers, readings
from integration_portal.fiches.effective import Place, get_effective
from integration_portal.fiches.errors import ChangedWhileReadingError
from integration_portal.fiches.models import FicheReading, RereadTask
from tests.support.factories import actor_of, make_user

from .reading_support import SLUG, notices_of, publish_alert, publish_body, read, tasks_of


@pytest.fixture
def here(world) -> Place:
    return Place(world.ours.establishment_id, world.ours.unit_id)


@pytest.fixture
def there(world) -> Place:
    return Place(world.theirs.establishment_id, world.theirs.unit_id)


def test_a_reading_keeps_the_text_and_the_alerts(database, world, here) -> None:
    with database.writing() as session:
        reading = read(session, world.ours.recruit, here)
        actor = actor_of(session, world.ours.recruit.id)
        text = get_effective(session, actor, SLUG, here)
        assert (reading.text_hash, reading.alerts_hash) == (text.text_hash, text.alerts_hash)
        assert (reading.establishment_id, reading.unit_id) == (here.establishment_id, here.unit_id)


def test_the_same_text_twice_is_one_reading(database, world, here) -> None:
    with database.writing() as session:
        first = read(session, world.ours.recruit, here)
        assert read(session, world.ours.recruit, here).id == first.id


def test_a_text_that_moved_while_she_read_is_not_attested(database, world, here) -> None:
    with database.writing() as session:
        actor = actor_of(session, world.ours.recruit.id)
        shown = get_effective(session, actor, SLUG, here).text_hash
        publish_body(session, "Un autre résumé.")
        with pytest.raises(ChangedWhileReadingError):
            readings.record(session, actor, slug=SLUG, place=here, shown=shown)
        assert session.scalar(select(func.count()).select_from(FicheReading)) == 0


def test_one_word_of_an_alert_asks_her_to_read_again_once(database, world, here) -> None:
    recruit = world.ours.recruit
    with database.writing() as session:
        read(session, recruit, here)
        for words in ("Un premier mot changé", "Un deuxième", "Un troisième"):
            publish_alert(session, words)
        (task,) = tasks_of(session, recruit)
        actor = actor_of(session, recruit.id)
        assert task.current_hash == get_effective(session, actor, SLUG, here).alerts_hash
        assert task.done_at is None
        (notice,) = notices_of(session, recruit)
        assert "AVC" in notice


def test_reading_again_closes_it(database, world, here) -> None:
    recruit = world.ours.recruit
    with database.writing() as session:
        read(session, recruit, here)
        publish_alert(session, "Un mot changé")
        read(session, recruit, here)
        (task,) = tasks_of(session, recruit)
        assert task.done_at is not None
        publish_alert(session, "Encore un autre")
        assert [one.done_at is None for one in tasks_of(session, recruit)] == [False, True]


def test_an_alert_that_comes_back_as_she_read_it_asks_nothing(database, world, here) -> None:
    recruit = world.ours.recruit
    with database.writing() as session:
        read(session, recruit, here)
        publish_alert(session, "Un mot changé")
        publish_alert(session, "")
        (task,) = tasks_of(session, recruit)
        assert task.done_at is not None


def test_what_is_no_alert_asks_nothing(database, world, here) -> None:
    with database.writing() as session:
        read(session, world.ours.recruit, here)
        publish_body(session, "Un autre résumé.")
        assert tasks_of(session, world.ours.recruit) == []


def _correct_alert(session, editor_id: int, place: Place, words: str) -> None:
    actor = actor_of(session, editor_id)
    text = get_effective(session, actor, SLUG, None)
    correction = {
        "chemin": ["alertes", 0, "geste"],
        "avant": text.payload["alertes"][0]["geste"],
        "apres": words,
    }
    layers.save_layer(
        session, actor, place=place, slug=SLUG, patch={"corrections": [correction]},
        base_version=text.text_hash, expected=0,
    )  # fmt: skip


def test_a_local_correction_asks_its_own_readers_only(database, world, here, there) -> None:
    """Another establishment is untouched, and so is another unit."""
    ours, theirs = world.ours, world.theirs
    neighbour = Place(ours.establishment_id, ours.neighbour_unit_id)
    with database.writing() as session:
        read(session, ours.recruit, here)
        read(session, ours.neighbour_recruit, neighbour)
        read(session, theirs.recruit, there)
        _correct_alert(session, ours.editor.id, here, "Appelez le 15 depuis le poste rouge.")
        assert len(tasks_of(session, ours.recruit)) == 1
        assert tasks_of(session, ours.neighbour_recruit) == []
        assert tasks_of(session, theirs.recruit) == []


def test_a_shipped_change_reaches_every_place(database, world, here, there) -> None:
    with database.writing() as session:
        for person, place in ((world.ours.recruit, here), (world.theirs.recruit, there)):
            read(session, person, place)
        publish_alert(session, "Un mot changé")
        for person in (world.ours.recruit, world.theirs.recruit):
            assert len(tasks_of(session, person)) == 1


def test_thousands_of_readers_cost_no_more_statements(db, world, here, queries) -> None:
    def change(words: str) -> list[str]:
        with db.writing() as session, queries() as seen:
            publish_alert(session, words)
        return [one for one in seen if not one.startswith(("SAVEPOINT", "RELEASE"))]

    with db.writing() as session:
        read(session, world.ours.recruit, here)
    few = change("Un")
    with db.writing() as session:
        _many_readers(session, here, 200)
    many = change("Deux")
    assert len(many) <= len(few) + 1
    with db.reading() as session:
        assert session.scalar(select(func.count()).select_from(RereadTask)) == 201


def _many_readers(session, place: Place, count: int) -> None:
    model = session.scalars(select(FicheReading)).one()
    columns = FicheReading.__table__.columns.keys()
    values = {name: getattr(model, name) for name in columns if name not in {"id", "user_id"}}
    for number in range(count):
        user = make_user(session, f"Lectrice {number}", "Alpha")
        accounts.grant_role(
            session, None, user, Role.RECRUIT,
            establishment_id=place.establishment_id, unit_id=place.unit_id,
        )  # fmt: skip
        session.add(FicheReading(user_id=user.id, **values))
    session.flush()


def test_nobody_gone_is_asked(database, world, here) -> None:
    with database.writing() as session:
        read(session, world.ours.recruit, here)
        session.get_one(User, world.ours.recruit.id).is_active = False
        session.flush()
        publish_alert(session, "Un mot changé")
        assert tasks_of(session, world.ours.recruit) == []


def test_her_readings_leave_with_her(database, world, here) -> None:
    with database.writing() as session:
        read(session, world.ours.recruit, here)
        publish_alert(session, "Un mot changé")
        personal_data.anonymise(session, None, session.get_one(User, world.ours.recruit.id))
        assert tasks_of(session, world.ours.recruit) == []
        assert session.scalar(select(func.count()).select_from(FicheReading)) == 0


def test_a_local_fiche_taken_away_is_read_again_by_nobody(database, world, here) -> None:
    """Its task would lead nowhere."""
    with database.writing() as session:
        editor = actor_of(session, world.ours.editor.id)
        fiche = dict(get_effective(session, editor, SLUG, None).payload)
        layer = layers.save_layer(
            session, editor, place=here, slug="fiche-d-ici", patch={"fiche": fiche},
            base_version=None, expected=0,
        )  # fmt: skip
        read(session, world.ours.recruit, here, slug="fiche-d-ici")
        changed = {**fiche, "alertes": fiche["alertes"][1:]}
        layers.save_layer(
            session, editor, place=here, slug="fiche-d-ici", patch={"fiche": changed},
            base_version=None, expected=layer.revision,
        )  # fmt: skip
        assert [one.done_at for one in tasks_of(session, world.ours.recruit)] == [None]
        layers.delete_layer(
            session, editor, place=here, slug="fiche-d-ici", expected=layer.revision
        )
        (task,) = tasks_of(session, world.ours.recruit)
        assert task.done_at is not None

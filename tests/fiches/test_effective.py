"""What each place reads: its own layers and nobody else's, at a constant price."""

import pytest
from sqlalchemy import select

from integration_portal.content.models import ContentVersion
from integration_portal.core import clock
from integration_portal.core.errors import NotFoundError
from integration_portal.fiches.effective import Place, get_effective, list_effective, place_of
from integration_portal.fiches.local import digest
from integration_portal.fiches.models import LocalLayer
from tests.support.databases import statements_of
from tests.support.factories import actor_of

from .shipped import entries

SLUG = "avc-ait"
NOTE = {"ajouts": {"note": "Appelez la ligne rouge."}}


def _layer(session, place, person, patch, *, slug=SLUG, unit=True) -> None:
    session.add(LocalLayer(
        establishment_id=place.establishment_id, unit_id=place.unit_id if unit else None, slug=slug,
        base_version=None, patch=patch, revision=1, saved_at=clock.now(), saved_by_id=person.id,
    ))  # fmt: skip
    session.flush()


@pytest.fixture
def recruit(session, world):
    return actor_of(session, world.ours.recruit.id)


def test_without_a_layer_the_text_is_the_shipped_version(session, world, recruit) -> None:
    place = place_of(session, recruit)
    assert place == Place(world.ours.establishment_id, world.ours.unit_id)
    current = select(ContentVersion).where(
        ContentVersion.kind == "fiche", ContentVersion.is_current
    )
    shipped = {entry.slug: entry for entry in session.scalars(current)}
    listed = list_effective(session, place)
    assert {one.slug: one.text_hash for one in listed} == {
        slug: entry.version for slug, entry in shipped.items()
    }
    one = get_effective(session, recruit, SLUG, place)
    assert one.text_hash == one.base_version == shipped[SLUG].version
    assert one.alerts_hash == digest(shipped[SLUG].payload["alertes"])
    assert "local" not in one.payload


def test_the_unit_reads_the_establishment_s_and_its_own(session, world, recruit) -> None:
    editor = world.ours.editor
    _layer(session, world.ours, editor, {"ajouts": {"mots": ["patraque"]}}, unit=False)
    _layer(session, world.ours, editor, NOTE)
    one = get_effective(session, recruit, SLUG, place_of(session, recruit))
    assert one.payload["local"]["mots"] == ["patraque"]
    assert one.payload["local"]["notes"] == [{"texte": NOTE["ajouts"]["note"], "origine": "unite"}]
    assert [layer.unit_id for layer in one.layers] == [None, world.ours.unit_id]
    assert one.text_hash == digest(one.payload) != one.base_version
    whole = get_effective(session, recruit, SLUG, Place(world.ours.establishment_id))
    assert whole.payload["local"]["notes"] == []
    assert whole.alerts_hash == one.alerts_hash


def test_another_establishment_sees_nothing_of_it(session, world, recruit) -> None:
    _layer(session, world.theirs, world.theirs.editor, NOTE)
    _layer(session, world.theirs, world.theirs.editor, NOTE, unit=False)
    _layer(session, world.theirs, world.theirs.editor, {"fiche": entries()[0].payload},
           slug="local-essai", unit=False)  # fmt: skip
    mine = place_of(session, recruit)
    assert "local" not in get_effective(session, recruit, SLUG, mine).payload
    assert "local-essai" not in {one.slug for one in list_effective(session, mine)}
    theirs = Place(world.theirs.establishment_id, world.theirs.unit_id)
    for place in (theirs, theirs.whole):
        with pytest.raises(NotFoundError):
            get_effective(session, recruit, SLUG, place)
    with pytest.raises(NotFoundError):
        get_effective(session, recruit, "local-essai", mine)


def test_a_wholly_local_fiche_is_listed_and_read(session, world, recruit) -> None:
    _layer(session, world.ours, world.ours.editor, {"fiche": entries()[0].payload},
           slug="local-essai", unit=False)  # fmt: skip
    place = place_of(session, recruit)
    one = get_effective(session, recruit, "local-essai", place)
    assert one.base_version is None
    assert one.text_hash == digest(entries()[0].payload)
    assert "local-essai" in {found.slug for found in list_effective(session, place)}


def test_a_deleted_layer_leaves_the_shipped_text(session, world, recruit) -> None:
    _layer(session, world.ours, world.ours.editor, {})
    one = get_effective(session, recruit, SLUG, place_of(session, recruit))
    assert (one.text_hash, one.layers) == (one.base_version, ())


def test_a_place_out_of_reach_is_not_found(session, world, recruit) -> None:
    ours, theirs = world.ours, world.theirs
    assert place_of(session, recruit, f"e{ours.establishment_id}") == Place(ours.establishment_id)
    for asked in (f"e{theirs.establishment_id}", f"u{theirs.unit_id}",
                  f"u{ours.neighbour_unit_id}", "u999999", "x1", "u0", "é"):  # fmt: skip
        with pytest.raises(NotFoundError):
            place_of(session, recruit, asked)
    editor = actor_of(session, ours.editor.id)  # of the whole establishment
    neighbour = Place(ours.establishment_id, ours.neighbour_unit_id)
    assert place_of(session, editor, neighbour.code) == neighbour
    assert place_of(session, editor) == Place(ours.establishment_id)


def test_few_statements_whatever_the_number_of_layers(session, world, recruit) -> None:
    place = place_of(session, recruit)
    for entry in entries()[:12]:
        _layer(session, world.ours, world.ours.editor, NOTE, slug=entry.slug)
    list_effective(session, place)
    with statements_of(session.get_bind().engine) as seen:
        listed = list_effective(session, place)
        get_effective(session, recruit, SLUG, place)
    assert len(seen) == 3
    assert sum("local" in one.payload for one in listed) == 12

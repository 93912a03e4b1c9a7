"""Establishments, units and the people named for each kind of step."""

import pytest
from sqlalchemy import select

from integration_portal.accounts.models import User
from integration_portal.core.errors import RuleError
from integration_portal.establishments import actions, queries
from integration_portal.establishments.models import Establishment, Referent, StepRole, Unit
from tests.support.factories import actor_of
from tests.support.html import words


def place_path(place) -> str:
    return f"/etablissements/{place.establishment_id}"


def test_the_list_and_the_page_show_ours(enter, world) -> None:
    client = enter(world.ours.admin)
    assert "Hôpital Alpha" in words(client.page("/etablissements"))
    assert "Omega" not in words(client.page("/etablissements"))
    page = words(client.page(place_path(world.ours)))
    for expected in ("Ville-Alpha", "Métropole", "Paris", "GHT des tests", "Cardiologie Alpha",
                     "service informatique", "Contributor Alpha"):  # fmt: skip
        assert expected in page
    assert "Omega" not in page


def test_an_establishment_is_edited(enter, world, db) -> None:
    path = f"{place_path(world.ours)}/modifier"
    values = {
        "name": "CH de la Baie", "city": "", "zone": "reunion", "time_zone": "Indian/Reunion"
    }  # fmt: skip
    assert enter(world.ours.admin).submit(path, values).status_code == 302
    with db.reading() as session:
        place = session.get_one(Establishment, world.ours.establishment_id)
        assert (place.name, place.city, place.zone) == ("CH de la Baie", "", "reunion")
        assert place.time_zone == "Indian/Reunion"


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"name": "Hôpital Omega"}, "existe déjà"),
        ({"name": ""}, "Remplissez"),
        ({"zone": "lune"}, "choix"),
        ({"time_zone": "Europe/Berlin"}, "choix"),
    ],
)
def test_a_refused_edit_changes_nothing(enter, world, db, changes, fault) -> None:
    path = f"{place_path(world.ours)}/modifier"
    answer = enter(world.ours.admin).submit(path, {"city": "Caen", **changes})
    assert answer.status_code == 422
    assert fault in answer.text
    assert "Caen" in answer.text
    with db.reading() as session:
        assert session.get_one(Establishment, world.ours.establishment_id).name == "Hôpital Alpha"


def test_units_are_created_and_renamed(enter, world, db) -> None:
    client, page = enter(world.ours.admin), place_path(world.ours)
    values = {"name": "Dermatologie", "specialty": "dermatologie"}
    assert client.submit(page, values, action=f"{page}/unites").status_code == 302
    again = client.submit(page, values, action=f"{page}/unites")
    assert again.status_code == 422
    assert "existe déjà" in again.text
    path = f"/etablissements/unites/{world.ours.unit_id}"
    assert client.submit(path, {"name": "Cardiologie B"}).status_code == 302
    assert client.submit(path, {"name": "Dermatologie"}).status_code == 422
    with db.reading() as session:
        unit = session.get_one(Unit, world.ours.unit_id)
        assert (unit.name, unit.specialty) == ("Cardiologie B", "cardiologie")


def test_people_are_named_and_removed(enter, world, db) -> None:
    client, page = enter(world.ours.admin), place_path(world.ours)
    values = {
        "role": "referent-archives",
        "place": f"{world.ours.establishment_id}:{world.ours.unit_id}",
        "email": world.ours.editor.email.upper(),
    }
    assert client.submit(page, values, action=f"{page}/referents").status_code == 302
    with db.reading() as session:
        referent = session.scalars(
            select(Referent).where(Referent.role == StepRole.ARCHIVES_REFERENT)
        ).one()
        unit = session.get_one(Unit, world.ours.unit_id)
        assert queries.referents_of(session, unit)[StepRole.ARCHIVES_REFERENT] == referent.user_id
    path = f"{page}/referents/{referent.id}/retirer"
    assert client.submit(page, action=path).status_code == 302
    assert client.send(path).status_code == 404


@pytest.mark.parametrize("stranger", ["personne@exemple.test", "tutor.omega@exemple.test"])
def test_only_a_colleague_is_named(enter, world, stranger) -> None:
    page = place_path(world.ours)
    values = {"role": "dsi", "email": stranger, "place": f"{world.ours.establishment_id}:"}
    answer = enter(world.ours.admin).submit(page, values, action=f"{page}/referents")
    assert answer.status_code == 422
    assert "invitez-la d’abord" in answer.text


def test_a_referent_of_another_hospital_is_not_removed_from_ours(enter, world, db) -> None:
    with db.reading() as session:
        theirs = session.scalars(
            select(Referent.id).where(Referent.establishment_id == world.theirs.establishment_id)
        ).first()
    path = f"{place_path(world.ours)}/referents/{theirs}/retirer"
    assert enter(world.ours.admin).send(path).status_code == 404


def test_hr_does_not_edit_places(enter, world) -> None:
    client = enter(world.ours.hr)
    for path in ("/etablissements", place_path(world.ours), "/journal"):
        assert client.get(path).status_code == 403


def test_a_closed_account_is_nobody_s_referent(database, world) -> None:
    with database.writing() as session:
        unit = session.get_one(Unit, world.ours.unit_id)
        assert queries.referents_of(session, unit)[StepRole.IT] == world.ours.contributor.id
        session.get_one(User, world.ours.contributor.id).is_active = False
        session.flush()
        assert StepRole.IT not in queries.referents_of(session, unit)


def test_two_establishments_never_share_a_name(database, world) -> None:
    with database.writing() as session:
        place = session.get_one(Establishment, world.ours.establishment_id)
        with pytest.raises(RuleError):
            actions.update_establishment(
                session, actor_of(session, world.ours.admin.id), place, name="Hôpital Omega",
                city="", zone="metropole", time_zone="Europe/Paris",
            )  # fmt: skip

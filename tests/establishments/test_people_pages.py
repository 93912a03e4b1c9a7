"""The list, an invitation, a person's page: as HR and the administration meet them."""

import re

import pytest
from sqlalchemy import select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import RoleGrant, User
from integration_portal.core.outbox import OutboxMail
from integration_portal.core.permissions import Role
from tests.support.html import words

MANAGERS = ["hr", "admin"]


def rows(page) -> list[str]:
    return [words(row) for row in page.findall(".//tbody/tr")]


def names_in(page) -> set[str]:
    return {words(row.find("th/a")) for row in page.findall(".//tbody/tr")}


def person_path(person) -> str:
    return f"/personnes/{person.id}"


@pytest.mark.parametrize("who", MANAGERS)
def test_the_list_holds_our_people_and_no_other(enter, world, who) -> None:
    page = enter(world.ours.people[who]).page("/personnes")
    assert len(rows(page)) == len(world.ours.people)
    assert "Omega" not in words(page)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=tutor", {"Tutor Alpha", "Tutor Neighbour Alpha"}),
        ("q=TUTOR+neighbour", {"Tutor Neighbour Alpha"}),
        ("q=hr.alpha@", {"Hr Alpha"}),
        ("role=doctor", {"Doctor Alpha", "Doctor Neighbour Alpha"}),
        ("q=%25", set()),
        ("q=Omega", set()),
        ("etat=ferme", set()),
        ("q=%27%3B+DROP+TABLE+users", set()),
    ],
)
def test_the_filters_of_the_address(enter, world, asked, found) -> None:
    page = enter(world.ours.hr).page(f"/personnes?{asked}")
    assert names_in(page) == found


def test_accents_and_case_do_not_matter(database, world) -> None:
    from integration_portal.establishments.queries.people import PeopleFilter, count_people
    from tests.support.factories import actor_of

    with database.writing() as session:
        person = session.get_one(User, world.ours.tutor.id)
        person.given_name, person.family_name = "Élodie", "Çelik-Noël"
        session.flush()
        hr = actor_of(session, world.ours.hr.id)
        for typed in ("elodie celik", "ÉLODIE", "noel", "çelik"):
            assert count_people(session, hr, PeopleFilter(words=typed)) == 1, typed


def test_unknown_filters_are_ignored(enter, world) -> None:
    client = enter(world.ours.hr)
    for asked in ("role=roi", "etablissement=zz", "etablissement=99999999999999999999",
                  f"etablissement={world.theirs.establishment_id}", "page=x", "etat=?"):  # fmt: skip
        assert rows(client.page(f"/personnes?{asked}"))


def test_fifty_a_page_with_the_same_number_of_queries(enter, world, db, queries) -> None:
    client = enter(world.ours.hr)
    with queries() as few:
        client.get("/personnes")
    with db.writing() as session:
        for number in range(60):
            user = accounts.create_user(
                session, None, email=f"p{number}@exemple.test", given_name="Pia",
                family_name=f"Zorn{number:02}", quality="",
            )  # fmt: skip
            accounts.grant_role(
                session, None, user, Role.RECRUIT, establishment_id=world.ours.establishment_id
            )
    with queries() as many:
        page = client.page("/personnes")
    assert len(many) == len(few)
    assert len(rows(page)) == 50
    second = client.page("/personnes?page=2&q=zorn")
    assert len(rows(second)) == 10
    assert "Page 2 sur 2" in words(second)


def test_an_invitation_from_the_form(enter, world, db) -> None:
    client = enter(world.ours.hr)
    answer = client.submit(
        "/personnes/inviter",
        {
            "given_name": "Nina", "family_name": "Roche", "quality": "Secrétaire médicale",
            "email": "Nina.Roche@exemple.test", "role": "recruit",
            "place": f"{world.ours.establishment_id}:{world.ours.unit_id}",
        },
        follow_redirects=True,
    )  # fmt: skip
    assert "Invitation envoyée à nina.roche@exemple.test" in answer.text
    assert "invitation envoyée, mot de passe à choisir" in answer.text
    with db.reading() as session:
        mail = session.scalars(
            select(OutboxMail).where(OutboxMail.recipient == "nina.roche@exemple.test")
        ).one()
        assert re.search(r"http://localhost/invitation/\S{20,}", mail.body)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"email": "sans arobase"}, "adresse complète"),
        ({"email": "a@b.fr\nBcc: tous@b.fr"}, "adresse complète"),
        ({"email": "tutor.alpha@exemple.test"}, "existe déjà"),
        ({"given_name": ""}, "Remplissez"),
        ({"family_name": "x" * 81}, "80 caractères"),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(enter, world, changes, fault) -> None:
    values = {
        "given_name": "Nina", "family_name": "Roche", "quality": "Aide-soignante reconvertie",
        "email": "nina@exemple.test", "role": "recruit", "place": f"{world.ours.establishment_id}:",
    }  # fmt: skip
    answer = enter(world.ours.hr).submit("/personnes/inviter", {**values, **changes})
    assert answer.status_code == 422
    assert fault in answer.text
    assert "Aide-soignante reconvertie" in answer.text


def test_hr_is_not_offered_the_roles_of_the_administration(enter, world) -> None:
    def offered(person) -> set[str]:
        page = enter(person).page("/personnes/inviter")
        return {one.get("value") for one in page.findall(".//select[@id='role']//option")}

    assert not {"admin", "hr"} & offered(world.ours.hr)
    assert {"admin", "hr"} <= offered(world.ours.admin)


def test_a_forged_role_or_place_is_refused(enter, world, db) -> None:
    client = enter(world.ours.hr)
    path = f"{person_path(world.ours.tutor)}/roles"
    with db.reading() as session:
        before = session.query(RoleGrant).count()
    for forged in (
        {"role": "admin", "place": f"{world.ours.establishment_id}:"},
        {"role": "tutor", "place": f"{world.theirs.establishment_id}:"},
        {"role": "tutor", "place": f"{world.ours.establishment_id}:{world.theirs.unit_id}"},
        {"role": "tutor", "place": "x"},
    ):
        assert client.send(path, forged).status_code == 422
    with db.reading() as session:
        assert session.query(RoleGrant).count() == before


def test_a_role_is_given_then_taken(enter, world, db) -> None:
    client, page = enter(world.ours.hr), person_path(world.ours.tutor)
    place = f"{world.ours.establishment_id}:"
    client.submit(page, {"role": "editor", "place": place}, action=f"{page}/roles")
    assert "rédaction des contenus" in words(client.page(page))
    with db.reading() as session:
        grant = session.scalars(
            select(RoleGrant).where(
                RoleGrant.user_id == world.ours.tutor.id, RoleGrant.role == Role.EDITOR
            )
        ).one()
    path = f"{page}/roles/{grant.id}/retirer"
    answer = client.submit(page, action=path, follow_redirects=True)
    assert "retiré à Tutor Alpha" in answer.text
    assert client.send(path).status_code == 404, "it is gone"


def test_a_grant_of_somebody_else_is_not_taken_under_her_name(enter, world, db) -> None:
    with db.reading() as session:
        grant = session.scalars(
            select(RoleGrant.id).where(RoleGrant.user_id == world.ours.manager.id)
        ).first()
    path = f"{person_path(world.ours.tutor)}/roles/{grant}/retirer"
    assert enter(world.ours.hr).send(path).status_code == 404


def test_her_own_page_offers_no_act(enter, world) -> None:
    page = enter(world.ours.hr).page(person_path(world.ours.hr))
    assert not page.findall(".//main//form")
    assert "C’est votre compte" in words(page)


def test_closing_and_reopening_an_account(enter, world) -> None:
    client, page = enter(world.ours.hr), person_path(world.ours.tutor)
    victim = enter(world.ours.tutor)
    client.submit(page, action=f"{page}/desactiver")
    assert victim.get("/compte").status_code == 401
    assert "désactivé" in words(client.page("/personnes?etat=ferme"))
    client.submit(page, action=f"{page}/reactiver")
    assert "Désactiver le compte" in words(client.page(page))


def test_correcting_a_name(enter, world, db) -> None:
    client, page = enter(world.ours.hr), person_path(world.ours.tutor)
    values = {"given_name": "Claire", "family_name": "Petit", "quality": "Secrétaire référente"}
    assert client.submit(page, values, action=f"{page}/identite").status_code == 302
    refused = client.submit(page, {**values, "family_name": " "}, action=f"{page}/identite")
    assert refused.status_code == 422
    with db.reading() as session:
        assert session.get_one(User, world.ours.tutor.id).name == "Claire Petit"


def test_a_refusal_of_the_house_is_a_sentence(enter, world, db) -> None:
    with db.reading() as session:
        grant = session.scalars(
            select(RoleGrant.id).where(RoleGrant.user_id == world.ours.tutor.id)
        ).one()
    path = f"{person_path(world.ours.tutor)}/roles/{grant}/retirer"
    answer = enter(world.ours.hr).send(path)
    assert answer.status_code == 409
    assert "dernier rôle" in answer.text


def test_erasing_asks_first_and_says_what_stays(enter, world, db) -> None:
    client, path = enter(world.ours.hr), f"{person_path(world.ours.tutor)}/effacer"
    page = words(client.page(path))
    assert "Ce qui est effacé" in page
    assert "Les textes signés" in page
    assert client.submit(path).status_code == 422
    with db.reading() as session:
        assert session.get_one(User, world.ours.tutor.id).anonymised_at is None
    answer = client.submit(path, {"understood": "y"}, follow_redirects=True)
    assert "sont effacées" in answer.text
    assert "Tutor Alpha" not in names_in(client.page("/personnes"))
    assert client.get(person_path(world.ours.tutor)).status_code == 404


def test_somebody_who_works_elsewhere_is_shown_as_such(enter, world, db) -> None:
    with db.writing() as session:
        accounts.grant_role(
            session, None, session.get_one(User, world.ours.tutor.id), Role.MANAGER,
            establishment_id=world.theirs.establishment_id,
        )  # fmt: skip
    client, page = enter(world.ours.admin), person_path(world.ours.tutor)
    shown = words(client.page(page))
    assert "travaille aussi ailleurs" in shown
    assert "Omega" not in shown
    assert "Désactiver" not in shown
    answer = client.send(f"{page}/desactiver")
    assert answer.status_code == 409
    assert "ailleurs" in answer.text
    assert client.page(f"{page}/effacer").findall(".//main//form") == []

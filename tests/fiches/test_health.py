"""What the fiches of a place ask of those who keep them, at a constant price."""

import datetime as dt

import pytest

from integration_portal.core import clock
from integration_portal.core.permissions import Role
from integration_portal.fiches.actions.approvals import Read, read_by_peer, validate, withdraw
from integration_portal.fiches.actions.layers import save_layer
from integration_portal.fiches.effective import find_effective
from integration_portal.fiches.places import Place
from integration_portal.fiches.sourcing import unread_alerts
from tests.support.client import shown
from tests.support.factories import actor_of
from tests.support.html import words

PAGE = "/sante-des-contenus"
KEEPERS = {Role.DOCTOR, Role.MANAGER, Role.EDITOR}
HEART = ("fibrillation-atriale", "hypertension-arterielle", "suivi-coronarien")
YEAR = dt.timedelta(days=365)


@pytest.fixture
def place(world) -> Place:
    return Place(world.ours.establishment_id, world.ours.unit_id)


def _read(session, place, slug) -> Read:
    return Read(slug, place, find_effective(session, slug, place).text_hash)


def _validate(session, world, place, slug, today) -> None:
    payload = find_effective(session, slug, place).payload
    validate(
        session, actor_of(session, world.ours.doctor.id), _read(session, place, slug),
        next_review_on=today + YEAR, sources_checked=bool(unread_alerts(payload)),
    )  # fmt: skip


def _section(root, code) -> str:
    found = [n for n in root.iter("section") if n.get("aria-labelledby") == code]
    return words(found[0])


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_the_page_is_for_those_who_keep_the_texts(enter, world, role) -> None:
    status = enter(world.ours.people[role.value]).get(PAGE).status_code
    assert status == (200 if role in KEEPERS else 403)


def test_each_fiche_is_where_it_belongs(enter, world, db, place) -> None:
    holds, near, changed = HEART
    with db.writing() as session:
        for slug, days in ((holds, 10), (near, 330), (changed, 20)):
            day = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC) - dt.timedelta(days=days)
            with clock.frozen(day):
                _validate(session, world, place, slug, day.date())
        editor = actor_of(session, world.ours.editor.id)
        save_layer(
            session, editor, place=place, slug=changed, patch={"ajouts": {"note": "Poste 12."}},
            base_version=find_effective(session, changed, place).base_version, expected=0,
        )  # fmt: skip
        read_by_peer(
            session, actor_of(session, world.ours.tutor.id), _read(session, place, "avc-ait")
        )
        withdraw(session, editor, _read(session, place, "asthme"), reason="Numéro faux.")
    root = enter(world.ours.doctor).page(PAGE)
    assert "Hypertension" in _section(root, "bientot")
    assert "Suivi coronarien" in _section(root, "caduques")
    assert "à valider par Dr Doctor Alpha" in _section(root, "caduques")
    assert "AVC" in _section(root, "relues")
    assert "Asthme" in _section(root, "retirees")
    assert "Asthme" not in _section(root, "brouillons")
    assert words(root.find(".//main")).count("2 fiches validées sur") == 1


def test_the_fiches_of_the_wards_specialty_come_first(enter, world) -> None:
    root = enter(world.ours.doctor).page(PAGE)
    assert _section(root, "brouillons").split(" · ")[0].endswith("Cardiologie")
    root = enter(world.ours.neighbour_doctor).page(PAGE)
    assert _section(root, "brouillons").split(" · ")[0].endswith("Neurologie")


def test_a_long_list_is_cut_and_opens_whole(enter, world) -> None:
    client = enter(world.ours.doctor)
    root = client.page(PAGE)
    section = next(n for n in root.iter("section") if n.get("aria-labelledby") == "brouillons")
    assert len(section.findall("ul/li")) == 10
    link = next(n.get("href") for n in section.iter("a") if words(n).startswith("Voir les"))
    section = next(
        n for n in client.page(link).iter("section") if n.get("aria-labelledby") == "brouillons"
    )
    assert len(section.findall("ul/li")) > 100


def test_another_place_is_out_of_reach(enter, world) -> None:
    client = enter(world.ours.doctor)
    for code in (f"u{world.ours.neighbour_unit_id}", f"u{world.theirs.unit_id}",
                 f"e{world.theirs.establishment_id}", "x1", "u0"):  # fmt: skip
        assert client.get(f"{PAGE}?lieu={code}").status_code == 404


def test_the_price_is_the_same_whatever_was_decided(enter, world, db, place, queries) -> None:
    client = enter(world.ours.doctor)
    client.get(PAGE)
    with queries() as few:
        client.get(PAGE)
    with db.writing() as session:
        for slug in HEART:
            _validate(session, world, place, slug, dt.date(2026, 11, 24))
    with queries() as many:
        answer = client.get(PAGE)
    assert "3 fiches validées" in shown(answer)
    assert len(many) == len(few)
    assert len([one for one in few if not one.startswith(("BEGIN", "PRAGMA"))]) <= 14


def test_who_writes_goes_on_to_the_searches_and_the_questions_reported(enter, world) -> None:
    doors = {"/recherche/manques", "/modules/questions/signalements"}

    def found(person) -> set[str]:
        return {link.get("href") for link in enter(person).page(PAGE).iter("a")} & doors

    assert found(world.ours.editor) == doors
    assert found(world.ours.doctor) == set(), "she keeps the fiches, and writes none"

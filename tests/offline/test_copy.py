"""The copy of fiches for a desk: what it holds, whom it never names, and how it is asked for."""

import json
import re

import pytest

from integration_portal.content import actions as content
from tests.fiches.layering import NUMBER, PAGE, SLUG, save
from tests.support.content import shipped_library
from tests.support.factories import OUR_MARK, PASSWORD, THEIR_MARK

COPY = "/hors-ligne/fiches.json"
MOST_BYTES = 1_500_000


@pytest.fixture
def copy_for(enter):
    def read(person):
        client = enter(person)
        response = client.get(COPY)
        assert response.status_code == 200
        return response.json

    return read


def fiche(copy, slug=SLUG):
    return next(one for one in copy["fiches"] if one["slug"] == slug)


def test_it_holds_every_fiche_and_what_a_call_needs(copy_for, world) -> None:
    copy = copy_for(world.ours.recruit)
    assert len(copy["fiches"]) == 109
    one = fiche(copy)
    level, words, rows = one["alerts"][0]
    signs, act = rows[0]
    assert (level, words) == ("U0", "15 tout de suite")
    assert "Bouche ou visage de travers" in signs[0]
    assert "15" in act
    for part in ("urgency", "caller", "letter", "questions", "note", "steps", "summary"):
        assert one[part], part
    assert one["standing"]["label"] == "Brouillon"
    assert "AVC" in [letters for letters, *_ in one["short"]]
    assert "attaque" in one["names"]


def test_it_can_be_searched_and_stays_light(enter, world, db) -> None:
    with db.writing() as session:
        content.sync(session, shipped_library())
    response = enter(world.ours.recruit).get(COPY)
    assert len(response.data) <= MOST_BYTES
    copy = response.json
    assert "attaque" in fiche(copy)["said"]
    assert "crane" in copy["ideas"]["terms"]["tete"].split("|")
    assert any(low <= 392 <= high for _, low, high, _ in copy["ideas"]["figures"])
    assert "bonjour" in copy["stop"].split()


def test_it_names_neither_its_reader_nor_her_session(enter, world, doors) -> None:
    place = world.ours
    for person in (place.recruit, place.tutor, place.doctor, place.manager):
        client = enter(person)
        text = client.get(COPY).text
        cookie = client.get_cookie("portail")
        assert cookie is not None
        assert cookie.value not in text
        for word in (person.name, person.email, *person.name.split()):
            assert word == OUR_MARK or not re.search(rf"\b{re.escape(word)}\b", text), word


def test_two_people_of_one_place_get_the_same_copy(enter, world) -> None:
    place = world.ours
    copies = {enter(one).get(COPY).data for one in (place.recruit, place.peer)}
    assert len(copies) == 1


def test_a_validation_is_told_by_its_dates_without_who_signed(enter, world, copy_for) -> None:
    doctor = enter(world.ours.doctor)
    place = f"lieu=u{world.ours.unit_id}"
    signed = {"password": PASSWORD}
    doctor.submit(f"/fiches/{SLUG}/validation?{place}", signed, button="Valider et signer")
    copy = copy_for(world.ours.recruit)
    stands = fiche(copy)["standing"]
    assert stands["status"] == "validee"
    assert stands["words"].startswith("Validée ici par un médecin le 24\u00a0novembre 2026")
    assert stands["until"] > "2026-11-24"
    assert world.ours.doctor.name not in json.dumps(copy, ensure_ascii=False)


def test_of_a_withdrawn_fiche_only_the_signs_of_danger_are_left(enter, world, copy_for) -> None:
    doctor = enter(world.ours.doctor)
    page = f"/fiches/{SLUG}/validation?lieu=u{world.ours.unit_id}"
    doctor.submit(page, {"reason": "Le numéro est faux."}, button="Retirer")
    one = fiche(copy_for(world.ours.recruit))
    assert one["standing"]["status"] == "retiree"
    assert one["alerts"]
    assert "questions" not in one


def test_chez_nous_of_here_is_in_it_and_of_elsewhere_never(enter, world, copy_for) -> None:
    code = f"e{world.ours.establishment_id}"
    save(enter(world.ours.editor), f"{PAGE}?lieu={code}", NUMBER)
    ours, theirs = copy_for(world.ours.recruit), copy_for(world.theirs.recruit)
    assert fiche(ours)["here"]["numbers"] == [["Neurologue de garde", "4012", ""]]
    assert "here" in fiche(theirs)
    assert "4012" not in json.dumps(fiche(theirs))
    assert ours["place"] != theirs["place"]
    assert OUR_MARK in ours["name"]
    assert THEIR_MARK not in json.dumps(ours, ensure_ascii=False)


def test_an_unchanged_copy_is_not_sent_again(enter, world) -> None:
    client = enter(world.ours.recruit)
    first = client.get(COPY)
    again = client.get(COPY, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.data == b""
    save(enter(world.ours.editor), f"{PAGE}?lieu=e{world.ours.establishment_id}", NUMBER)
    changed = client.get(COPY, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_nothing_between_keeps_it(enter, client, world) -> None:
    """The worker writes its own store: no proxy nor browser cache has to."""
    assert enter(world.ours.recruit).get(COPY).headers["Cache-Control"] == "no-store"
    client.check_pages = False
    assert client.get(COPY).status_code == 401


def test_it_costs_few_statements(enter, world, queries) -> None:
    client = enter(world.ours.recruit)
    client.get(COPY)
    with queries() as seen:
        client.get(COPY)
    assert len([one for one in seen if one.startswith("SELECT")]) <= 9

"""What the holder, the signers and the managers see and press."""

import datetime as dt

import pytest
from sqlalchemy import select

from integration_portal.core import clock
from integration_portal.establishments.models import Unit
from integration_portal.passports import actions
from integration_portal.passports.models import Passport
from integration_portal.passports.wording import CHECKS, CONDITIONS
from integration_portal.signoffs.models import EntryKind, LedgerEntry
from tests.support.client import shown
from tests.support.factories import NOW, PASSWORD, actor_of
from tests.support.html import words
from tests.support.world import grow

TICKED = {f"check_{check.code}": "y" for check in CHECKS}


@pytest.fixture
def path(world) -> str:
    return f"/passeports/{world.ours.passport_id}"


@pytest.fixture
def card(world) -> str:
    return f"/unites/{world.ours.unit_id}/prise-de-poste"


@pytest.fixture
def passport(db, world):
    def read() -> Passport:
        with db.reading() as session:
            return session.get_one(Passport, world.ours.passport_id)

    return read


@pytest.fixture
def authorised(db):
    def count() -> int:
        with db.reading() as session:
            query = select(LedgerEntry.id).where(LedgerEntry.kind == EntryKind.AUTHORISED)
            return len(session.scalars(query).all())

    return count


def sentence(client, path: str, form: str = "signature") -> str:
    page = client.page(path)
    found = next(one for one in page.iter("form") if one.get("action") == f"{path}/{form}")
    return next(
        one.get("value", "") for one in found.iter("input") if "read" in one.get("name", "")
    )


def twice(client, path: str, values: dict[str, str]) -> str:
    """The words of the second answer."""
    first = client.send(path, values)
    assert first.status_code == 302, shown(first)
    second = client.send(path, values)
    assert second.status_code == 409, shown(second)
    return shown(second)


def test_a_passport_from_opening_to_signature(enter, world, path, passport, authorised) -> None:
    tutor = enter(world.ours.tutor)
    for condition in CONDITIONS:
        sent = tutor.submit(
            path, {"condition": condition.code, "on": "2026-11-20", "word": "Avec moi."},
            action=f"{path}/conditions",
        )  # fmt: skip
        assert sent.status_code == 302, shown(sent)
    page = words(tutor.page(path))
    assert "Tout est rempli" in page
    assert f"vendredi 20 novembre 2026, {world.ours.tutor.name}" in page
    read = sentence(tutor, path)
    assert " ".join(read.split()) in page
    assert tutor.submit(path, {"password": PASSWORD}, action=f"{path}/signature").status_code == 302
    assert (passport().granted_on, authorised()) == (passport().opened_at.date(), 1)
    recruit = enter(world.ours.recruit)
    page = words(recruit.page(path))
    assert " ".join(read.split()) in page
    assert "Habilitation valable jusqu’au" in page
    receipt = recruit.page(f"/signatures/{passport().entry_id}")
    assert " ".join(read.split()) in words(receipt)
    assert path in [one.get("href") for one in receipt.iter("a")]


def test_pressed_twice(enter, world, path, card, filled, authorised) -> None:
    tutor, recruit = enter(world.ours.tutor), enter(world.ours.recruit)
    values = {"condition": "visite", "on": "2026-11-20", "word": ""}
    assert "déjà notée" in twice(tutor, f"{path}/conditions", values)
    assert "rien n’a changé" in twice(tutor, f"{path}/conditions/visite", {})
    filled()
    values = {"password": PASSWORD, "read": sentence(tutor, path)}
    assert f"{world.ours.tutor.name} a signé" in twice(tutor, f"{path}/signature", values)
    assert authorised() == 1
    assert "déjà pris ce poste" in twice(recruit, card, TICKED)
    page = tutor.page(f"{path}/renouvellement")
    hidden = {one.get("name"): one.get("value") for one in page.iter("input")}
    values = {
        "read": hidden["read"], "base": hidden["base"], "password": PASSWORD, "on": "2026-11-24",
        "situation": "Une matinée.", **{f"level_R{n}": "3" for n in range(1, 5)},
    }  # fmt: skip
    assert "a signé ce passeport" in twice(tutor, f"{path}/renouvellement", values)
    assert authorised() == 2
    read = sentence(tutor, path, "retrait")
    values = {"retrait-reason": "Fin.", "retrait-password": PASSWORD, "retrait-read": read}
    assert "déjà retiré" in twice(tutor, f"{path}/retrait", values)


def test_a_wrong_password_signs_nothing(enter, world, path, filled, authorised) -> None:
    filled()
    tutor = enter(world.ours.tutor)
    refused = tutor.submit(path, {"password": "autre chose"}, action=f"{path}/signature")
    assert refused.status_code == 422
    assert "Rien n’a été signé" in shown(refused)
    assert authorised() == 0


def test_what_is_refused_comes_back_with_what_was_typed(enter, world, path, passport) -> None:
    tutor = enter(world.ours.tutor)
    values = {"condition": "visite", "on": "2026-12-24", "word": "Vue avec moi."}
    refused = tutor.submit(path, values, action=f"{path}/conditions")
    assert refused.status_code == 422
    assert "est à venir" in shown(refused)
    assert "Vue avec moi." in refused.text
    values = {"condition": "visite", "on": "2026-11-24", "word": "Appelée au 06 12 34 56 78."}
    assert tutor.submit(path, values, action=f"{path}/conditions").status_code == 422
    values = {"condition": "autre", "on": "2026-11-24"}
    assert tutor.send(f"{path}/conditions", values).status_code == 422
    assert passport().conditions == {}


def test_a_renewal_asks_for_every_level(enter, world, path, filled, authorised) -> None:
    filled(signed=True)
    tutor = enter(world.ours.tutor)
    levels = {f"level_R{n}": "3" for n in range(1, 5)}
    values = {"situation": "Une matinée d’appels.", "password": PASSWORD}
    refused = tutor.submit(f"{path}/renouvellement", {**values, **levels, "level_R1": "2"})
    assert refused.status_code == 422
    assert "ne se renouvelle pas" in shown(refused)
    assert "Une matinée d’appels." in refused.text
    assert tutor.submit(f"{path}/renouvellement", {**values, **levels}).status_code == 302
    assert authorised() == 2
    page = words(tutor.page(path))
    assert "Observé le mardi 24 novembre 2026 : Une matinée d’appels." in page


def test_nothing_to_renew_leads_back(enter, world, path) -> None:
    assert enter(world.ours.tutor).get(f"{path}/renouvellement").location == path


def test_the_holder_presses_nothing_of_it(enter, world, path, filled, passport) -> None:
    filled()
    page = enter(world.ours.recruit).page(path)
    assert not list(page.find(".//main").iter("form"))
    assert enter(world.ours.recruit).send(f"{path}/signature", {}).status_code == 403
    peer = enter(world.ours.peer, check_pages=False)
    assert peer.get(path).status_code == 404
    assert passport().granted_on is None


def test_seven_checks_before_the_post(enter, world, card, filled, passport) -> None:
    filled(signed=True)
    recruit = enter(world.ours.recruit)
    page = words(recruit.page(card))
    assert "Sept vérifications, 15 minutes" in page
    assert "seul le dernier jour est gardé" in page
    refused = recruit.submit(card, {**TICKED, "check_recours": []})
    assert refused.status_code == 422
    assert "Pas encore vérifié" in shown(refused)
    assert passport().last_worked_on is None
    assert recruit.submit(card, TICKED).status_code == 302
    assert passport().last_worked_on.isoformat() == "2026-11-24"
    assert "Vous avez pris ce poste aujourd’hui" in words(recruit.page(card))


def test_opened_again_its_history_stays_in_order(enter, world, db, path, filled) -> None:
    filled(signed=True)
    place = world.ours
    tutor, manager = enter(place.tutor), enter(place.manager)
    values = {"retrait-reason": "Changement d’unité.", "retrait-password": PASSWORD}
    assert tutor.submit(path, values, action=f"{path}/retrait").status_code == 302
    assert "Changement d’unité." in words(enter(place.recruit).page(path))
    values = {"email": place.recruit.email}
    with clock.frozen(NOW + dt.timedelta(minutes=5)):
        assert manager.submit("/passeports/ouvrir", values).location == path
    history = next(
        one for one in tutor.page(path).iter("ol") if one.get("class") == "passport-history"
    )
    assert [words(one).split()[0] for one in history.findall("li")] == [
        "Signé", "Retiré", "Rouvert"
    ]  # fmt: skip


def test_without_a_passport_that_holds_the_card_says_whom_to_ask(enter, world, card) -> None:
    for person in (world.ours.recruit, world.ours.neighbour_recruit):
        client = enter(person)
        page = words(client.page(card))
        assert "Pas d’appel sans double écoute dans un service non habilité" in page
        assert world.ours.tutor.name in page
        assert "Je prends le poste" not in [words(one) for one in client.page(card).iter("button")]
        assert client.send(card, TICKED).status_code == 403


def test_the_matrix_and_its_filters(enter, world, db, filled) -> None:
    filled(signed=True)
    place = world.ours
    with db.writing() as session:
        manager = actor_of(session, place.neighbour_manager.id)
        unit = session.get_one(Passport, place.neighbour_passport_id).unit_id
        neighbour = session.get_one(Unit, unit)
        actions.open_passport(session, manager, neighbour, email=place.recruit.email)
    client = enter(place.hr)
    table = client.page("/passeports").find(".//table")
    names = [words(one) for one in table.iter("th") if one.get("scope") == "row"]
    assert names == sorted(names)
    assert set(names) == {place.recruit.name, place.peer.name, place.neighbour_recruit.name}
    row = next(one for one in table.iter("tr") if place.recruit.name in words(one))
    assert "Valable" in words(row)
    assert "En cours" in words(row)

    def shown_for(query: str) -> list[str]:
        page = client.page(f"/passeports?{query}")
        return [words(one) for one in page.iter("th") if one.get("scope") == "row"]

    assert shown_for("etat=habilitee") == [place.recruit.name]
    assert shown_for(f"unite={place.neighbour_unit_id}&etat=habilitee") == []
    assert len(shown_for(f"unite={place.neighbour_unit_id}")) == 2
    assert shown_for(f"q={place.peer.name.split()[0].lower()}") == [place.peer.name]
    assert len(shown_for("etat=non-habilitee")) == 2
    assert len(shown_for("etat=inconnu&unite=x")) == 3


def test_a_tutor_sees_her_unit_alone(enter, world) -> None:
    page = words(enter(world.ours.tutor).page("/passeports"))
    assert world.ours.recruit.name in page
    assert world.ours.neighbour_recruit.name not in page


def test_a_manager_opens_one_from_the_page(enter, world, db) -> None:
    client = enter(world.ours.manager)
    refused = client.submit("/passeports/ouvrir", {"email": world.theirs.recruit.email})
    assert refused.status_code == 422
    refused = client.submit("/passeports/ouvrir", {"email": world.ours.recruit.email})
    assert refused.status_code == 409
    assert "a déjà un passeport" in shown(refused)
    sent = client.submit("/passeports/ouvrir", {"email": world.ours.neighbour_recruit.email})
    assert sent.status_code == 302
    with db.reading() as session:
        query = select(Passport).where(Passport.holder_id == world.ours.neighbour_recruit.id)
        assert len(session.scalars(query).all()) == 2
    journal = words(enter(world.ours.admin).page("/journal"))
    assert f"a ouvert un passeport à {world.ours.neighbour_recruit.name}" in journal


def test_the_page_of_a_unit_names_people_and_fiches(enter, world) -> None:
    page = enter(world.ours.recruit).page(f"/unites/{world.ours.unit_id}/passeport")
    text = words(page)
    assert world.ours.doctor.name in text
    assert world.ours.tutor.name in text
    links = [one.get("href") or "" for one in page.iter("a")]
    assert f"/fiches/insuffisance-cardiaque?lieu=u{world.ours.unit_id}" in links
    elsewhere = enter(world.ours.neighbour_recruit).page(f"/unites/{world.ours.unit_id}/passeport")
    links = [one.get("href") or "" for one in elsewhere.iter("a")]
    assert "/fiches/insuffisance-cardiaque" in links, "without the right to read « Chez nous »"
    assert not [link for link in links if "lieu=" in link]


def test_the_pages_cost_the_same_for_many_rows(enter, world, db, queries, path, filled) -> None:
    filled(signed=True)
    client = enter(world.ours.tutor, check_pages=False)
    client.get("/passeports")

    def cost(address: str) -> int:
        with queries() as seen:
            assert client.get(address).status_code == 200
        return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])

    pages = ["/passeports", path, f"{path}/renouvellement"]
    few = [cost(page) for page in pages]
    with db.writing() as session:
        grow(session, world.ours)
        tutor = actor_of(session, world.ours.tutor.id)
        passport = session.get_one(Passport, world.ours.passport_id)
        for _ in range(3):
            read = actions.sentence_for(session, tutor, passport, "renewal")
            actions.renew(
                session, tutor, passport, seen_entry_id=passport.entry_id or 0, read=read,
                situation="Une matinée.", on=passport.opened_at.date(),
                levels={f"R{n}": 3 for n in range(1, 5)},
            )  # fmt: skip
    assert [cost(page) for page in pages] == few
    assert max(few) <= 12

"""Where cards come from and where they go: places, missed questions, leeches, erasure."""

import pytest
from sqlalchemy import func, select

from integration_portal.accounts import personal_data
from integration_portal.accounts.models import RoleGrant, User
from integration_portal.content.models import ContentVersion
from integration_portal.core import clock
from integration_portal.core.permissions import Role
from integration_portal.fiches.actions.approvals import Read, withdraw
from integration_portal.fiches.actions.layers import save_layer
from integration_portal.fiches.effective import find_effective
from integration_portal.fiches.places import Place
from integration_portal.recall import actions, faces
from integration_portal.recall import queries as recall
from integration_portal.recall.memory import LEECH_AT
from integration_portal.recall.models import RecallCard, RecallReview
from integration_portal.recall.rules import NEW_A_DAY, Source
from tests.support.factories import NOW, actor_of
from tests.support.html import words

from .conftest import DAY, PAGE

FICHE, MODULE = "fibrillation-atriale", "identitovigilance"
QUESTION = {
    "id": "q-01", "type": "vrai-faux", "objectif": 1, "lecon": "traits-stricts", "etoile": True,
    "enonce": "Le prénom d'usage est un trait strict.", "contexte": None, "juste": False,
    "explication": "Le premier prénom de naissance en est un.", "sources": ["S1"],
}  # fmt: skip


def _first_alert(db, place) -> dict:
    with db.reading() as session:
        return find_effective(session, FICHE, place).payload["alertes"][0]


@pytest.fixture
def place(world) -> Place:
    return Place(world.ours.establishment_id, world.ours.unit_id)


def _reword(db, world, place, field: str, after: str) -> None:
    before = _first_alert(db, place)[field]
    with db.writing() as session:
        editor = actor_of(session, world.ours.people[Role.EDITOR.value].id)
        correction = {"chemin": ["alertes", 0, field], "avant": before, "apres": after}
        base = find_effective(session, FICHE, place).base_version
        save_layer(session, editor, place=place, slug=FICHE, patch={"corrections": [correction]},
                   base_version=base, expected=0)  # fmt: skip


def test_an_alert_says_what_her_place_says(reviewer, db, world, place) -> None:
    ref = faces.alert_key(FICHE, _first_alert(db, place)["si"])[1]
    reviewer.hold(ref, Source.ALERT)
    _reword(db, world, place, "geste", "Passez le cardiologue d'avis, poste 41 20.")
    assert "cardiologue d’avis, poste 41 20" in words(reviewer.client.page(PAGE))


def test_alerts_of_a_unit_she_left_wait_without_being_asked(reviewer, db, world) -> None:
    reviewer.rate(3)  # an alert of cardiology
    reviewer.hold("sigles/sigle-avc", due_at=NOW + 30 * DAY)
    with db.writing() as session:
        grant = session.get_one(RoleGrant, world.ours.grant_id)
        grant.unit_id = world.ours.neighbour_unit_id
    with clock.frozen(NOW + 30 * DAY):
        review = reviewer.review()
        assert review.day.next.held.key[0] is Source.WORD
        assert review.day.left == 1 + NEW_A_DAY
        assert {one.origin[0] for key, one in review.contents.faces.items()
                if key[0] is Source.ALERT} >= {"avc-ait"}  # fmt: skip
        with db.reading() as session:
            actor = actor_of(session, reviewer.person.id)
            assert recall.count_today(session, actor, review.deck.zone) == review.day.left


def test_a_reworded_sign_is_learnt_anew(reviewer, db, world, place) -> None:
    old = faces.alert_key(FICHE, _first_alert(db, place)["si"])
    reviewer.hold(old[1], Source.ALERT)
    _reword(db, world, place, "si", "Cœur qui galope, et la tête qui tourne")
    review = reviewer.review()
    assert old not in review.contents.faces
    assert review.day.next.held is None
    assert any("galope" in one.front for one in review.contents.faces.values())


def _ask_question(db) -> None:
    with db.writing() as session:
        entry = session.scalars(
            select(ContentVersion).where(ContentVersion.slug == MODULE, ContentVersion.is_current)
        ).one()
        entry.payload = {**entry.payload, "questions": [QUESTION]}
        entry.version = "f" * 64


def test_a_missed_question_comes_back_with_its_answer(reviewer, db) -> None:
    _ask_question(db)
    reviewer.answer("q-01", right=True)
    assert reviewer.cards() == []
    reviewer.answer("q-01")
    reviewer.answer("q-01")
    (card,) = reviewer.cards()
    assert (card.source, card.ref, card.due_at) == (Source.QUESTION, f"{MODULE}/q-01", NOW)
    page = words(reviewer.client.page(PAGE))
    for part in ("Question manquée", "trait strict", "Faux", "premier prénom de naissance"):
        assert part in page
    reviewer.rate(4)
    assert reviewer.cards()[0].due_at > NOW
    reviewer.answer("q-01")
    assert reviewer.cards()[0].due_at == NOW


def test_a_question_that_is_gone_leaves_quietly(reviewer) -> None:
    reviewer.answer("q-99")
    review = reviewer.review()
    assert review.day.next.held is None
    assert len(review.forecast) == 7


def test_a_leech_waits_for_the_tutor_and_can_come_back(reviewer) -> None:
    reviewer.hold("sigles/sigle-avc", lapses=LEECH_AT - 1)
    reviewer.rate(1)
    (card,) = reviewer.cards()
    assert card.suspended_at == NOW
    page = words(reviewer.client.page(PAGE))
    assert "Ces cartes ne rentrent pas" in page
    assert "accident vasculaire cérébral" in page
    assert reviewer.review().day.next.held is None
    reviewer.client.submit(PAGE, action=f"{PAGE}/cartes/{card.id}/reprendre")
    (card,) = reviewer.cards()
    assert (card.suspended_at, card.lapses, card.stability) == (None, 0, None)
    assert reviewer.review().face.front == "AVC"


def test_a_leech_missed_again_stays_aside(reviewer, db) -> None:
    _ask_question(db)
    reviewer.hold(f"{MODULE}/q-01", Source.QUESTION, suspended_at=NOW)
    reviewer.answer("q-01")
    assert reviewer.cards()[0].suspended_at == NOW


def test_a_card_of_somebody_else_does_not_exist(reviewer, enter, world) -> None:
    card_id = reviewer.hold("sigles/sigle-avc", suspended_at=NOW)
    path = f"{PAGE}/cartes/{card_id}/reprendre"
    for person in (world.ours.peer, world.ours.tutor, world.theirs.recruit):
        assert enter(person).send(path).status_code == 404
    assert reviewer.cards()[0].suspended_at == NOW


def test_a_withdrawn_fiche_teaches_nothing(reviewer, db, world, place) -> None:
    assert [key for key in reviewer.review().contents.alerts if key[1].startswith(FICHE)]
    with db.writing() as session:
        doctor = actor_of(session, world.ours.doctor.id)
        read = Read(FICHE, place, find_effective(session, FICHE, place).text_hash)
        withdraw(session, doctor, read, reason="Un geste dangereux")
    assert not [key for key in reviewer.review().contents.alerts if key[1].startswith(FICHE)]


def test_her_cards_are_hers_to_take_and_go_with_her(reviewer, db, world) -> None:
    reviewer.rate(3)
    export = reviewer.client.get("/vos-donnees/export.json").json
    assert export["cartes_de_revision"][0]["carte"] == reviewer.cards()[0].ref
    assert export["revisions"][0]["note"] == 3
    with db.writing() as session:
        personal_data.anonymise(session, None, session.get_one(User, reviewer.person.id))
    with db.reading() as session:
        for table in (RecallCard, RecallReview):
            assert session.scalar(select(func.count()).select_from(table)) == 0


def test_the_page_costs_the_same_whatever_she_holds(reviewer, queries) -> None:
    def cost(act) -> int:
        with queries() as seen:
            act()
        return len([one for one in seen if not one.startswith(("BEGIN", "PRAGMA"))])

    def see() -> None:
        assert reviewer.client.get(PAGE).status_code == 200

    see()
    few = cost(see)
    for number, name in enumerate(("avc", "fa", "ecg", "irm", "cv")):
        reviewer.hold(f"sigles/sigle-{name}", lapses=number)
    reviewer.hold("sigles/sigle-ald", suspended_at=NOW)
    assert cost(see) == few <= 8
    page = reviewer.client.page(PAGE)
    form = next(one for one in page.iter("form") if one.get("action") == f"{PAGE}/note")
    fields = {one.get("name"): one.get("value") for one in form.iter("input")} | {"note": "3"}
    assert cost(lambda: reviewer.client.post(f"{PAGE}/note", data=fields)) <= 10
    new = {**fields, "carte": "sigles/sigle-ipp", "fois": "0"}
    assert cost(lambda: reviewer.client.post(f"{PAGE}/note", data=new)) <= 10
    reviewer.client.get("/parcours")
    assert cost(lambda: reviewer.client.get("/parcours")) <= 7


def test_both_databases_read_the_same_deck(database, world) -> None:
    """The page's own statement, on SQLite and on PostgreSQL."""
    with database.reading() as session:
        actor = actor_of(session, world.ours.recruit.id)
        review = recall.read_review(session, actor)
        assert review.deck.specialties == {"cardiologie"}
        assert review.deck.zone == "Europe/Paris"
        assert recall.count_today(session, actor, "Europe/Paris") == review.day.left


def test_both_databases_rate_and_undo_alike(database, world) -> None:
    with database.writing() as session:
        actor = actor_of(session, world.ours.recruit.id)
        for key, rating in (((Source.WORD, "sigles/sigle-avc"), 3),
                            ((Source.WORD, "sigles/sigle-cv"), 1)):  # fmt: skip
            assert actions.rate(session, actor, key=key, seen=0, rating=rating)
        assert actions.rate(session, actor, key=key, seen=1, rating=4)
        assert not actions.rate(session, actor, key=key, seen=1, rating=4)
    with database.writing() as session:
        for left in (2, 2, 1):
            assert session.scalar(select(func.count()).select_from(RecallCard)) == left
            last = session.scalar(select(func.max(RecallReview.id)))
            assert actions.undo(session, actor, review_id=last) is True
        assert session.scalar(select(func.count()).select_from(RecallCard)) == 0

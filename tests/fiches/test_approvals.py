"""A doctor validates an exact text; one changed word takes the validation away, visibly."""

import datetime as dt

import pytest
from sqlalchemy import select

from integration_portal.accounts import actions as accounts
from integration_portal.accounts.models import User
from integration_portal.core import clock
from integration_portal.core.permissions import Role
from integration_portal.fiches.actions.lapses import announce_reviews
from integration_portal.fiches.actions.layers import save_layer
from integration_portal.fiches.effective import find_effective
from integration_portal.fiches.models import Decision, FicheApproval
from integration_portal.fiches.places import Place
from integration_portal.notifications.models import Notification
from tests.support.client import shown
from tests.support.factories import PASSWORD, actor_of
from tests.support.html import words

SLUG = "avc-ait"
PAGE = f"/fiches/{SLUG}/validation"
UNREAD = "insuffisance-cardiaque"
BANNER = "Suivez les consignes du service ; au moindre doute : un médecin, sinon le 15."


def main_of(client, path) -> str:
    return words(client.page(path).find(".//main"))


def approvals(db, **wanted) -> list[FicheApproval]:
    with db.reading() as session:
        return list(session.scalars(select(FicheApproval).filter_by(**wanted)))


def sign(client, page=PAGE, **values):
    return client.submit(
        page, {"password": PASSWORD, **values}, button="Valider et signer", follow_redirects=True
    )


def reword(db, world, path=("alertes", 0, "geste"), word="Appelez", unit=True) -> None:
    """An editor of the hospital changes one word of an alert, for the unit or for everybody."""
    place = Place(world.ours.establishment_id, world.ours.unit_id if unit else None)
    with db.writing() as session:
        text = find_effective(session, SLUG, place)
        sentence = text.payload[path[0]][path[1]][path[2]]
        correction = {
            "chemin": list(path), "avant": sentence,
            "apres": sentence.replace(sentence.split()[0], word),
        }  # fmt: skip
        save_layer(
            session, actor_of(session, world.ours.editor.id), place=place, slug=SLUG,
            patch={"corrections": [correction]}, base_version=text.base_version, expected=0,
        )  # fmt: skip


@pytest.fixture
def doctor(enter, world):
    return enter(world.ours.doctor)


def test_a_doctor_validates_and_every_reader_sees_it(doctor, enter, world, db) -> None:
    page = sign(doctor)
    assert page.status_code == 200
    (kept,) = approvals(db)
    assert (kept.decision, kept.unit_id) == (Decision.DOCTOR, world.ours.unit_id)
    assert kept.next_review_on == dt.date(2027, 11, 24)
    assert "Je, Dr\u00a0Doctor Alpha" in kept.comment
    assert kept.text_hash[:8] in kept.comment
    said = main_of(enter(world.ours.recruit), f"/fiches/{SLUG}")
    assert "Validée par Dr Doctor Alpha" in said
    assert "à revoir avant le 24 novembre 2027" in said
    assert BANNER not in said


def test_one_changed_word_lapses_with_the_difference_shown(doctor, enter, world, db) -> None:
    sign(doctor)
    reword(db, world)
    recruit = main_of(enter(world.ours.recruit), f"/fiches/{SLUG}")
    assert "À revoir. Le texte a changé depuis la validation du 24 novembre 2026" in recruit
    assert BANNER in recruit
    page = doctor.page(PAGE)
    section = next(n for n in page.iter("section") if n.get("aria-labelledby") == "difference")
    assert [words(node) for node in section.iter("ins")] == ["Appelez"]
    assert [words(node) for node in section.iter("del")] == ["Passez"]
    first = next(node for node in page.find(".//main").iter("section"))
    assert first is section, "the difference comes first"


def test_the_doctors_are_told_that_it_lapsed(doctor, world, db) -> None:
    sign(doctor)
    reword(db, world)
    with db.reading() as session:
        texts = session.scalars(
            select(Notification.text).where(Notification.user_id == world.ours.doctor.id)
        ).all()
    assert [text for text in texts if "sa validation ne tient plus" in text]


def test_a_wrong_password_keeps_the_form(doctor, db) -> None:
    answer = sign(doctor, password="autre chose", next_review_on="2027-03-01")
    assert answer.status_code == 422
    assert "Ce n’est pas votre mot de passe. Rien n’a été signé." in shown(answer)
    assert 'value="2027-03-01"' in answer.text
    assert not approvals(db)


@pytest.mark.parametrize("day", ["2026-11-24", "2020-01-01", "2031-01-01", ""])
def test_a_review_date_out_of_reason_is_refused_at_its_place(doctor, db, day) -> None:
    answer = sign(doctor, next_review_on=day)
    assert answer.status_code == 422
    assert "date" in shown(answer)
    assert not approvals(db)


def test_a_button_pressed_twice_signs_once(doctor, db) -> None:
    data = {"password": PASSWORD, "next_review_on": "2027-11-24",
            "text_hash": _hash(db, SLUG)}  # fmt: skip
    for _ in range(2):
        assert doctor.send(PAGE, data).status_code == 302
    assert len(approvals(db)) == 1


def _hash(db, slug) -> str:
    with db.reading() as session:
        return find_effective(session, slug, None).text_hash


def test_a_text_changed_under_her_eyes_is_not_signed(doctor, world, db) -> None:
    old = _hash(db, SLUG)
    reword(db, world)
    answer = doctor.send(
        PAGE, {"password": PASSWORD, "next_review_on": "2027-11-24", "text_hash": old}
    )
    assert answer.status_code == 409
    assert "Le texte de la fiche a changé" in shown(answer)
    assert not approvals(db)


def test_alerts_without_a_read_source_ask_for_a_tick(doctor, db) -> None:
    page = f"/fiches/{UNREAD}/validation"
    answer = sign(doctor, page)
    assert answer.status_code == 422
    assert "aucune source relue" in shown(answer)
    assert sign(doctor, page, sources_checked="y").status_code == 200
    (kept,) = approvals(db)
    assert kept.comment.endswith("J’ai vérifié ces sources moi-même.")


@pytest.mark.parametrize("who", [Role.TUTOR, Role.MANAGER, Role.EDITOR, Role.HR, Role.RECRUIT])
def test_only_a_doctor_validates(enter, world, db, who) -> None:
    client = enter(world.ours.people[who.value])
    data = {"password": PASSWORD, "next_review_on": "2027-11-24", "text_hash": _hash(db, SLUG)}
    assert client.send(PAGE, data).status_code == 403
    assert not approvals(db)


def test_a_doctor_of_another_unit_or_hospital_cannot(enter, world, db) -> None:
    data = {"password": PASSWORD, "next_review_on": "2027-11-24", "text_hash": _hash(db, SLUG)}
    for person in (world.ours.neighbour_doctor, world.theirs.doctor):
        answer = enter(person).send(f"{PAGE}?lieu=u{world.ours.unit_id}", data)
        assert answer.status_code == 404
    answer = enter(world.ours.doctor).send(f"{PAGE}?lieu=e{world.ours.establishment_id}", data)
    assert answer.status_code == 403, "a unit's doctor does not speak for the establishment"
    assert not approvals(db)


def test_a_validation_stays_in_its_own_unit(doctor, enter, world) -> None:
    sign(doctor)
    for person in (world.ours.neighbour_recruit, world.theirs.recruit):
        said = main_of(enter(person), f"/fiches/{SLUG}")
        assert "Aucun médecin du service ne l’a validée." in said


def test_a_peer_reads_then_a_doctor_validates(enter, doctor, world, db) -> None:
    tutor = enter(world.ours.tutor)
    for _ in range(2):
        tutor.send(f"/fiches/{SLUG}/relecture", {"text_hash": _hash(db, SLUG)})
    assert len(approvals(db, decision=Decision.PEER)) == 1
    said = main_of(enter(world.ours.recruit), f"/fiches/{SLUG}")
    assert "Relue par Tutor Alpha le 24 novembre 2026. Un médecin doit encore la valider." in said
    assert sign(doctor).status_code == 200


def test_nobody_validates_what_she_alone_has_read(doctor, enter, world, db) -> None:
    doctor.submit(PAGE, button="J’ai relu ce texte")
    assert "sa validation revient à un autre médecin" in main_of(doctor, PAGE)
    data = {"password": PASSWORD, "next_review_on": "2027-11-24", "text_hash": _hash(db, SLUG)}
    assert doctor.send(PAGE, data).status_code == 422
    enter(world.ours.tutor).submit(PAGE, button="J’ai relu ce texte")
    assert doctor.send(PAGE, data).status_code == 302


def test_withdrawn_leaves_the_lists_and_keeps_its_alerts(enter, world, db) -> None:
    editor, recruit = enter(world.ours.editor), enter(world.ours.recruit)
    page = f"{PAGE}?lieu=u{world.ours.unit_id}"
    assert editor.submit(page, {"reason": ""}, button="Retirer").status_code == 422
    editor.submit(page, {"reason": "Le numéro est faux."}, button="Retirer")
    root = recruit.page(f"/fiches/{SLUG}")
    said = words(root.find(".//main"))
    assert "Retirée le 24 novembre 2026 par Editor Alpha : Le numéro est faux." in said
    assert "Signes d’alerte" in said
    assert "L’appelant dit" not in said
    assert f'href="/fiches/{SLUG}"' not in recruit.get("/fiches").text
    assert f'href="/fiches/{SLUG}"' in enter(world.ours.neighbour_recruit).get("/fiches").text
    answer = editor.send(
        f"/fiches/{SLUG}/retrait?lieu=u{world.ours.unit_id}",
        {"reason": "Encore", "text_hash": "x"},
    )
    assert answer.status_code == 409
    editor.submit(page, button="Remettre en service")
    assert "à valider de nouveau" in main_of(recruit, f"/fiches/{SLUG}")


def test_an_expired_validation_is_said_and_announced_once(doctor, enter, world, db) -> None:
    sign(doctor)
    later = dt.datetime(2027, 12, 1, 9, tzinfo=dt.UTC)
    with clock.frozen(later):
        said = main_of(enter(world.ours.recruit), f"/fiches/{SLUG}")
        assert "La date de relecture est passée depuis le 24 novembre 2027." in said
        for _ in range(2):
            with db.writing() as session:
                announce_reviews(session, later.date())
    with db.reading() as session:
        told = session.scalars(
            select(Notification.text).where(Notification.text.contains("a pris fin"))
        ).all()
    assert len(told) == 1


def test_the_history_names_everything_and_compares_two_texts(doctor, enter, world, db) -> None:
    sign(doctor)
    reword(db, world)
    reader = enter(world.ours.recruit)
    said = main_of(reader, f"/fiches/{SLUG}/versions")
    for part in ("Version livrée 1", "Validée, Cardiologie Alpha", "enregistrement 1"):
        assert part in said
    (kept,) = approvals(db)
    page = reader.page(f"/fiches/{SLUG}/versions?avant=d{kept.id}&apres=actuel")
    assert [words(node) for node in page.iter("ins")] == ["Appelez"]
    assert reader.get(f"/fiches/{SLUG}/versions?avant=d{kept.id + 99}").status_code == 404
    theirs = enter(world.theirs.recruit)
    assert theirs.get(f"/fiches/{SLUG}/versions?avant=d{kept.id}").status_code == 404


def test_the_establishments_validation_holds_where_the_text_is_the_same(
    enter, world, db, doctor
) -> None:
    with db.writing() as session:
        chief = session.get_one(User, world.ours.doctor.id)
        accounts.grant_role(
            session, None, chief, Role.DOCTOR,
            establishment_id=world.ours.establishment_id, unit_id=None,
        )  # fmt: skip
    assert sign(doctor, f"{PAGE}?lieu=e{world.ours.establishment_id}").status_code == 200
    neighbour = enter(world.ours.neighbour_recruit)
    assert "Validée par Dr" in main_of(neighbour, f"/fiches/{SLUG}")
    assert "Validée par Dr" in main_of(enter(world.ours.recruit), f"/fiches/{SLUG}")
    reword(db, world)
    assert "Validée par Dr" in main_of(neighbour, f"/fiches/{SLUG}")
    assert "celui de cette unité est différent" in main_of(
        enter(world.ours.recruit), f"/fiches/{SLUG}"
    )

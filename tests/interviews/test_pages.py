"""The whole life of an interview by its pages, and what they refuse."""

import pytest
from sqlalchemy import func, select

from integration_portal.interviews import actions
from integration_portal.interviews.models import Interview, InterviewState
from integration_portal.journeys.models import Step, StepState
from integration_portal.signoffs.models import LedgerEntry
from tests.support.client import shown
from tests.support.factories import PASSWORD, steps_of
from tests.support.interviews import REPORT, WEEKLY, minuted


@pytest.fixture
def step_id(db, world) -> int:
    with db.reading() as session:
        return steps_of(session, world.ours.journey_id)[WEEKLY].id


def kept(db, interview_id: int) -> Interview:
    with db.reading() as session:
        return session.get_one(Interview, interview_id)


def signed(db) -> int:
    with db.reading() as session:
        return session.scalar(select(func.count()).select_from(LedgerEntry)) or 0


def test_from_the_step_to_the_two_signatures(enter, db, world, step_id) -> None:
    recruit, tutor, manager = (enter(getattr(world.ours, who)) for who in
                               ("recruit", "tutor", "manager"))  # fmt: skip
    opened = recruit.submit(f"/etapes/{step_id}", button="Préparer l’entretien")
    path = opened.headers["Location"]
    interview_id = int(path.rpartition("/")[2])
    recruit.submit(path, {"q_semaine": "Tout."}, button="C’est prêt")
    tutor.submit(path, {"q_semaine": "Presque tout."}, button="Garder le brouillon")
    tutor.submit(path, {"q_progres": "L’accueil."}, button="C’est prêt")
    assert "Presque tout." in shown(recruit.get(path))
    tutor.submit(f"{path}/compte-rendu", {
        "held_on": "2026-11-23", "text": "Semaine relue.", "what_1": "Dix appels à deux",
        "who_1": "tutrice", "when_1": "2026-12-04",
    })  # fmt: skip
    page = tutor.page(f"{path}/signature")
    assert page is not None
    assert tutor.submit(f"{path}/signature", {"password": PASSWORD}).status_code == 302
    assert "À vous" in shown(recruit.get(path))
    recruit.submit(f"{path}/signature", {"agreement": "oui", "password": PASSWORD})
    assert kept(db, interview_id).state is InterviewState.SIGNED
    with db.reading() as session:
        assert session.get_one(Step, step_id).state is StepState.DONE
    manager.submit(path, button="En faire une étape")
    assert "Voir l’étape" in shown(tutor.get(path))
    assert recruit.get(f"/etapes/{step_id}/entretien").headers["Location"] == path


def test_every_gesture_twice(enter, db, world, weekly_id, change) -> None:
    path, report = f"/entretiens/{weekly_id}", f"/entretiens/{world.ours.interview_id}"
    recruit, tutor, manager = (enter(getattr(world.ours, who)) for who in
                               ("recruit", "tutor", "manager"))  # fmt: skip
    plan = {"kind": "autre", "leader": str(world.ours.tutor.id), "on": "2026-12-11"}
    ready = {"q_semaine": "Tout.", "geste": "pret"}
    recruit.send(f"{report}/preparation", {"q_surprises": "Le café."})
    gestures = [
        (tutor, f"/parcours/{world.ours.journey_id}/entretiens", plan),
        (recruit, f"{path}/preparation", ready),
        (recruit, f"{path}/preparation/reprendre", {}),
        (tutor, f"{path}/date", {"on": "2026-12-01"}),
        (recruit, f"{report}/partage", {}),
        (manager, f"{report}/reponse", {"kind": "non", "text": "Le budget est clos."}),
        (recruit, f"{report}/partage/reprendre", {}),
    ]
    for client, address, values in gestures:
        assert client.send(address, values).status_code == 302, address
        assert client.send(address, values).status_code == 409, address
    change(weekly_id, minuted)
    before = signed(db)
    for values in ({"agreement": "oui", "password": PASSWORD},) * 2:
        last = recruit.send(f"{path}/signature", values)
    assert (last.status_code, signed(db)) == (409, before + 1)
    assert manager.send(f"{path}/decisions/1/etape").status_code == 302
    assert manager.send(f"{path}/decisions/1/etape").status_code == 409


def test_opened_twice_it_is_the_same(enter, world, step_id) -> None:
    recruit, tutor = enter(world.ours.recruit), enter(world.ours.tutor)
    places = {
        client.send(f"/etapes/{step_id}/entretien").headers["Location"]
        for client in (recruit, tutor, recruit)
    }
    assert len(places) == 1


def test_a_wrong_password_signs_nothing(enter, db, world, weekly_id, change) -> None:
    change(weekly_id, minuted)
    before, recruit = signed(db), enter(world.ours.recruit)
    path = f"/entretiens/{weekly_id}/signature"
    answer = recruit.send(path, {"agreement": "oui", "password": "raté"})
    assert answer.status_code == 422
    assert "Rien n’a été signé" in shown(answer)
    assert recruit.send(path, {"agreement": "non", "password": PASSWORD}).status_code == 422
    assert signed(db) == before


PATIENT = "Rappeler la patiente au 06 12 34 56 78."


@pytest.mark.parametrize(
    ("who", "path", "values"),
    [
        ("recruit", "/preparation", {"q_semaine": PATIENT}),
        ("tutor", "/preparation", {"q_semaine": PATIENT}),
        ("tutor", "/compte-rendu", {"held_on": "2026-11-23", "text": PATIENT}),
        ("tutor", "/compte-rendu",
         {"held_on": "2026-11-23", "what_1": PATIENT, "when_1": "2026-12-04", "who_1": "recrue"}),
    ],
)  # fmt: skip
def test_patients_stay_out(enter, db, world, weekly_id, who, path, values) -> None:
    answer = enter(getattr(world.ours, who)).send(f"/entretiens/{weekly_id}{path}", values)
    assert answer.status_code == 422
    assert PATIENT in shown(answer) or "06 12 34 56 78" in answer.text
    one = kept(db, weekly_id)
    assert not any((one.recruit_words, one.leader_words, one.minutes, one.decisions))


def test_patients_stay_out_of_a_disagreement_and_of_an_answer(
    enter, db, world, weekly_id, change
) -> None:
    change(weekly_id, minuted)
    recruit, manager = enter(world.ours.recruit), enter(world.ours.manager)
    values = {"agreement": "non", "disagreement": PATIENT, "password": PASSWORD}
    assert recruit.send(f"/entretiens/{weekly_id}/signature", values).status_code == 422
    report = world.ours.interview_id
    change(report, minuted)
    answer = {"kind": "non", "text": PATIENT}
    assert manager.send(f"/entretiens/{report}/reponse", answer).status_code == 422
    assert kept(db, report).answer == ""


@pytest.mark.parametrize(
    "values",
    [
        {"held_on": "2026-11-25", "text": "Demain."},
        {"held_on": "2026-11-23", "text": "Vu.", "what_1": "Sans date", "who_1": "recrue"},
    ],
    ids=["not held yet", "no date"],
)
def test_minutes_that_say_too_little(enter, world, weekly_id, values) -> None:
    tutor = enter(world.ours.tutor)
    assert tutor.send(f"/entretiens/{weekly_id}/compte-rendu", values).status_code == 422


@pytest.mark.parametrize("who", ["recruit", "manager"])
def test_the_minutes_are_written_by_who_leads(enter, world, weekly_id, who) -> None:
    client = enter(getattr(world.ours, who))
    values = {"held_on": "2026-11-23", "text": "Vu."}
    assert client.send(f"/entretiens/{weekly_id}/compte-rendu", values).status_code == 403


def test_lists_say_what_is_expected_of_whom(enter, world, weekly_id, change) -> None:
    pages = {who: f"{who}" for who in ("recruit", "tutor", "manager")}
    said = {who: shown(enter(getattr(world.ours, who)).get("/entretiens")) for who in pages}
    for who in ("recruit", "tutor"):
        assert "Préparez l’entretien" in said[who]
    assert "Ceux de votre équipe" in said["manager"]
    assert "Ceux que vous menez" in said["tutor"]
    change(weekly_id, minuted)
    assert "Signez, ou dites votre désaccord" in shown(enter(world.ours.recruit).get("/entretiens"))
    change(weekly_id, actions.sign_as_recruit, world.ours.recruit.id, agrees=True)
    assert "Signé des deux" in shown(enter(world.ours.tutor).get("/entretiens?vue=clos"))


def test_a_report_without_its_answer_is_not_closed(enter, world, change) -> None:
    report = world.ours.interview_id
    change(report, minuted)
    change(report, actions.sign_as_recruit, world.ours.recruit.id, agrees=True)
    manager = enter(world.ours.manager)
    assert "Répondez par écrit au rapport, avant le" in shown(manager.get("/entretiens"))
    values = {"kind": "fait", "text": "C’est réglé."}
    assert manager.send(f"/entretiens/{report}/reponse", values).status_code == 302
    assert "Répondez par écrit" not in shown(manager.get("/entretiens"))
    assert f'"/entretiens/{report}"' in manager.get("/entretiens?vue=clos").text


@pytest.mark.parametrize("who", ["peer", "neighbour_recruit", "neighbour_tutor"])
def test_lists_hold_nothing_of_others(enter, world, weekly_id, who) -> None:
    page = enter(getattr(world.ours, who)).get("/entretiens").text
    assert f'/entretiens/{weekly_id}"' not in page
    assert world.ours.recruit.name not in page


def test_the_way_there(enter, world, db) -> None:
    with db.reading() as session:
        report = steps_of(session, world.ours.journey_id)[REPORT].id
    journey = f"/parcours/{world.ours.journey_id}"
    for who, page, link in (
        ("recruit", "/parcours", "/entretiens"),
        ("tutor", "/mes-recrues", f"{journey}/entretiens"),
        ("manager", journey, f"{journey}/entretiens"),
        ("manager", f"/etapes/{report}", f"/etapes/{report}/entretien"),
    ):
        assert f'"{link}"' in enter(getattr(world.ours, who)).get(page).text


def test_a_page_costs_the_same_with_more_decisions(
    enter, world, db, weekly_id, change, queries
) -> None:
    tutor = enter(world.ours.tutor)
    change(weekly_id, minuted, decisions=1)

    def cost() -> int:
        with queries() as seen:
            assert tutor.get(f"/entretiens/{weekly_id}").status_code == 200
        return len(seen)

    cost()
    few = cost()
    with db.writing() as session:
        one = session.get_one(Interview, weekly_id)
        one.decisions = one.decisions * 5
    assert cost() == few
    assert few <= 12

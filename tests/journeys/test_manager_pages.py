"""The manager's pages: the effect is shown before it is confirmed, texts are kept, rows guarded."""

import datetime as dt

import pytest

from integration_portal.core.typography import french
from integration_portal.journeys.models import Journey, JourneyState, Step, StepState
from tests.support.client import shown
from tests.support.factories import steps_of


def step_of(db, journey_id: int, state: StepState = StepState.TODO) -> Step:
    with db.reading() as session:
        return next(s for s in steps_of(session, journey_id).values() if s.state is state)


def dates(db, journey_id: int) -> dict[str, dt.date]:
    with db.reading() as session:
        return {code: step.due_on for code, step in steps_of(session, journey_id).items()}


def test_everybody_around_a_recruit_reads_the_whole_journey(enter, world, db) -> None:
    ours = world.ours
    step = step_of(db, ours.journey_id)
    for person in (ours.manager, ours.tutor, ours.doctor, ours.recruit, ours.hr):
        page = shown(enter(person).get(f"/parcours/{ours.journey_id}"))
        assert french(step.title) in page
        assert "Historique" in page
        assert ("Gérer" in page) == (person == ours.manager)


def test_a_journey_of_the_next_unit_does_not_exist(enter, world) -> None:
    ours = world.ours
    for person in (ours.manager, ours.tutor, ours.doctor):
        client = enter(person)
        assert client.get(f"/parcours/{ours.neighbour_journey_id}").status_code == 404
        assert client.get(f"/parcours/{world.theirs.journey_id}").status_code == 404


def test_a_tutor_reads_but_changes_nothing(enter, world) -> None:
    client = enter(world.ours.tutor)
    assert client.get(f"/parcours/{world.ours.journey_id}/decalage").status_code == 403


GESTURES = [
    ("decalage", {"days": "5", "way": "later"}),
    ("absence", {"kind": "conge", "first": "2026-12-21", "last": "2027-01-02"}),
]


@pytest.mark.parametrize(("name", "values"), GESTURES)
def test_dates_are_shown_before_they_move(enter, world, db, name, values) -> None:
    journey_id = world.ours.journey_id
    client = enter(world.ours.manager)
    path = f"/parcours/{journey_id}/{name}"
    before = dates(db, journey_id)
    preview = client.get(path, query_string=values)
    assert preview.status_code == 200
    assert "Rien n’est encore enregistré" in shown(preview)
    assert dates(db, journey_id) == before

    refused = client.send(path, values)
    assert refused.status_code == 422, "no date moves without a reason"
    assert "Remplissez ce champ" in shown(refused)
    assert dates(db, journey_id) == before

    done = client.send(path, {**values, "reason": "Formation au siège"}, follow_redirects=True)
    assert "Formation au siège" in shown(done)
    assert dates(db, journey_id) != before


def test_wrong_dates_are_refused_beside_the_field(enter, world) -> None:
    client = enter(world.ours.manager)
    path = f"/parcours/{world.ours.journey_id}"
    for query, words in (
        ("/absence?kind=conge&first=2026-12-24&last=2026-12-21", "précède"),
        ("/decalage?days=900&way=later", "de 1 à 250"),
        ("/pause?first=2026-12-24", "aujourd’hui ou avant"),
    ):
        answer = client.get(path + query)
        assert answer.status_code == 422, query
        assert words in shown(answer)


def test_a_pause_then_a_return(enter, world, db) -> None:
    journey_id = world.ours.journey_id
    client = enter(world.ours.manager)
    path = f"/parcours/{journey_id}"
    assert client.get(path + "/reprise").status_code == 404, "nothing to take up again"
    client.send(path + "/pause", {"first": "2026-11-24", "reason": "Absence longue"})
    with db.reading() as session:
        assert session.get_one(Journey, journey_id).state is JourneyState.PAUSED
    assert "En pause" in shown(client.get(path))
    assert client.get(path + "/decalage").status_code == 404
    preview = client.get(path + "/reprise?back_on=2026-12-08")
    assert "dates changent" in shown(preview)
    client.send(path + "/reprise", {"back_on": "2026-12-08", "reason": "Retour"})
    with db.reading() as session:
        assert session.get_one(Journey, journey_id).state is JourneyState.ACTIVE


def test_a_paused_journey_offers_no_act_on_its_steps(enter, world, db) -> None:
    with db.reading() as session:
        hers = [f"/etapes/{one.id}" for one in steps_of(session, world.ours.journey_id).values()]
    recruit = enter(world.ours.recruit)
    ticked = [path for path in hers if "/fait" in recruit.get(path).text]
    signed = [path for path in hers if "/demander" in recruit.get(path).text]
    assert ticked
    assert signed
    enter(world.ours.manager).send(
        f"/parcours/{world.ours.journey_id}/pause", {"first": "2026-11-24", "reason": "Absence"}
    )
    for page in map(recruit.get, (*ticked, *signed)):
        assert "Parcours en pause" in shown(page)
        assert "/demander" not in page.text
        assert "/fait" not in page.text


def test_a_doubtful_reason_is_kept_and_asked_again(enter, world, db) -> None:
    client = enter(world.ours.manager)
    path = f"/parcours/{world.ours.journey_id}/decalage"
    values = {"days": "2", "way": "later", "reason": "La joindre au 02 31 00 00 00."}
    refused = client.send(path, values)
    assert refused.status_code == 422
    assert "02 31 00 00 00" in refused.text
    assert "J’ai relu" in shown(refused)
    accepted = client.send(path, {**values, "patient_data_checked": "y"})
    assert accepted.status_code == 302


def test_one_step_moves_alone(enter, world, db) -> None:
    journey_id = world.ours.journey_id
    step = step_of(db, journey_id)
    client = enter(world.ours.manager)
    path = f"/parcours/{journey_id}/etapes/{step.id}/date"
    assert "n’est pas travaillé" in shown(client.get(path + "?to=2026-12-25"))
    assert "28/12/2026" in shown(client.get(path + "?to=2026-12-28"))
    before = dates(db, journey_id)
    client.send(path, {"to": "2026-12-28", "reason": "Rendez-vous pris"})
    after = dates(db, journey_id)
    assert {code for code in after if after[code] != before[code]} == {step.code}


def test_the_team_comes_from_the_unit_only(enter, world, db) -> None:
    ours = world.ours
    client = enter(ours.manager)
    path = f"/parcours/{ours.journey_id}/equipe"
    values = {"tutor": "0", "manager": str(ours.manager.id), "doctor": str(ours.doctor.id)}
    stranger = client.send(path, {**values, "tutor": str(world.theirs.tutor.id), "reason": "x"})
    assert stranger.status_code == 422
    done = client.send(path, {**values, "reason": "Congé de la tutrice"}, follow_redirects=True)
    assert "→ personne" in shown(done)
    with db.reading() as session:
        assert session.get_one(Journey, ours.journey_id).tutor_id is None


def test_a_step_of_another_journey_is_not_managed_here(enter, world) -> None:
    ours = world.ours
    client = enter(ours.manager)
    for end in ("", "/date", "/adapter", "/retirer"):
        path = f"/parcours/{ours.journey_id}/etapes/{ours.peer_step_id}{end}"
        assert client.get(path).status_code == 404


def test_the_page_asks_as_much_of_the_database_whatever_the_journey(enter, world, queries) -> None:
    client = enter(world.ours.manager)
    with queries() as long:
        client.get(f"/parcours/{world.ours.journey_id}")
    with queries() as short:
        client.get(f"/parcours/{world.ours.peer_journey_id}")
    assert len(long) == len(short)

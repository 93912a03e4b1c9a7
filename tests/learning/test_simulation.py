"""A simulation through its pages: the talk, its end, the debrief that names what was done."""

import pytest
from sqlalchemy import select

from integration_portal.learning import runs
from integration_portal.learning.endings import ENDINGS
from integration_portal.learning.models import Ending, SimulationRun
from integration_portal.learning.queries import get_module
from integration_portal.learning.queries_progress import get_progress
from tests.learning.playing import FRONT, Talk
from tests.learning.taking import MODULE, SLUG, change, squeezed, statements
from tests.support.html import words


@pytest.fixture
def recruit(enter, world):
    return enter(world.ours.peer)


def played(db, world):
    with db.reading() as session:
        return get_progress(session, world.ours.peer.id, get_module(session, SLUG)).played


def test_the_expected_way_ends_well_and_counts(recruit, db, world) -> None:
    talk = Talk.start(recruit, db)
    assert played(db, world) is False
    run = talk.play().run
    assert run.ending == "reussie"
    assert run.star_errors == 0
    assert played(db, world) is True
    assert "Situation bien menée." in talk.page
    assert "la mise en situation est faite" in talk.page
    assert "Erreur ★" not in talk.page
    assert "bien menée, sans erreur ★" in words(recruit.page(FRONT))


def test_every_way_to_end_has_its_words() -> None:
    assert set(ENDINGS) == set(Ending)


def test_a_star_choice_is_named_and_does_not_count(recruit, db, world) -> None:
    talk = Talk.start(recruit, db)
    number, choice = talk.choice(etoile=True)
    expected = talk.choice(attendu=True)[1]
    talk.take(number)
    talk.play()
    assert talk.run.star_errors == 1
    assert played(db, world) is False
    page = talk.page
    assert "1 erreur ★ de sécurité : la mise en situation reste à faire." in page
    for told in (choice["texte"], choice["debrief"], expected["texte"]):
        assert squeezed(told) in page
    assert page.count("Erreur ★ de sécurité") == 1
    hrefs = {link.get("href") for link in recruit.page(talk.path).iter("a")}
    rule = choice["regle"]
    assert (f"/fiches/{rule['fiche']}" if rule["fiche"] else f"{MODULE}/{rule['lecon']}") in hrefs


def test_nothing_is_judged_before_the_end(recruit, db) -> None:
    talk = Talk.start(recruit, db)
    while talk.run.finished_at is None:
        html, (number, choice) = recruit.get(talk.path).text, talk.choice(attendu=True)
        page = talk.page
        for word in ("Attendu", "Erreur ★", "Identité +", "Jauge", "gauge"):
            assert word not in html
        for one in talk.turns[runs.now(talk.simulation, talk.run.choices, 0).turn.turn]["choix"]:
            assert squeezed(one["debrief"]) not in page
        talk.take(number)
    assert squeezed(choice["debrief"]) in talk.page
    for word in ("Urgence", "Identité", "Secret", "Relation", "Attendu"):
        assert word in talk.page


def test_played_again_from_the_turn_that_went_wrong(recruit, db, world) -> None:
    talk = Talk.start(recruit, db)
    talk.take(talk.choice(attendu=True)[0])
    talk.take(talk.choice(attendu=False)[0])
    talk.play()
    first = talk.run
    sent = recruit.send(f"{talk.path}/rejouer", {"tour": "1"})
    again = Talk(recruit, db, sent.location.partition("#")[0])
    assert again.path != talk.path
    assert again.run.choices == first.choices[:1]
    assert again.run.replay_of_id == first.id
    again.play()
    assert talk.run.choices == first.choices, "what was played stays as it was"
    assert played(db, world) is True


def test_a_star_before_the_turn_played_again_still_weighs(recruit, db, world) -> None:
    talk = Talk.start(recruit, db)
    talk.take(talk.choice(etoile=True)[0])
    talk.play()
    sent = recruit.send(f"{talk.path}/rejouer", {"tour": "1"})
    again = Talk(recruit, db, sent.location.partition("#")[0]).play()
    assert again.run.star_errors == 1
    assert played(db, world) is False
    sent = recruit.send(f"{talk.path}/rejouer", {"tour": "0"})
    assert Talk(recruit, db, sent.location.partition("#")[0]).play().run.star_errors == 0
    assert played(db, world) is True


def test_a_choice_sent_twice_is_taken_once(recruit, db) -> None:
    talk = Talk.start(recruit, db)
    number = talk.choice(attendu=True)[0]
    other = talk.choice(attendu=False)[0]
    talk.take(number)
    again = recruit.send(talk.path, {"tour": "0", "choix": str(other)})
    assert again.status_code == 302
    assert talk.run.choices == [number]


@pytest.mark.parametrize("sent", [{"tour": "0", "choix": "9"}, {"tour": "0"}, {"tour": "4", "choix": "0"}])  # fmt: skip
def test_a_choice_that_is_not_offered_is_refused(recruit, db, sent) -> None:
    talk = Talk.start(recruit, db)
    refused = recruit.send(talk.path, sent)
    assert refused.status_code == 409
    assert "Ce choix n’est plus ouvert" in refused.text
    assert talk.run.choices == []


def test_she_goes_on_where_she_was_unless_the_text_changed(recruit, db) -> None:
    talk = Talk.start(recruit, db)
    talk.take(talk.choice(attendu=True)[0])
    assert "Reprendre où j’en suis" in recruit.get(FRONT).text
    assert Talk.start(recruit, db).path == talk.path
    change(db, lambda payload: payload["simulation"].update(titre="Un autre appel"))
    assert words(next(recruit.page(talk.path).iter("h1"))) == squeezed(talk.simulation["titre"])
    anew = Talk.start(recruit, db)
    assert anew.run.choices == []
    with db.reading() as session:
        query = select(SimulationRun.id).where(SimulationRun.module == SLUG)
        assert session.scalars(query).all() == [anew.run.id]


def test_nobody_else_sees_it(recruit, db, enter, world) -> None:
    talk = Talk.start(recruit, db)
    for person in (world.ours.recruit, world.ours.tutor, world.theirs.recruit):
        other = enter(person)
        assert other.get(talk.path).status_code == 404
        assert other.send(talk.path, {"tour": "0", "choix": "0"}).status_code == 404
        assert other.send(f"{talk.path}/rejouer", {"tour": "0"}).status_code == 404


def test_a_turn_never_played_is_not_played_again(recruit, db) -> None:
    talk = Talk.start(recruit, db)
    talk.take(talk.choice(attendu=True)[0])
    assert recruit.send(f"{talk.path}/rejouer", {"tour": "0"}).status_code == 404, "not over yet"
    talk.play()
    for place in ("-1", "99", "x"):
        assert recruit.send(f"{talk.path}/rejouer", {"tour": place}).status_code == 404


def test_a_choice_costs_few_statements(recruit, db, queries) -> None:
    talk, token = Talk.start(recruit, db), recruit.token()
    while (run := talk.run).finished_at is None:
        sent = {"csrf_token": token, "tour": run.turns, "choix": talk.choice(attendu=True)[0]}
        with queries() as seen:
            assert recruit.post(talk.path, data=sent).status_code == 302
        assert len(statements(seen)) <= 10, "\n\n".join(statements(seen))

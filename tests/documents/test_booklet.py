"""The integration booklet: what it says, to whom, the same when made again."""

from integration_portal.dossiers.documents.words import KINDS
from integration_portal.signoffs.models import EntryKind, SignOffRequest

from .conftest import opened, said, squeezed, tags


def _booklet(client, journey_id: int) -> bytes:
    answer = client.get(f"/parcours/{journey_id}/livret.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    return answer.data


def test_it_tells_the_whole_journey(enter, world, lived, db) -> None:
    pdf = opened(_booklet(enter(world.ours.recruit), lived))
    text = said(pdf)
    with db.reading() as session:
        title = session.get_one(SignOffRequest, world.ours.request_id).title
    for words in (
        "Livret d’intégration", world.ours.recruit.name, world.ours.tutor.name,
        "Avant l’arrivée", "Identifier une personne sans erreur", title,
        "Un appel ordinaire, du décroché à la trace.", "Voix posée.", "au standard",
        "Le faire répéter évite l’erreur.", "Bilan du premier mois", "Un jour au standard.",
        f"atteste avoir observé {world.ours.recruit.name}", "24/11/2026 à 08:05:00 UTC",
    ):  # fmt: skip
        assert squeezed(words).lower() in text.lower(), words
    assert len(pdf.pages) > 6
    assert {"/Table", "/TH", "/H1", "/H2", "/TOC"} <= tags(pdf)


def test_the_surprise_report_is_never_in_it(enter, world, lived) -> None:
    text = said(opened(_booklet(enter(world.ours.recruit), lived)))
    assert squeezed("étonnement qui reste") not in text
    assert squeezed("Mes mots à moi") not in text


def test_made_again_it_is_the_same(enter, world, lived) -> None:
    client = enter(world.ours.recruit)
    assert _booklet(client, lived) == _booklet(client, lived)


def test_who_does_not_follow_her_reads_levels_only(enter, world, lived) -> None:
    text = said(opened(_booklet(enter(world.ours.hr), lived)))
    assert squeezed("Identifier une personne sans erreur") in text
    assert squeezed("Voix posée") not in text
    assert squeezed("Les signatures") not in text


def test_what_an_interview_said_stays_between_its_people(enter, world, lived) -> None:
    for person, reads in ((world.ours.manager, True), (world.ours.tutor, False)):
        text = said(opened(_booklet(enter(person), lived)))
        assert squeezed("Bilan du premier mois") in text
        assert (squeezed("Un mois calme") in text) is reads
        assert (squeezed("Un jour au standard") in text) is reads
        assert squeezed("Voix posée.") in text


def test_a_stranger_has_none(enter, world, lived) -> None:
    for person in (world.ours.peer, world.ours.neighbour_tutor, world.theirs.manager):
        assert enter(person).get(f"/parcours/{lived}/livret.pdf").status_code == 404


def test_her_home_and_her_manager_lead_to_it(enter, world) -> None:
    path = f"/parcours/{world.ours.journey_id}/livret.pdf"
    assert f'href="{path}"' in enter(world.ours.recruit).get("/parcours").text
    manager = enter(world.ours.manager).get(f"/parcours/{world.ours.journey_id}").text
    assert f'href="{path}"' in manager
    assert f"/parcours/{world.ours.journey_id}/preuves" in manager


def test_every_kind_of_line_has_its_words() -> None:
    assert set(KINDS) == set(EntryKind)


def test_it_costs_the_same_for_many_observations(enter, world, lived, db, queries) -> None:
    from integration_portal.journeys.models import Journey
    from tests.support import dossier

    client = enter(world.ours.recruit)
    _booklet(client, lived)
    with queries() as few:
        _booklet(client, lived)
    with db.writing() as session:
        request = session.get_one(SignOffRequest, world.ours.request_id)
        for _ in range(4):
            dossier.observe(session, request, session.get_one(Journey, lived).tutor_id)
    with queries() as many:
        _booklet(client, lived)
    assert len(many) == len(few)
    assert len([one for one in few if one.startswith("SELECT")]) <= 20

"""The attestation of a block, on paper."""

import datetime as dt

from integration_portal.core import clock
from integration_portal.dossiers.models import Attestation

from .conftest import opened, said, squeezed


def test_it_says_what_was_signed_and_how_to_check_it(enter, world, attested) -> None:
    answer = enter(world.ours.recruit).get(f"/attestations/{attested.id}.pdf")
    pdf = opened(answer.data)
    assert len(pdf.pages) == 1
    text = said(pdf)
    for words in (
        world.ours.recruit.name, "Gestion de l’information", "Je vise ce bloc.", "GI-8", "maîtrisé",
        world.ours.manager.name, attested.code, f"http://localhost/verifier/{attested.code}",
    ):  # fmt: skip
        assert squeezed(words) in text, words


def test_holder_manager_and_human_resources_take_it(enter, world, attested) -> None:
    path = f"/attestations/{attested.id}.pdf"
    for person in (world.ours.recruit, world.ours.manager, world.ours.hr):
        assert enter(person).get(path).status_code == 200, person
    for person in (world.ours.tutor, world.ours.peer, world.ours.neighbour_manager,
                   world.theirs.hr):  # fmt: skip
        assert enter(person).get(path).status_code == 404, person


def test_withdrawn_it_says_so(enter, world, attested, db) -> None:
    with db.writing() as session:
        row = session.get_one(Attestation, attested.id)
        row.withdrawn_at = clock.now() + dt.timedelta(days=1)
    text = said(opened(enter(world.ours.recruit).get(f"/attestations/{attested.id}.pdf").data))
    assert squeezed("Retirée le mercredi 25 novembre 2026") in text

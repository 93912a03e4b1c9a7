"""The caller's words lead to the right fiche, and the red lines come with it."""

import pytest

from integration_portal.fiches.catalogue import Card, by_specialty, card, search

from .shipped import entries


@pytest.fixture(scope="module")
def cards() -> list[Card]:
    return [card(entry.slug, entry.payload) for entry in entries()]


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("bouche de travers", "avc-ait"),
        ("AIT", "avc-ait"),
        ("a.v.c.", "avc-ait"),
        ("mal dans la poitrine depuis hier", "syndrome-coronarien-aigu"),
        ("infarctus", "syndrome-coronarien-aigu"),
        ("palpit", "fibrillation-atriale"),
        ("COEUR QUI S'EMBALLE", "fibrillation-atriale"),
        ("bébé chaud", "fievre-nourrisson"),
        ("bebe chaud", "fievre-nourrisson"),
        ("éclampsie", "grossesse-signes-alerte"),
        ("mon mari est tombé par terre il ne répond plus", "perte-de-connaissance"),
        ("gendarmerie", "appel-d-un-tiers"),
        ("renouvellement", "demande-ordonnance-resultat"),
        ("chimio", "fievre-sous-chimiotherapie"),
        ("phlébite", "phlebite-embolie-pulmonaire"),
        ("suicide", "risque-suicidaire"),
        ("IC", "insuffisance-cardiaque"),
    ],
)
def test_words_of_callers_and_letters(cards, query, slug) -> None:
    assert search(cards, query).results[0].card.slug == slug


def test_the_matched_alert_is_in_the_result(cards) -> None:
    best = search(cards, "bouche de travers").results[0]
    signs = [sign for group in best.alerts for row in group.rows for sign in row.plain_signs]
    assert signs
    assert all("bouche" in sign.lower() or "travers" in sign.lower() for sign in signs)
    assert {group.level for group in best.alerts} == {"U0"}


def test_signs_left_out_are_counted(cards) -> None:
    for result in search(cards, "palpitations").results:
        whole = [sign for g in result.card.alerts for row in g.rows for sign in row.signs]
        shown = [sign for g in result.alerts for row in g.rows for sign in row.signs]
        assert result.left_out == len(whole) - len(shown)
        assert 0 <= result.vital <= result.left_out


def test_without_a_matched_alert_they_are_all_there(cards) -> None:
    best = search(cards, "NIHSS").results[0]
    assert best.alerts == best.card.alerts


def test_what_no_fiche_holds_is_said(cards) -> None:
    answer = search(cards, "poitrine zzzz")
    assert answer.results
    assert answer.unknown == ("zzzz",)
    assert search(cards, "zzzz").results == ()
    assert search(cards, "").results == ()


def test_every_title_finds_its_fiche(cards) -> None:
    for one in cards:
        assert one.slug in {result.card.slug for result in search(cards, one.title).results}


def test_the_gravest_come_first_in_their_specialty(cards) -> None:
    for _name, group in by_specialty(cards):
        assert [one.worst for one in group] == sorted(one.worst for one in group)
    names = [name for name, _ in by_specialty(cards)]
    assert len(names) == len(set(names))
    assert "Gynécologie-obstétrique" in names

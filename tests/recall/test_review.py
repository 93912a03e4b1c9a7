"""« Réviser » as it is used: one card, a rating, once, on any device."""

import datetime as dt

import pytest

from integration_portal.recall.rules import BUDGET_S, NEW_A_DAY, Source
from tests.support.client import shown
from tests.support.factories import NOW
from tests.support.html import words

from .conftest import PAGE

DAY = dt.timedelta(days=1)


def test_the_first_card_is_an_alert_of_her_specialty(reviewer) -> None:
    review = reviewer.review()
    assert review.day.next.key[0] is Source.ALERT
    assert review.day.left == NEW_A_DAY
    page = words(reviewer.client.page(PAGE))
    assert review.face.front in page
    assert "Que faites-vous" in page
    assert review.contents.lives[review.face.origin[0]]
    assert "Aucun médecin du service ne l’a validée." in page


def test_new_cards_come_from_her_specialty_alone(reviewer, db) -> None:
    alerts = reviewer.review().contents.alerts
    assert {key[1].partition("/")[0] for key in alerts} >= {"fibrillation-atriale"}
    assert not [key for key in alerts if key[1].startswith(("avc-ait/", "asthme/"))]


def test_a_rating_keeps_the_card_and_shows_the_next(reviewer) -> None:
    first = reviewer.review().face.front
    assert reviewer.rate(3).status_code == 302
    (card,), (review,) = reviewer.cards(), reviewer.reviews()
    assert (card.reps, card.state, card.due_at > NOW + DAY) == (1, 2, True)
    assert (review.rating, review.before) == (3, None)
    assert reviewer.review().face.front != first


@pytest.mark.parametrize("new", [True, False])
def test_pressed_twice_it_counts_once(reviewer, new) -> None:
    """The second press of the very same form: the page was already rated."""
    if not new:
        reviewer.hold("sigles/sigle-avc")
    page = reviewer.client.page(PAGE)
    form = next(one for one in page.iter("form") if one.get("action") == f"{PAGE}/note")
    fields = {one.get("name"): one.get("value") for one in form.iter("input")} | {"note": "3"}
    for _ in range(2):
        assert reviewer.client.post(f"{PAGE}/note", data=fields).status_code == 302
    assert len(reviewer.reviews()) == 1
    assert [card.reps for card in reviewer.cards()] == [1 if new else 4]


def test_two_devices_go_on_together(reviewer, enter) -> None:
    phone = enter(reviewer.person)
    front = reviewer.review().face.front
    assert front in words(phone.page(PAGE))
    fields = reviewer.client  # the desk rates what the phone still shows
    page = phone.page(PAGE)
    form = next(one for one in page.iter("form") if one.get("action") == f"{PAGE}/note")
    stale = {one.get("name"): one.get("value") for one in form.iter("input")} | {"note": "1"}
    reviewer.rate(3, fields)
    assert phone.post(f"{PAGE}/note", data=stale).status_code == 302
    assert [one.rating for one in reviewer.reviews()] == [3]
    second = reviewer.review().face.front
    assert second in words(phone.page(PAGE))
    reviewer.rate(3, phone)
    assert [one.rating for one in reviewer.reviews()] == [3, 3]


def test_undo_gives_back_a_known_card_and_its_time(reviewer) -> None:
    reviewer.hold("sigles/sigle-avc")
    reviewer.rate(1)
    assert reviewer.cards()[0].lapses == 1
    undone = reviewer.client.submit(PAGE, action=f"{PAGE}/annuler", follow_redirects=True)
    assert "annulée" in shown(undone)
    (card,) = reviewer.cards()
    assert (card.reps, card.lapses, card.state, card.due_at) == (3, 0, 2, NOW)
    assert reviewer.reviews() == []
    assert reviewer.review().face.front == "AVC"


def test_undo_of_a_new_card_forgets_it(reviewer) -> None:
    front = reviewer.review().face.front
    reviewer.rate(4)
    last = reviewer.reviews()[0].id
    for _ in range(2):  # a second press changes nothing
        reviewer.client.send(f"{PAGE}/annuler", {"revision": str(last)})
    assert (reviewer.cards(), reviewer.reviews()) == ([], [])
    assert reviewer.review().face.front == front


def test_only_the_last_rating_of_today_is_undone(reviewer, later) -> None:
    reviewer.rate(3)
    reviewer.rate(3)
    first, second = (one.id for one in reviewer.reviews())
    reviewer.client.send(f"{PAGE}/annuler", {"revision": str(first)})
    assert len(reviewer.reviews()) == 2
    with later(days=1):
        reviewer.client.send(f"{PAGE}/annuler", {"revision": str(second)})
    assert len(reviewer.reviews()) == 2


def test_five_minutes_end_it_until_tomorrow(reviewer, later) -> None:
    reviewer.hold("sigles/sigle-avc", due_at=NOW + DAY)
    for number in range(BUDGET_S // 50):
        with later(seconds=50 * number):
            reviewer.rate(1)
    with later(seconds=BUDGET_S):
        assert reviewer.review().day.seconds == 50 * 5 + 10
        reviewer.rate(1)
    with later(minutes=10):
        page = words(reviewer.client.page(PAGE))
        assert "Les cinq minutes sont passées." in page
        assert "7 cartes notées aujourd’hui" in page
        assert "Demain" in page
        assert "Réviser 1" not in words(reviewer.client.page("/parcours"))
    with later(days=1):
        assert reviewer.review().face is not None


def test_nothing_due_says_so_without_praise(reviewer, later) -> None:
    for _ in range(NEW_A_DAY):
        reviewer.rate(4)
    page = words(reviewer.client.page(PAGE))
    assert "Plus rien à réviser aujourd’hui." in page
    assert "10 cartes notées" in page
    assert "bravo" not in page.lower()


def test_an_ambiguous_abbreviation_says_to_ask(reviewer) -> None:
    reviewer.hold("sigles/sigle-cv")
    page = words(reviewer.client.page(PAGE))
    assert "Ambigu" in page
    assert "je demande à la personne" in page
    for meaning in ("charge virale", "champ visuel", "colique vésiculaire"):
        assert meaning in page


def test_home_says_how_many_and_how_long(reviewer) -> None:
    page = words(reviewer.client.page("/parcours"))
    assert "Réviser 10 cartes 2 min" in page
    reviewer.hold("sigles/sigle-avc")
    assert "Réviser 11 cartes" in words(reviewer.client.page("/parcours"))


def test_the_bar_leads_there_while_a_journey_runs(reviewer, enter, world) -> None:
    def entries(client):
        return [words(link) for link in client.page("/fiches").findall(".//nav//a")]

    assert "Réviser" in entries(reviewer.client)
    assert "Réviser" not in entries(enter(world.ours.tutor))


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"note": "9", "sorte": "word", "carte": "sigles/sigle-avc"}, 422),
     ({"note": "3", "sorte": "word", "carte": "sigles/rien"}, 409),
     ({"note": "3", "sorte": "autre", "carte": "sigles/sigle-avc"}, 409)],
)  # fmt: skip
def test_what_is_not_a_card_or_a_rating_is_refused(reviewer, fields, status) -> None:
    assert reviewer.client.send(f"{PAGE}/note", fields).status_code == status
    assert reviewer.cards() == []

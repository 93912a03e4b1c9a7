"""A page left open too long: the text comes back, and one press sends it."""

import datetime as dt

from integration_portal.core import clock
from tests.support.client import form_values, shown
from tests.support.factories import NOW, PASSWORD
from tests.support.html import check_page

TEXT = "Deux appels en double écoute ce matin.\n\nLe second, seule : « calme », dit la tutrice. 🙂"


def form_to(response, path: str):
    """The form of a page that posts there."""
    page = check_page(response.text, typography=False)
    return next(form for form in page.iter("form") if form.get("action") == path)


def test_a_session_that_ends_in_the_middle_of_a_text(enter, world, left) -> None:
    path = f"/etapes/{world.ours.step_id}/mot"
    client = enter(world.ours.recruit)
    client.check_typography = False
    form = form_values(form_to(client.get(f"/etapes/{world.ours.step_id}"), path))
    with clock.frozen(NOW + dt.timedelta(hours=13)):  # a session lasts twelve
        refused = client.post(path, data={**form, "text": TEXT})
        assert refused.status_code == 401
        assert "Votre texte est gardé" in refused.text
        assert left() == []
        login = form_values(form_to(refused, "/connexion"))
        wrong = client.post(
            "/connexion", data={**login, "email": world.ours.recruit.email, "password": "faux"}
        )
        login = form_values(form_to(wrong, "/connexion"))
        offered = client.post(
            "/connexion", data={**login, "email": world.ours.recruit.email, "password": PASSWORD}
        )
        again = form_values(form_to(offered, path))
        assert again["text"] == [TEXT]
        sent = client.post(path, data=again, follow_redirects=True)
    assert sent.status_code == 200
    assert left() == [TEXT]


def test_the_password_typed_to_sign_does_not_travel(enter, world) -> None:
    client, path = enter(world.ours.tutor), f"/a-valider/{world.ours.request_id}"
    client.check_typography = False
    form = form_values(client.page(path).find(".//main//form"))
    with clock.frozen(NOW + dt.timedelta(hours=13)):
        refused = client.post(path, data={**form, "comment": TEXT, "password": PASSWORD})
    assert refused.status_code == 401
    assert PASSWORD not in refused.text


def test_a_stale_token_keeps_the_text(enter, world, left) -> None:
    path = f"/etapes/{world.ours.step_id}/mot"
    client = enter(world.ours.recruit)
    client.check_typography = False
    refused = client.post(path, data={"csrf_token": "d’hier", "text": TEXT})
    assert refused.status_code == 400
    assert "Renvoyez-le" in shown(refused)
    assert left() == []
    again = form_values(form_to(refused, path))
    assert [text.replace("\r\n", "\n") for text in again["text"]] == [TEXT]
    assert client.post(path, data=again).status_code == 302
    assert left() == [TEXT]


def test_a_stale_button_can_be_pressed_again(enter, world) -> None:
    path = f"/demandes/{world.ours.request_id}/annuler"
    client = enter(world.ours.recruit)
    refused = client.post(path, data={"csrf_token": "d’hier"})
    assert refused.status_code == 400
    assert client.post(path, data=form_values(form_to(refused, path))).status_code == 302


def test_logging_out_elsewhere_ends_the_forms_open_here(enter, world, left) -> None:
    """A colleague logs in on the shared desk: an old tab of hers sends nothing in her name."""
    path = f"/etapes/{world.ours.step_id}/mot"
    client = enter(world.ours.recruit)
    form = form_values(form_to(client.get(f"/etapes/{world.ours.step_id}"), path))
    client.submit("/compte", button="Se déconnecter")
    client.submit("/connexion", {"email": world.ours.tutor.email, "password": PASSWORD})
    refused = client.post(path, data={**form, "text": "Écrit par la recrue."})
    assert refused.status_code == 400
    assert left() == []
